package org.icws.testbench.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.ic4j.types.Principal;
import org.icws.gateway.protocol.poc.PocMessage;
import org.icws.gateway.protocol.v1.V1Exception;
import org.icws.protocol.ProtocolException;
import org.icws.protocol.cbor.Cbor;
import org.icws.protocol.certificate.CertificateVerifier;

/**
 * Decides whether a frame of the proof of concept's protocol is a message that the canister certified, for this client, as
 * the next one. Stricter than the original client, which neither looks whom a message is for nor stops at the first that
 * fails. Not thread-safe.
 */
final class PocFrameVerifier {

    private final ContentProof proof;
    private final long clientId;
    private long expected;

    PocFrameVerifier(CertificateVerifier certificates, Principal canister, long clientId, Duration maxAge) {
        this.proof = new ContentProof(certificates, canister, maxAge);
        this.clientId = clientId;
    }

    /**
     * Checks a frame; the next one must then carry the next sequence number, the first one has 0.
     *
     * @throws VerificationException naming the first check that failed
     */
    PocMessage verify(byte[] bytes, long nowNanos) {
        try {
            JsonNode frame = Cbor.read(bytes);
            byte[] val = Cbor.bytes(frame, "val");
            proof.check(Cbor.bytes(frame, "cert"), Cbor.bytes(frame, "tree"), Cbor.text(frame, "key"), val, nowNanos);
            PocMessage message = PocMessage.decode(val);
            checkOrder(message);
            expected++;
            return message;
        } catch (VerificationException e) {
            throw e;
        } catch (ProtocolException | V1Exception e) {
            throw new VerificationException(VerificationStep.FRAME, e.getMessage(), e);
        }
    }

    private void checkOrder(PocMessage message) {
        if (message.clientId() != clientId) {
            throw new VerificationException(
                    VerificationStep.CLIENT_KEY,
                    "the message is for client " + Long.toUnsignedString(message.clientId()) + ", not "
                            + Long.toUnsignedString(clientId) + ".");
        }
        if (message.sequenceNumber() != expected) {
            throw new VerificationException(
                    VerificationStep.SEQUENCE_NUMBER,
                    "expected " + expected + " but got " + Long.toUnsignedString(message.sequenceNumber()) + ".");
        }
    }
}
