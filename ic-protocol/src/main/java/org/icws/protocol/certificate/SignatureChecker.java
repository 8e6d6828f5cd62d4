package org.icws.protocol.certificate;

import org.icws.protocol.ProtocolException;
import org.icws.protocol.crypto.BlsKey;
import org.icws.protocol.hash.Sha256;
import org.icws.protocol.request.DomainSeparator;

/** Verifies the signatures of certificates and remembers the right ones, and the keys it has decoded. Thread-safe. */
final class SignatureChecker {

    private static final int KEYS_REMEMBERED = 64;

    private final BoundedCache<Boolean> verified;
    private final BoundedCache<BlsKey> keys = new BoundedCache<>(KEYS_REMEMBERED);

    SignatureChecker(int capacity) {
        this.verified = new BoundedCache<>(capacity);
    }

    /** Whether the certificate's signature is the key's over its tree. An unusable key has signed nothing. */
    boolean check(Certificate certificate, byte[] derKey) {
        byte[] signature = certificate.signature();
        if (signature.length != BlsKey.SIGNATURE_BYTES) {
            return false;
        }
        byte[] root = certificate.tree().digest();
        // All three parts have fixed lengths, so no other triple gives the same concatenation.
        byte[] triple = Sha256.of(root, signature, BlsKey.requireDer(derKey));
        if (verified.get(triple).isPresent()) {
            return true;
        }
        boolean ok = verify(derKey, DomainSeparator.STATE_ROOT.prepend(root), signature);
        if (ok) {
            verified.put(triple, true);
        }
        return ok;
    }

    private boolean verify(byte[] derKey, byte[] message, byte[] signature) {
        try {
            return key(derKey).verify(message, signature);
        } catch (ProtocolException e) {
            return false;
        }
    }

    private BlsKey key(byte[] der) {
        byte[] digest = Sha256.of(der);
        return keys.get(digest).orElseGet(() -> {
            BlsKey key = BlsKey.fromDer(der);
            keys.put(digest, key);
            return key;
        });
    }
}
