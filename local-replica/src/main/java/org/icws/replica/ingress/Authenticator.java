package org.icws.replica.ingress;

import java.util.HexFormat;
import java.util.function.LongSupplier;
import org.ic4j.types.Principal;
import org.icws.protocol.crypto.SignatureVerifier;
import org.icws.protocol.principal.Principals;
import org.icws.protocol.request.Envelope;
import org.icws.protocol.request.EnvelopeException;
import org.icws.protocol.request.EnvelopeVerifier;
import org.icws.protocol.request.RequestContent;

/** Decides which requests are let in, with the checks in the order and the words of the public network. Thread-safe. */
public final class Authenticator {
    private static final int BAD_REQUEST = 400;
    private static final int TOO_LARGE = 413;
    private static final int MAX_CALL_BYTES = 2 * 1024 * 1024;

    private final LongSupplier clock;
    private final SignatureVerifier signatures;

    /**
     * @param clock nanoseconds since the epoch; expiry is measured against it
     * @param signatures verifies those of users, also of users for whom canisters of this network sign
     */
    public Authenticator(LongSupplier clock, SignatureVerifier signatures) {
        this.clock = clock;
        this.signatures = signatures;
    }

    /**
     * Decodes and checks a request.
     *
     * @param body CBOR as it came
     * @param expected what the endpoint is for
     * @param effectiveCanister the canister in the URL; null for a subnet's endpoint
     * @throws RequestRefusedException the first thing that is wrong with it
     */
    public Envelope authenticate(byte[] body, RequestContent.Type expected, Principal effectiveCanister) {
        try {
            Envelope envelope = Envelope.decode(body);
            requireType(envelope.content(), expected);
            requireCanister(envelope.content(), effectiveCanister);
            requireSize(envelope.content(), body.length);
            EnvelopeVerifier.verify(envelope, clock.getAsLong(), signatures);
            return envelope;
        } catch (EnvelopeException e) {
            throw new RequestRefusedException(BAD_REQUEST, e.getMessage());
        }
    }

    private static void requireType(RequestContent content, RequestContent.Type expected) {
        if (content.type() != expected) {
            throw new RequestRefusedException(
                    BAD_REQUEST,
                    "Malformed request: this endpoint takes requests of the type '" + expected.wireName() + "', not '"
                            + content.type().wireName() + "'");
        }
    }

    private static void requireCanister(RequestContent content, Principal effectiveCanister) {
        Principal target = content.canisterId();
        if (target == null || target.equals(Principals.MANAGEMENT)) {
            return;
        }
        if (effectiveCanister == null) {
            throw new RequestRefusedException(
                    BAD_REQUEST,
                    "Specified CanisterId " + target + " cannot be reached through the endpoint of a subnet, only the"
                            + " management canister can");
        }
        if (!target.equals(effectiveCanister)) {
            throw new RequestRefusedException(
                    BAD_REQUEST,
                    "Specified CanisterId " + target + " does not match effective canister id in URL "
                            + effectiveCanister);
        }
    }

    private static void requireSize(RequestContent content, int bytes) {
        if (content.type() == RequestContent.Type.CALL && bytes > MAX_CALL_BYTES) {
            throw new RequestRefusedException(
                    TOO_LARGE,
                    "Request 0x" + HexFormat.of().formatHex(content.requestId())
                            + " is too large. Message byte size " + bytes + " is larger than the max allowed "
                            + MAX_CALL_BYTES + ".");
        }
    }
}
