package org.icws.protocol.crypto;

import org.icws.protocol.ProtocolException;

/** Decides whether a signature is that of a public key. Implementations are thread-safe. */
@FunctionalInterface
public interface SignatureVerifier {

    /**
     * Whether the signature is this key's over the message. A malformed signature is a wrong one.
     *
     * @param derPublicKey SubjectPublicKeyInfo in DER
     * @param message what was signed, domain separator included
     * @param signature in the form of the key's scheme
     * @throws ProtocolException when the key is of an unknown kind or malformed, or the signature lacks what its scheme
     *     demands; the message says which
     */
    boolean verify(byte[] derPublicKey, byte[] message, byte[] signature);
}
