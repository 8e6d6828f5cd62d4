package org.icws.protocol.crypto;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.icws.protocol.ProtocolException;

/**
 * The Internet Computer's own kinds of public keys: bytes of another format in a DER SubjectPublicKeyInfo that says which
 * one. Source: IC interface specification, "Web Authentication" and "Canister signatures".
 */
public enum DerWrappedKey {
    /** A COSE key, of WebAuthn. */
    COSE("1.3.6.1.4.1.56387.1.1"),
    /** A canister's id and a seed. */
    CANISTER_SIGNATURE("1.3.6.1.4.1.56387.1.2");

    private final ASN1ObjectIdentifier algorithm;

    DerWrappedKey(String oid) {
        this.algorithm = new ASN1ObjectIdentifier(oid);
    }

    /**
     * The bytes within, if the key is of this kind.
     *
     * @throws ProtocolException when it says that it is of this kind, but is not the one DER form of what it says
     */
    public Optional<byte[]> unwrap(byte[] der) {
        try {
            // The reader refuses bytes that follow.
            SubjectPublicKeyInfo info = SubjectPublicKeyInfo.getInstance(ASN1Primitive.fromByteArray(der));
            if (info == null || !info.getAlgorithm().getAlgorithm().equals(algorithm)) {
                return Optional.empty();
            }
            byte[] raw = info.getPublicKeyData().getOctets();
            if (!Arrays.equals(wrap(raw), der)) {
                throw new ProtocolException("The public key with the algorithm " + algorithm + " is not in DER.");
            }
            return Optional.of(raw);
        } catch (IOException | IllegalArgumentException | IllegalStateException e) {
            return Optional.empty();
        }
    }

    /** The DER form of a key of this kind. */
    public byte[] wrap(byte[] raw) {
        try {
            return new SubjectPublicKeyInfo(new AlgorithmIdentifier(algorithm), raw).getEncoded(ASN1Encoding.DER);
        } catch (IOException e) {
            throw new ProtocolException("The public key cannot be encoded.", e);
        }
    }
}
