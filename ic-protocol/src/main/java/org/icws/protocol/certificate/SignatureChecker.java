package org.icws.protocol.certificate;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.icws.protocol.ProtocolException;
import org.icws.protocol.crypto.BlsKey;
import org.icws.protocol.hash.Sha256;
import org.icws.protocol.request.DomainSeparator;

/** Verifies the signatures of certificates and remembers the right ones, and the keys it has decoded. Thread-safe. */
final class SignatureChecker {

    private static final int KEYS_REMEMBERED = 64;

    private final SecureRandom random = new SecureRandom();
    private final BoundedCache<Boolean> verified;
    private final Map<ByteBuffer, CompletableFuture<Boolean>> underWay = new ConcurrentHashMap<>();
    private final BoundedCache<BlsKey> keys = new BoundedCache<>(KEYS_REMEMBERED);

    SignatureChecker(int capacity) {
        this.verified = new BoundedCache<>(capacity);
    }

    /** Whether the certificate's signature is the key's over its tree. An unusable key has signed nothing. */
    boolean check(Certificate certificate, byte[] derKey) {
        Optional<Claim> claim = claim(certificate, derKey);
        if (claim.isEmpty()) {
            return false;
        }
        if (verified.get(claim.get().triple).isPresent()) {
            return true;
        }
        return verifyOnce(derKey, claim.get(), certificate.signature());
    }

    /** The replies of one round arrive together and share a signature: one thread verifies it, the others wait for that. */
    private boolean verifyOnce(byte[] derKey, Claim claim, byte[] signature) {
        CompletableFuture<Boolean> mine = new CompletableFuture<>();
        ByteBuffer id = ByteBuffer.wrap(claim.triple);
        CompletableFuture<Boolean> others = underWay.putIfAbsent(id, mine);
        if (others != null) {
            return others.join();
        }
        boolean ok = false;
        try {
            ok = verify(derKey, claim.message, signature);
            if (ok) {
                verified.put(claim.triple, true);
            }
            return ok;
        } finally {
            // Remembered first, so that whoever comes now finds it there.
            underWay.remove(id);
            mine.complete(ok);
        }
    }

    /** Checks all at once and remembers them if all are right; otherwise nothing is learnt. */
    void checkTogether(List<Certificate> certificates, byte[] derKey) {
        List<byte[]> triples = new ArrayList<>();
        List<byte[]> messages = new ArrayList<>();
        List<byte[]> signatures = new ArrayList<>();
        for (Certificate certificate : certificates) {
            claim(certificate, derKey)
                    .filter(claim -> verified.get(claim.triple).isEmpty())
                    .ifPresent(claim -> {
                        triples.add(claim.triple);
                        messages.add(claim.message);
                        signatures.add(certificate.signature());
                    });
        }
        // A single one costs the same alone, and then says whether it is right.
        if (triples.size() > 1 && verifyAll(derKey, messages, signatures)) {
            triples.forEach(triple -> verified.put(triple, true));
        }
    }

    /** What a signature is said to be over. */
    private record Claim(byte[] message, byte[] triple) {}

    private static Optional<Claim> claim(Certificate certificate, byte[] derKey) {
        byte[] signature = certificate.signature();
        if (signature.length != BlsKey.SIGNATURE_BYTES) {
            return Optional.empty();
        }
        byte[] root = certificate.tree().digest();
        // All three parts have fixed lengths, so no other triple gives the same concatenation.
        byte[] triple = Sha256.of(root, signature, BlsKey.requireDer(derKey));
        return Optional.of(new Claim(DomainSeparator.STATE_ROOT.prepend(root), triple));
    }

    private boolean verifyAll(byte[] derKey, List<byte[]> messages, List<byte[]> signatures) {
        try {
            return key(derKey).verifyAll(messages, signatures, random);
        } catch (ProtocolException e) {
            return false;
        }
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
