package org.icws.protocol.crypto;

import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import org.icws.protocol.cbor.Cbor;
import org.icws.protocol.hash.Sha256;

/** A security key as WebAuthn has them, made of the platform's own cryptography. */
final class Authenticator {
    enum Algorithm {
        ES256(-7, "SHA256withECDSA"),
        RS256(-257, "SHA256withRSA"),
        EDDSA(-8, "Ed25519");

        final int cose;
        final String platform;

        Algorithm(int cose, String platform) {
            this.cose = cose;
            this.platform = platform;
        }
    }

    final Algorithm algorithm;
    final KeyPair pair;
    byte[] authenticatorData = new byte[37];
    String type = "webauthn.get";
    String origin = "https://identity.example";

    Authenticator(Algorithm algorithm) {
        this(algorithm, 2048);
    }

    Authenticator(Algorithm algorithm, int rsaBits) {
        this.algorithm = algorithm;
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(
                    switch (algorithm) {
                        case ES256 -> "EC";
                        case RS256 -> "RSA";
                        case EDDSA -> "Ed25519";
                    });
            if (algorithm == Algorithm.ES256) {
                generator.initialize(new ECGenParameterSpec("secp256r1"));
            } else if (algorithm == Algorithm.RS256) {
                generator.initialize(rsaBits);
            }
            pair = generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** What is put into a COSE map. */
    interface Fields {
        void write(CBORGenerator generator) throws IOException;
    }

    static byte[] cose(int size, Fields fields) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (CBORGenerator generator = new CBORFactory().createGenerator(out)) {
            generator.writeStartObject(null, size);
            fields.write(generator);
            generator.writeEndObject();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toByteArray();
    }

    static void number(CBORGenerator generator, long key, int value) throws IOException {
        generator.writeFieldId(key);
        generator.writeNumber(value);
    }

    static void bytes(CBORGenerator generator, long key, byte[] value) throws IOException {
        generator.writeFieldId(key);
        generator.writeBinary(value);
    }

    byte[] publicKeyDer() {
        return DerWrappedKey.COSE.wrap(
                switch (algorithm) {
                    case ES256 -> p256((ECPublicKey) pair.getPublic());
                    case RS256 -> rsa((RSAPublicKey) pair.getPublic());
                    case EDDSA -> ed25519((EdECPublicKey) pair.getPublic());
                });
    }

    private static byte[] p256(ECPublicKey key) {
        return cose(5, generator -> {
            number(generator, 1, 2);
            number(generator, 3, -7);
            number(generator, -1, 1);
            bytes(generator, -2, unsigned(key.getW().getAffineX()));
            bytes(generator, -3, unsigned(key.getW().getAffineY()));
        });
    }

    private static byte[] rsa(RSAPublicKey key) {
        return cose(4, generator -> {
            number(generator, 1, 3);
            number(generator, 3, -257);
            bytes(generator, -1, strip(key.getModulus()));
            bytes(generator, -2, strip(key.getPublicExponent()));
        });
    }

    private static byte[] ed25519(EdECPublicKey key) {
        byte[] der = key.getEncoded();
        return cose(4, generator -> {
            number(generator, 1, 1);
            number(generator, 3, -8);
            number(generator, -1, 6);
            bytes(generator, -2, Arrays.copyOfRange(der, der.length - 32, der.length));
        });
    }

    private static byte[] strip(BigInteger value) {
        byte[] bytes = value.toByteArray();
        return bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
    }

    private static byte[] unsigned(BigInteger value) {
        byte[] stripped = strip(value);
        byte[] whole = new byte[32];
        System.arraycopy(stripped, 0, whole, 32 - stripped.length, stripped.length);
        return whole;
    }

    String clientData(byte[] challenge) {
        return "{\"type\":\"" + type + "\",\"challenge\":\""
                + Base64.getUrlEncoder().withoutPadding().encodeToString(challenge) + "\",\"origin\":\"" + origin
                + "\",\"crossOrigin\":false}";
    }

    byte[] sign(byte[] message) {
        String clientData = clientData(message);
        return assertion(authenticatorData, clientData, signRaw(authenticatorData, clientData));
    }

    byte[] signRaw(byte[] data, String clientData) {
        try {
            Signature signature = Signature.getInstance(algorithm.platform);
            signature.initSign(pair.getPrivate());
            signature.update(data);
            signature.update(Sha256.of(clientData.getBytes(StandardCharsets.UTF_8)));
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    static byte[] assertion(byte[] authenticatorData, String clientData, byte[] signature) {
        return Cbor.writeSelfDescribed(generator -> {
            generator.writeStartObject(null, 3);
            generator.writeBinaryField("authenticator_data", authenticatorData);
            generator.writeStringField("client_data_json", clientData);
            generator.writeBinaryField("signature", signature);
            generator.writeEndObject();
        });
    }
}
