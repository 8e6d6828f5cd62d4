package org.icws.gateway.trust;

import java.time.Instant;
import java.util.List;
import org.ic4j.types.Principal;
import org.icws.gateway.GatewayClock;
import org.icws.gateway.trust.Steps.Finding;
import org.icws.protocol.principal.Principals;
import org.icws.protocol.request.Envelope;
import org.icws.protocol.request.EnvelopeException;
import org.icws.protocol.request.EnvelopeVerifier;

/** Proves a client's signed request, as a replica will, and that it fits its session. Stateless and thread-safe. */
public final class EnvelopeCheck {
    private static final long A_MINUTE_NANOS = 60_000_000_000L;

    private final GatewayClock clock;

    /** @param clock time, for the expiry */
    public EnvelopeCheck(GatewayClock clock) {
        this.clock = clock;
    }

    /**
     * What the session expects of the request.
     *
     * @param canister the session's canister
     * @param method ws_open or ws_message
     * @param gateway the gateway's own principal
     * @param namedGateway the gateway named by ws_open; null for ws_message
     */
    public record Expected(Principal canister, String method, Principal gateway, Principal namedGateway) {}

    /**
     * @param envelope a client's request
     * @param expected what it has to be about
     * @return its proof
     */
    public Proof prove(Envelope envelope, Expected expected) {
        Steps steps = new Steps(clock);
        steps.check(
                Proof.REQUEST_ID,
                "Request id",
                "hash of the request's content",
                () -> Finding.ok(Steps.hex(envelope.content().requestId())));
        signed(steps, envelope);
        addressed(steps, envelope, expected);
        return steps.proof();
    }

    /** Whether it is signed by its sender, and still valid. */
    private void signed(Steps steps, Envelope envelope) {
        EnvelopeException expired = verify(envelope, clock.nowNanos());
        boolean late = expired != null && expired.kind() == EnvelopeException.Kind.EXPIRY;
        // The verifier stops at the first fault; a late request's signature is judged as of when it was valid.
        EnvelopeException failure =
                late ? verify(envelope, envelope.content().ingressExpiry() - A_MINUTE_NANOS) : expired;
        sender(steps, envelope);
        steps.check(
                Proof.DELEGATIONS,
                "Delegations hold",
                envelope.delegations().size() + " delegations",
                () -> unless(failure, DELEGATION_KINDS, chain(envelope)));
        steps.check(
                Proof.REQUEST_SIGNATURE,
                "Signature over the request id",
                signature(envelope),
                () -> unless(failure, SIGNATURE_KINDS, "it is the signing key's"));
        steps.check(
                Proof.TIME,
                "Request has not expired",
                "ingress_expiry",
                () -> unless(expired, EXPIRY_KINDS, instant(envelope.content().ingressExpiry())));
    }

    /** Whether it is for where it came. */
    private static void addressed(Steps steps, Envelope envelope, Expected expected) {
        steps.check(
                Proof.CANISTER,
                "Addresses the session's canister",
                "canister_id",
                () -> Finding.equal(
                        expected.canister().toString(),
                        envelope.content().canisterId().toString(),
                        "the request is for another canister"));
        steps.check(
                Proof.METHOD,
                "Calls the protocol's method",
                "method_name",
                () -> Finding.equal(
                        expected.method(), envelope.content().methodName(), "the request calls another method"));
        if (expected.namedGateway() != null) {
            steps.check(
                    Proof.GATEWAY,
                    "Names this gateway",
                    "gateway_principal",
                    () -> Finding.equal(
                            expected.gateway().toString(),
                            expected.namedGateway().toString(),
                            "the client wants another gateway"));
        }
    }

    private static final List<EnvelopeException.Kind> DELEGATION_KINDS = List.of(
            EnvelopeException.Kind.DELEGATION,
            EnvelopeException.Kind.DELEGATION_EXPIRY,
            EnvelopeException.Kind.PERMISSION,
            EnvelopeException.Kind.TARGET);
    private static final List<EnvelopeException.Kind> SIGNATURE_KINDS = List.of(
            EnvelopeException.Kind.SIGNATURE,
            EnvelopeException.Kind.SENDER_INFO,
            EnvelopeException.Kind.MISSING_SIGNATURE,
            EnvelopeException.Kind.ANONYMOUS_SIGNATURE,
            EnvelopeException.Kind.NONCE,
            EnvelopeException.Kind.MALFORMED);
    private static final List<EnvelopeException.Kind> EXPIRY_KINDS = List.of(EnvelopeException.Kind.EXPIRY);

    private static EnvelopeException verify(Envelope envelope, long nowNanos) {
        try {
            EnvelopeVerifier.verify(envelope, nowNanos);
            return null;
        } catch (EnvelopeException e) {
            return e;
        }
    }

    private static void sender(Steps steps, Envelope envelope) {
        String sender = envelope.content().sender().toString();
        if (envelope.senderPubkey() == null) {
            steps.check(
                    Proof.SENDER,
                    "Sender owns the key",
                    "no public key",
                    () -> Finding.equal(Principals.ANONYMOUS.toString(), sender, "a request without key is anonymous"));
            return;
        }
        steps.check(
                Proof.SENDER,
                "Sender owns the key",
                "public key of " + envelope.senderPubkey().length + " bytes",
                () -> Finding.equal(
                        Principals.selfAuthenticating(envelope.senderPubkey()).toString(),
                        sender,
                        "the sender is not the principal of the public key"));
    }

    private static Finding unless(EnvelopeException failure, List<EnvelopeException.Kind> kinds, String actual) {
        return failure != null && kinds.contains(failure.kind())
                ? Finding.failed("", actual, failure.getMessage())
                : Finding.ok(actual);
    }

    private static String chain(Envelope envelope) {
        return envelope.delegations().isEmpty() ? "signed by the sender itself" : "chain of delegations";
    }

    private static String signature(Envelope envelope) {
        return envelope.senderSig() == null ? "no signature" : envelope.senderSig().length + " bytes";
    }

    private static String instant(long nanos) {
        return Instant.EPOCH.plusNanos(nanos).toString();
    }
}
