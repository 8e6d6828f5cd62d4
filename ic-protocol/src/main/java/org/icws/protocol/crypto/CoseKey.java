package org.icws.protocol.crypto;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import java.io.IOException;
import java.math.BigInteger;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.signers.RSADigestSigner;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.icws.protocol.ProtocolException;

/**
 * A public key as authenticators give it: ES256, EdDSA on Ed25519, or RS256. Source: RFC 9053, sections 2 and 7; the sizes
 * of RSA keys are those the public network takes.
 */
final class CoseKey {
    private static final String KEY_TYPE = "1";
    private static final String ALGORITHM = "3";
    private static final String CURVE = "-1";
    private static final String X = "-2";
    private static final String Y = "-3";
    private static final String MODULUS = "-1";
    private static final String EXPONENT = "-2";

    private static final int OKP = 1;
    private static final int EC2 = 2;
    private static final int RSA = 3;
    private static final int ES256 = -7;
    private static final int EDDSA = -8;
    private static final int RS256 = -257;
    private static final int CURVE_P256 = 1;
    private static final int CURVE_ED25519 = 6;

    private static final int COORDINATE_BYTES = 32;
    private static final int MIN_RSA_BITS = 2048;
    private static final int MAX_RSA_BITS = 8192;

    private static final CBORMapper MAPPER = new CBORMapper(CBORFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build());

    private final JsonNode map;

    /** @throws ProtocolException when it is not a map in CBOR */
    CoseKey(byte[] cbor) {
        try (JsonParser parser = MAPPER.createParser(cbor)) {
            map = MAPPER.readTree(parser);
            if (map == null || !map.isObject() || parser.nextToken() != null) {
                throw new ProtocolException("The COSE key is not one CBOR map.");
            }
        } catch (IOException e) {
            throw new ProtocolException("The COSE key is not readable as CBOR.", e);
        }
    }

    /**
     * Whether the signature, in WebAuthn's form, is this key's.
     *
     * @throws ProtocolException when the key is not of a kind that is supported
     */
    boolean verify(byte[] message, byte[] signature) {
        int type = integer(KEY_TYPE);
        int algorithm = integer(ALGORITHM);
        if (type == EC2 && algorithm == ES256 && integer(CURVE) == CURVE_P256) {
            return verifyEs256(message, signature);
        }
        if (type == OKP && algorithm == EDDSA && integer(CURVE) == CURVE_ED25519) {
            byte[] key = DerPrefix.ED25519.prepend(coordinate(X));
            return PublicKeys.verify(key, message, signature);
        }
        if (type == RSA && algorithm == RS256) {
            return verifyRs256(message, signature);
        }
        throw new ProtocolException("A COSE key of the type " + type + " with the algorithm " + algorithm
                + " is not supported: it has to be ES256 on P-256, EdDSA on Ed25519, or RS256.");
    }

    private boolean verifyEs256(byte[] message, byte[] signature) {
        BigInteger[] parts;
        try {
            parts = StandardDSAEncoding.INSTANCE.decode(PublicKeys.P256_ORDER, signature);
        } catch (IOException | RuntimeException e) {
            // The library throws whatever comes of bytes that are not what it expects.
            return false;
        }
        byte[] point = new byte[1 + 2 * COORDINATE_BYTES];
        point[0] = PublicKeys.UNCOMPRESSED;
        System.arraycopy(coordinate(X), 0, point, 1, COORDINATE_BYTES);
        System.arraycopy(coordinate(Y), 0, point, 1 + COORDINATE_BYTES, COORDINATE_BYTES);
        return PublicKeys.verifyP256(point, message, parts[0], parts[1]);
    }

    private boolean verifyRs256(byte[] message, byte[] signature) {
        BigInteger modulus = new BigInteger(1, bytes(MODULUS));
        if (modulus.bitLength() < MIN_RSA_BITS || modulus.bitLength() > MAX_RSA_BITS) {
            throw new ProtocolException("The RSA key has " + modulus.bitLength() + " bits, which is not between "
                    + MIN_RSA_BITS + " and " + MAX_RSA_BITS + ".");
        }
        RSADigestSigner verifier = new RSADigestSigner(new SHA256Digest());
        try {
            verifier.init(false, new RSAKeyParameters(false, modulus, new BigInteger(1, bytes(EXPONENT))));
        } catch (IllegalArgumentException e) {
            throw new ProtocolException("The RSA key is not usable: " + e.getMessage(), e);
        }
        verifier.update(message, 0, message.length);
        return verifier.verifySignature(signature);
    }

    private int integer(String field) {
        JsonNode node = map.get(field);
        if (node == null || !node.isInt()) {
            throw new ProtocolException("The COSE key lacks its parameter " + field + ", a number.");
        }
        return node.intValue();
    }

    private byte[] bytes(String field) {
        JsonNode node = map.get(field);
        if (node == null || !node.isBinary()) {
            throw new ProtocolException("The COSE key lacks its parameter " + field + ", a byte string.");
        }
        try {
            return node.binaryValue();
        } catch (IOException e) {
            throw new ProtocolException("The COSE key's parameter " + field + " is not readable.", e);
        }
    }

    private byte[] coordinate(String field) {
        byte[] value = bytes(field);
        if (value.length != COORDINATE_BYTES) {
            throw new ProtocolException("The COSE key's parameter " + field + " has " + value.length + " bytes, not "
                    + COORDINATE_BYTES + ".");
        }
        return value;
    }
}
