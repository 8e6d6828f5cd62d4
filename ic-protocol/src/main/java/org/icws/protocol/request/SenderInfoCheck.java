package org.icws.protocol.request;

import org.ic4j.types.Principal;
import org.icws.protocol.ProtocolException;
import org.icws.protocol.crypto.CanisterSignatureKey;
import org.icws.protocol.crypto.SignatureVerifier;
import org.icws.protocol.request.EnvelopeException.Kind;

/** Whether a canister has really said what a request says about its sender. Stateless. */
final class SenderInfoCheck {

    private SenderInfoCheck() {}

    /** @throws EnvelopeException of kind {@code SENDER_INFO} */
    static void requireNone(RequestContent content) {
        if (content.senderInfo() != null) {
            throw refused("The anonymous user has none.", null);
        }
    }

    /** @throws EnvelopeException of kind {@code SENDER_INFO} */
    static void check(Envelope envelope, SignatureVerifier signatures) {
        SenderInfo info = envelope.content().senderInfo();
        if (info == null) {
            return;
        }
        Principal owner;
        boolean signed;
        try {
            owner = CanisterSignatureKey.decode(envelope.senderPubkey())
                    .orElseThrow(() -> refused("The sender's key is not one of canister signatures.", null))
                    .canister();
            signed = signatures.verify(
                    envelope.senderPubkey(), DomainSeparator.SENDER_INFO.prepend(info.info()), info.sig());
        } catch (EnvelopeException e) {
            throw e;
        } catch (ProtocolException e) {
            throw refused(e.getMessage(), e);
        }
        if (!owner.equals(info.signer())) {
            throw refused(
                    "signer " + info.signer() + " does not match canister ID " + owner + " in sender_pubkey", null);
        }
        if (!signed) {
            throw refused("signature verification failed", null);
        }
    }

    private static EnvelopeException refused(String why, ProtocolException cause) {
        return new EnvelopeException(Kind.SENDER_INFO, "Invalid sender info: " + why, cause);
    }
}
