package org.icws.protocol.request;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.icws.protocol.ProtocolException;
import org.icws.protocol.crypto.PublicKeys;
import org.icws.protocol.crypto.SignatureVerifier;
import org.icws.protocol.principal.Principals;
import org.icws.protocol.request.EnvelopeException.Kind;
import org.icws.protocol.request.RequestContent.Type;

/**
 * Decides whether a request may be accepted, with the checks, their order and their words as replicas have them.
 *
 * <p>Not checked here, because only a replica can: the effective canister of the URL, and for {@code read_state} of a
 * request's status whether the delegations cover that request's canister (see {@link DelegationTargets}). Stateless.
 * Source: IC interface specification, "Authentication" and "Request: Call".
 */
public final class EnvelopeVerifier {

    /** How far ahead of the clock a request may expire: five minutes and thirty seconds for clocks that differ. */
    public static final Duration MAX_EXPIRY_AHEAD = Duration.ofSeconds(330);

    /** The longest nonce. */
    public static final int MAX_NONCE_BYTES = 32;

    /** The longest chain of delegations. */
    public static final int MAX_DELEGATIONS = 20;

    /** The most targets of one delegation. */
    public static final int MAX_TARGETS = 1000;

    /** The most paths of one {@code read_state}. */
    public static final int MAX_PATHS = 1000;

    /** The most labels of one path. */
    public static final int MAX_PATH_LABELS = 127;

    private EnvelopeVerifier() {}

    /**
     * Accepts or throws. Canister signatures are not accepted, as there is no root key to verify them with.
     *
     * @param nowNanos nanoseconds since 1970
     * @throws EnvelopeException with the first thing that is wrong
     */
    public static void verify(Envelope envelope, long nowNanos) {
        verify(envelope, nowNanos, PublicKeys::verify);
    }

    /**
     * Accepts or throws.
     *
     * @param nowNanos nanoseconds since 1970
     * @param signatures verifies the signatures of the request, its delegations, and what is said about its sender
     * @throws EnvelopeException with the first thing that is wrong
     */
    public static void verify(Envelope envelope, long nowNanos, SignatureVerifier signatures) {
        RequestContent content = envelope.content();
        checkPaths(content);
        checkExpiry(content, nowNanos);
        checkNonce(content);
        if (content.isAnonymous()) {
            requireUnsigned(envelope);
            SenderInfoCheck.requireNone(content);
            return;
        }
        requireSigned(envelope);
        checkSender(envelope);
        checkDelegations(envelope, nowNanos, signatures);
        checkSignature(envelope, signatures);
        SenderInfoCheck.check(envelope, signatures);
        checkTarget(envelope);
    }

    private static void checkPaths(RequestContent content) {
        if (content.type() != Type.READ_STATE) {
            return;
        }
        int count = content.paths().size();
        if (count > MAX_PATHS) {
            throw new EnvelopeException(
                    Kind.PATHS,
                    "Too many paths in read state request: got " + count + " paths, but at most " + MAX_PATHS
                            + " are allowed.");
        }
        int deepest = content.paths().stream().mapToInt(List::size).max().orElse(0);
        if (deepest > MAX_PATH_LABELS) {
            throw new EnvelopeException(
                    Kind.PATHS,
                    "At least one path in read state request is too deep: got " + deepest + " labels, but at most "
                            + MAX_PATH_LABELS + " are allowed.");
        }
    }

    private static void checkExpiry(RequestContent content, long nowNanos) {
        if (content.isAnonymous() && content.type() != Type.CALL) {
            return;
        }
        long expiry = content.ingressExpiry();
        long latest = nowNanos + MAX_EXPIRY_AHEAD.toNanos();
        if (Long.compareUnsigned(expiry, nowNanos) < 0 || Long.compareUnsigned(expiry, latest) > 0) {
            // Agents recognise this text by its start, and then set their clock.
            throw new EnvelopeException(
                    Kind.EXPIRY,
                    "Invalid request expiry: Specified ingress_expiry not within expected range: Minimum allowed"
                            + " expiry: " + instant(nowNanos) + ", Maximum allowed expiry: " + instant(latest)
                            + ", Provided expiry:        " + instant(expiry));
        }
    }

    private static void checkNonce(RequestContent content) {
        if (content.nonce() != null && content.nonce().length > MAX_NONCE_BYTES) {
            throw new EnvelopeException(
                    Kind.NONCE,
                    "Nonce in request is too big: got " + content.nonce().length + " bytes, but at most "
                            + MAX_NONCE_BYTES + " are allowed.");
        }
    }

    private static void requireUnsigned(Envelope envelope) {
        if (envelope.senderPubkey() != null
                || envelope.senderSig() != null
                || !envelope.delegations().isEmpty()) {
            throw new EnvelopeException(Kind.ANONYMOUS_SIGNATURE, "Signature is not allowed for the anonymous user.");
        }
    }

    private static void requireSigned(Envelope envelope) {
        if (envelope.senderPubkey() == null || envelope.senderSig() == null) {
            throw new EnvelopeException(
                    Kind.MISSING_SIGNATURE,
                    "Missing signature from user: " + envelope.content().sender());
        }
    }

    private static void checkSender(Envelope envelope) {
        if (!Principals.selfAuthenticating(envelope.senderPubkey())
                .equals(envelope.content().sender())) {
            throw new EnvelopeException(
                    Kind.SENDER,
                    "The user id '" + envelope.content().sender() + "' does not match the public key '"
                            + HexFormat.of().formatHex(envelope.senderPubkey()) + "'");
        }
    }

    private static void checkDelegations(Envelope envelope, long nowNanos, SignatureVerifier signatures) {
        List<SignedDelegation> chain = envelope.delegations();
        if (chain.size() > MAX_DELEGATIONS) {
            throw badDelegation("Chain of delegations is too long: got " + chain.size() + " delegations, but at most "
                    + MAX_DELEGATIONS + " are allowed.");
        }
        chain.forEach(delegation -> checkDelegation(delegation, envelope, nowNanos));
        requireDistinctKeys(envelope);
        byte[] key = envelope.senderPubkey();
        for (SignedDelegation delegation : chain) {
            byte[] message = DomainSeparator.DELEGATION.prepend(delegation.hash());
            if (!isSigned(key, message, delegation.signature(), signatures)) {
                throw badDelegation("Signature of the key " + HexFormat.of().formatHex(key) + " is wrong.");
            }
            key = delegation.pubkey();
        }
    }

    private static void checkDelegation(SignedDelegation delegation, Envelope envelope, long nowNanos) {
        if (Long.compareUnsigned(delegation.expirationNanos(), nowNanos) < 0) {
            throw new EnvelopeException(
                    Kind.DELEGATION_EXPIRY,
                    "Invalid delegation expiry: Specified sender delegation has expired: Provided expiry:    "
                            + instant(delegation.expirationNanos()) + ", Local replica timestamp: "
                            + instant(nowNanos));
        }
        if (delegation.targets() != null && delegation.targets().size() > MAX_TARGETS) {
            throw badDelegation("Too many targets: got " + delegation.targets().size() + " targets, but at most "
                    + MAX_TARGETS + " are allowed.");
        }
        checkPermissions(delegation, envelope);
    }

    private static void checkPermissions(SignedDelegation delegation, Envelope envelope) {
        String permissions = delegation.permissions();
        if (permissions == null || permissions.equals("all")) {
            return;
        }
        if (!permissions.equals("queries")) {
            throw badDelegation("Unknown permissions '" + permissions + "'.");
        }
        if (envelope.content().type() == Type.CALL) {
            throw new EnvelopeException(Kind.PERMISSION, "Invalid delegation: It permits queries, but not calls.");
        }
    }

    private static void requireDistinctKeys(Envelope envelope) {
        Set<ByteBuffer> seen = new HashSet<>();
        seen.add(ByteBuffer.wrap(envelope.senderPubkey()));
        for (SignedDelegation delegation : envelope.delegations()) {
            if (!seen.add(ByteBuffer.wrap(delegation.pubkey()))) {
                throw badDelegation("Chain of delegations contains at least one cycle: the public key "
                        + HexFormat.of().formatHex(delegation.pubkey()) + " appears twice.");
            }
        }
    }

    private static void checkSignature(Envelope envelope, SignatureVerifier signatures) {
        byte[] message = DomainSeparator.REQUEST.prepend(envelope.content().requestId());
        byte[] key = envelope.signingKey().orElseThrow();
        boolean ok;
        try {
            ok = signatures.verify(key, message, envelope.senderSig());
        } catch (ProtocolException e) {
            throw new EnvelopeException(Kind.SIGNATURE, "Invalid signature: " + e.getMessage(), e);
        }
        if (!ok) {
            throw new EnvelopeException(
                    Kind.SIGNATURE,
                    "Invalid signature: It is not the signature of the public key "
                            + HexFormat.of().formatHex(key) + " over this request.");
        }
    }

    private static boolean isSigned(byte[] key, byte[] message, byte[] signature, SignatureVerifier signatures) {
        try {
            return signatures.verify(key, message, signature);
        } catch (ProtocolException e) {
            throw new EnvelopeException(Kind.DELEGATION, "Invalid delegation: " + e.getMessage(), e);
        }
    }

    private static void checkTarget(Envelope envelope) {
        RequestContent content = envelope.content();
        if (content.canisterId() != null && !DelegationTargets.of(envelope).allows(content.canisterId())) {
            throw new EnvelopeException(
                    Kind.TARGET, "Canister '" + content.canisterId() + "' is not one of the delegation targets.");
        }
    }

    private static EnvelopeException badDelegation(String why) {
        return new EnvelopeException(Kind.DELEGATION, "Invalid delegation: " + why);
    }

    private static String instant(long nanos) {
        return nanos < 0
                ? Long.toUnsignedString(nanos) + " ns"
                : Instant.EPOCH.plusNanos(nanos).toString();
    }
}
