package org.icws.protocol.certificate;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Optional;
import org.icws.protocol.ProtocolException;
import org.icws.protocol.cbor.Cbor;
import org.icws.protocol.crypto.CanisterSignatureKey;
import org.icws.protocol.crypto.PublicKeys;
import org.icws.protocol.crypto.SignatureVerifier;
import org.icws.protocol.hash.Sha256;

/**
 * Verifies all kinds of signatures a network's users can make, those of its canisters included. Thread-safe.
 *
 * <p>A canister signs by certifying a tree in which {@code /sig/<hash of the seed>/<hash of the message>} is an empty leaf.
 * The certificate may be of any age: the time of what is signed is in what is signed. Source: IC interface specification,
 * "Canister signatures".
 */
public final class NetworkSignatures implements SignatureVerifier {
    private static final byte[] SIG = "sig".getBytes(UTF_8);

    private final CertificateVerifier certificates;

    /** @param certificates knows the network's root key */
    public NetworkSignatures(CertificateVerifier certificates) {
        this.certificates = certificates;
    }

    @Override
    public boolean verify(byte[] derPublicKey, byte[] message, byte[] signature) {
        Optional<CanisterSignatureKey> key = CanisterSignatureKey.decode(derPublicKey);
        if (key.isEmpty()) {
            return PublicKeys.verify(derPublicKey, message, signature);
        }
        JsonNode map = Cbor.read(signature);
        HashTree tree = HashTree.decode(Cbor.field(map, "tree"));
        requireCertified(Certificate.decode(Cbor.bytes(map, "certificate")), key.get(), tree);
        LookupResult leaf = tree.lookup(SIG, Sha256.of(key.get().seed()), Sha256.of(message));
        if (!leaf.isFound() || leaf.value().length != 0) {
            throw new ProtocolException("The canister " + key.get().canister() + " has not signed this message.");
        }
        return true;
    }

    private void requireCertified(Certificate certificate, CanisterSignatureKey key, HashTree tree) {
        certificates.verifySignature(certificate, key.canister());
        LookupResult data = certificate
                .tree()
                .lookup("canister".getBytes(UTF_8), key.canister().getValue(), "certified_data".getBytes(UTF_8));
        if (!data.isFound() || !Arrays.equals(data.value(), tree.digest())) {
            throw new ProtocolException(
                    "The certificate is not about the tree of signatures of the canister " + key.canister() + ".");
        }
    }
}
