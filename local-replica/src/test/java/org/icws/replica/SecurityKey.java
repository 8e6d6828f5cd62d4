package org.icws.replica;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.ic4j.agent.identity.Identity;
import org.ic4j.agent.identity.Signature;
import org.ic4j.types.Principal;
import org.icws.protocol.cbor.Cbor;
import org.icws.protocol.crypto.DerWrappedKey;
import org.icws.protocol.hash.Sha256;
import org.icws.protocol.principal.Principals;

/** A user with a security key: what a browser's WebAuthn gives, made by the platform's own cryptography. */
final class SecurityKey extends Identity {
    private final KeyPair pair;
    private final String algorithm;
    private final byte[] publicKey;

    private SecurityKey(KeyPair pair, String algorithm, byte[] cose) {
        this.pair = pair;
        this.algorithm = algorithm;
        this.publicKey = DerWrappedKey.COSE.wrap(cose);
    }

    static SecurityKey es256() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            ECPublicKey key = (ECPublicKey) pair.getPublic();
            // {1: 2, 3: -7, -1: 1, -2: x, -3: y}
            ByteArrayOutputStream cose = new ByteArrayOutputStream();
            cose.writeBytes(HexFormat.of().parseHex("a501020326200121"));
            cose.writeBytes(bytes(unsigned(key.getW().getAffineX(), 32)));
            cose.write(0x22);
            cose.writeBytes(bytes(unsigned(key.getW().getAffineY(), 32)));
            return new SecurityKey(pair, "SHA256withECDSA", cose.toByteArray());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    static SecurityKey rs256() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            KeyPair pair = generator.generateKeyPair();
            RSAPublicKey key = (RSAPublicKey) pair.getPublic();
            // {1: 3, 3: -257, -1: n, -2: e}
            ByteArrayOutputStream cose = new ByteArrayOutputStream();
            cose.writeBytes(HexFormat.of().parseHex("a401030339010020"));
            cose.writeBytes(bytes(unsigned(key.getModulus(), 256)));
            cose.write(0x21);
            cose.writeBytes(bytes(unsigned(key.getPublicExponent(), 3)));
            return new SecurityKey(pair, "SHA256withRSA", cose.toByteArray());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] bytes(byte[] content) {
        return Cbor.write(generator -> generator.writeBinary(content));
    }

    private static byte[] unsigned(BigInteger value, int size) {
        byte[] signed = value.toByteArray();
        byte[] digits = signed[0] == 0 ? Arrays.copyOfRange(signed, 1, signed.length) : signed;
        byte[] whole = new byte[size];
        System.arraycopy(digits, 0, whole, size - digits.length, digits.length);
        return whole;
    }

    @Override
    public Principal sender() {
        return Principals.selfAuthenticating(publicKey);
    }

    @Override
    public byte[] getPublicKey() {
        return publicKey.clone();
    }

    @Override
    public Signature sign(byte[] message) {
        return new Signature(publicKey, assertion(message), null);
    }

    private byte[] assertion(byte[] challenge) {
        String clientData = "{\"type\":\"webauthn.get\",\"challenge\":\""
                + Base64.getUrlEncoder().withoutPadding().encodeToString(challenge)
                + "\",\"origin\":\"https://identity.example\"}";
        byte[] authenticatorData = new byte[37];
        byte[] signature;
        try {
            java.security.Signature signer = java.security.Signature.getInstance(algorithm);
            signer.initSign(pair.getPrivate());
            signer.update(authenticatorData);
            signer.update(Sha256.of(clientData.getBytes(UTF_8)));
            signature = signer.sign();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
        return Cbor.writeSelfDescribed(generator -> {
            generator.writeStartObject(null, 3);
            generator.writeBinaryField("authenticator_data", authenticatorData);
            generator.writeStringField("client_data_json", clientData);
            generator.writeBinaryField("signature", signature);
            generator.writeEndObject();
        });
    }
}
