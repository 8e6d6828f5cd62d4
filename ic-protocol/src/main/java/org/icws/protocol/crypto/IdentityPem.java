package org.icws.protocol.crypto;

import java.io.IOException;
import java.io.StringReader;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Object;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;
import org.ic4j.agent.identity.Identity;
import org.icws.protocol.ProtocolException;

/**
 * Identities in the PEM forms of the Internet Computer's tools: Ed25519 as PKCS#8 with and without the public half (RFC 8410
 * and 5958, and the form of the ring library, which dfx writes), secp256k1 and P-256 as SEC1 (dfx) and PKCS#8 (icp-cli).
 * Stateless.
 */
public final class IdentityPem {

    /** Which tool is to read it. */
    public enum Format {
        /** PKCS#8 without the public half: icp-cli, OpenSSL, the JDK. */
        PKCS8,
        /** As dfx writes it: Ed25519 with the public half in PKCS#8, the curves in SEC1. */
        DFX
    }

    private static final byte[] V1 = hex("302e020100300506032b657004220420");
    private static final byte[] V2 = hex("3053020101300506032b657004220420");
    private static final byte[] V2_SHORT = hex("3051020101300506032b657004220420");
    private static final byte[] RING_PUBLIC = hex("a123032100");
    private static final byte[] RFC_PUBLIC = hex("812100");
    private static final int HALF = 32;

    private static final String PKCS8 = "PRIVATE KEY";
    private static final String SEC1 = "EC PRIVATE KEY";
    private static final String CURVE = "EC PARAMETERS";

    private IdentityPem() {}

    /**
     * Reads an identity: the first private key; certificates and the like beside it are skipped.
     *
     * @return an {@link Ed25519Identity} or an {@link EcdsaIdentity}
     * @throws ProtocolException if it is none, or protected by a password; the message says what it is
     */
    public static Identity decode(String pem) {
        ASN1ObjectIdentifier curve = null;
        String other = null;
        try (PemReader reader = new PemReader(new StringReader(pem))) {
            for (PemObject part = reader.readPemObject(); part != null; part = reader.readPemObject()) {
                switch (part.getType()) {
                    case CURVE -> curve = ASN1ObjectIdentifier.getInstance(part.getContent());
                    case PKCS8 -> {
                        return pkcs8(part.getContent());
                    }
                    case SEC1 -> {
                        requirePlain(part);
                        return sec1(ECPrivateKey.getInstance(part.getContent()), curve);
                    }
                    case "ENCRYPTED PRIVATE KEY" -> throw encrypted();
                    // Such as a certificate; the key may come after it.
                    default -> other = other == null ? part.getType() : other;
                }
            }
        } catch (ProtocolException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // What a parser of ASN.1 throws for nonsense is of many kinds.
            throw new ProtocolException("The private key is not readable: " + e.getMessage(), e);
        }
        if (other != null) {
            throw new ProtocolException("It holds a " + other + ", not a private key of Ed25519, secp256k1 or P-256.");
        }
        throw new ProtocolException("There is no private key in it (-----BEGIN PRIVATE KEY-----).");
    }

    private static void requirePlain(PemObject part) {
        if (!part.getHeaders().isEmpty()) {
            throw encrypted();
        }
    }

    private static ProtocolException encrypted() {
        return new ProtocolException(
                "The private key is protected by a password; export it without one (dfx identity export) first.");
    }

    private static Identity pkcs8(byte[] der) throws IOException {
        if (startsWith(der, V1) && der.length == V1.length + HALF) {
            return seed(der, V1.length);
        }
        if (startsWith(der, V2)) {
            return withPublic(der, RING_PUBLIC);
        }
        if (startsWith(der, V2_SHORT)) {
            return withPublic(der, RFC_PUBLIC);
        }
        PrivateKeyInfo info = PrivateKeyInfo.getInstance(der);
        ASN1ObjectIdentifier algorithm = info.getPrivateKeyAlgorithm().getAlgorithm();
        if (!algorithm.equals(X9ObjectIdentifiers.id_ecPublicKey)) {
            throw new ProtocolException("A private key of the kind " + algorithm
                    + " is no identity; Ed25519, secp256k1 and P-256 keys are.");
        }
        ASN1Encodable curve = info.getPrivateKeyAlgorithm().getParameters();
        return sec1(ECPrivateKey.getInstance(info.parsePrivateKey()), ASN1ObjectIdentifier.getInstance(curve));
    }

    private static Identity withPublic(byte[] der, byte[] before) {
        int at = V2.length + HALF;
        boolean shaped = der.length == at + before.length + HALF
                && Arrays.equals(der, at, at + before.length, before, 0, before.length);
        if (!shaped) {
            throw new ProtocolException("The Ed25519 key is not in a known PKCS#8 form.");
        }
        Ed25519Identity identity = seed(der, V2.length);
        byte[] named = Arrays.copyOfRange(der, at + before.length, der.length);
        if (!Arrays.equals(named, publicHalf(identity))) {
            throw new ProtocolException("The public half of the key does not belong to its private half.");
        }
        return identity;
    }

    private static Ed25519Identity seed(byte[] der, int from) {
        return Ed25519Identity.fromSeed(Arrays.copyOfRange(der, from, from + HALF));
    }

    private static byte[] publicHalf(Ed25519Identity identity) {
        byte[] der = identity.publicKeyDer();
        return Arrays.copyOfRange(der, der.length - HALF, der.length);
    }

    private static EcdsaIdentity sec1(ECPrivateKey key, ASN1ObjectIdentifier outside) {
        ASN1Object inside = key.getParametersObject();
        ASN1ObjectIdentifier id = inside instanceof ASN1ObjectIdentifier named ? named : outside;
        BigInteger secret = key.getKey();
        if (SECObjectIdentifiers.secp256k1.equals(id)) {
            return EcdsaIdentity.of(EcdsaIdentity.Curve.SECP256K1, secret);
        }
        if (SECObjectIdentifiers.secp256r1.equals(id)) {
            return EcdsaIdentity.of(EcdsaIdentity.Curve.P256, secret);
        }
        throw new ProtocolException("The private key is not on the curve secp256k1 or P-256.");
    }

    /**
     * Writes an identity: keep the text secret.
     *
     * @param identity an {@link Ed25519Identity} or an {@link EcdsaIdentity}
     * @throws ProtocolException for any other
     */
    public static String encode(Identity identity, Format format) {
        if (identity instanceof Ed25519Identity key) {
            byte[] der = format == Format.PKCS8
                    ? concat(V1, key.seed())
                    : concat(V2, key.seed(), RING_PUBLIC, publicHalf(key));
            return PemFiles.write(PKCS8, der);
        }
        if (identity instanceof EcdsaIdentity key) {
            try {
                return encode(key, format);
            } catch (IOException e) {
                throw new ProtocolException("The key cannot be written", e);
            }
        }
        throw new ProtocolException("Only Ed25519, secp256k1 and P-256 identities can be written.");
    }

    private static String encode(EcdsaIdentity identity, Format format) throws IOException {
        ASN1ObjectIdentifier curve = identity.curve() == EcdsaIdentity.Curve.SECP256K1
                ? SECObjectIdentifiers.secp256k1
                : SECObjectIdentifiers.secp256r1;
        ECPrivateKey key = new ECPrivateKey(
                HALF * 8, new BigInteger(1, identity.secret()), new DERBitString(identity.point()), curve);
        if (format == Format.DFX) {
            return PemFiles.write(CURVE, curve.getEncoded()) + PemFiles.write(SEC1, key.getEncoded());
        }
        AlgorithmIdentifier algorithm = new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, curve);
        return PemFiles.write(PKCS8, new PrivateKeyInfo(algorithm, key).getEncoded());
    }

    private static boolean startsWith(byte[] der, byte[] prefix) {
        return der.length >= prefix.length && Arrays.equals(der, 0, prefix.length, prefix, 0, prefix.length);
    }

    private static byte[] concat(byte[]... parts) {
        java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }
}
