package org.icws.testbench.client;

import java.time.Duration;
import org.ic4j.types.Principal;
import org.icws.gateway.protocol.v1.CanisterFrame;
import org.icws.gateway.protocol.v1.ClientKey;
import org.icws.gateway.protocol.v1.V1Exception;
import org.icws.gateway.protocol.v1.WebsocketMessage;
import org.icws.protocol.certificate.CertificateVerifier;

/**
 * Decides whether a frame is a message that the canister certified, for this client, as the next one. The gateway is not
 * believed in anything. Stricter than the JavaScript SDK, which does not look whom a message is for. Not thread-safe.
 */
final class FrameVerifier {

    private final ContentProof proof;
    private final ClientKey clientKey;
    private long lastSequenceNumber;

    /** @param maxAge how old a certificate may be */
    FrameVerifier(CertificateVerifier certificates, Principal canister, ClientKey clientKey, Duration maxAge) {
        this.proof = new ContentProof(certificates, canister, maxAge);
        this.clientKey = clientKey;
    }

    /** The sequence number of the newest message that passed; 0 = none yet. */
    long lastSequenceNumber() {
        return lastSequenceNumber;
    }

    /**
     * Checks a frame; the next one must then carry the next sequence number.
     *
     * @param nowNanos nanoseconds since the epoch
     * @throws VerificationException naming the first check that failed
     */
    WebsocketMessage verify(byte[] bytes, long nowNanos) {
        CanisterFrame frame = frame(bytes);
        proof.check(frame.cert(), frame.tree(), frame.key(), frame.content(), nowNanos);
        WebsocketMessage message = message(frame.content());
        checkClientKey(message);
        checkSequenceNumber(message);
        lastSequenceNumber++;
        return message;
    }

    private static CanisterFrame frame(byte[] bytes) {
        try {
            return CanisterFrame.decode(bytes);
        } catch (V1Exception e) {
            throw new VerificationException(VerificationStep.FRAME, e.getMessage(), e);
        }
    }

    /** Certified, so only a canister that speaks another protocol gets here. */
    private static WebsocketMessage message(byte[] content) {
        try {
            return WebsocketMessage.decode(content);
        } catch (V1Exception e) {
            throw new VerificationException(VerificationStep.FRAME, e.getMessage(), e);
        }
    }

    private void checkClientKey(WebsocketMessage message) {
        if (!message.clientKey().equals(clientKey)) {
            throw new VerificationException(
                    VerificationStep.CLIENT_KEY,
                    "the message is for " + message.clientKey() + ", not " + clientKey + ".");
        }
    }

    private void checkSequenceNumber(WebsocketMessage message) {
        if (message.sequenceNumber() != lastSequenceNumber + 1) {
            throw new VerificationException(
                    VerificationStep.SEQUENCE_NUMBER,
                    "expected " + (lastSequenceNumber + 1) + " but got "
                            + Long.toUnsignedString(message.sequenceNumber()) + ".");
        }
    }
}
