package org.icws.protocol.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.icws.protocol.crypto.Authenticator.bytes;
import static org.icws.protocol.crypto.Authenticator.cose;
import static org.icws.protocol.crypto.Authenticator.number;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.icws.protocol.ProtocolException;
import org.icws.protocol.cbor.Cbor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Signatures of security keys. */
class WebAuthnTest {
    private static final byte[] MESSAGE = "\nic-requestsomething".getBytes(StandardCharsets.UTF_8);
    private static final byte[] OTHER = "another message".getBytes(StandardCharsets.UTF_8);

    @ParameterizedTest
    @EnumSource(Authenticator.Algorithm.class)
    void aSignatureHoldsForItsChallengeAndItsKeyOnly(Authenticator.Algorithm algorithm) {
        Authenticator key = new Authenticator(algorithm);
        byte[] signature = key.sign(MESSAGE);

        assertThat(PublicKeys.verify(key.publicKeyDer(), MESSAGE, signature)).isTrue();
        assertThat(PublicKeys.verify(new Authenticator(algorithm).publicKeyDer(), MESSAGE, signature))
                .isFalse();
        assertThatThrownBy(() -> PublicKeys.verify(key.publicKeyDer(), OTHER, signature))
                .isInstanceOf(ProtocolException.class)
                .hasMessageStartingWith("Challenge in webauthn is ")
                .hasMessageContaining(" while it is expected to be ");
    }

    @ParameterizedTest
    @EnumSource(Authenticator.Algorithm.class)
    void authenticatorDataAndClientDataAreSigned(Authenticator.Algorithm algorithm) {
        Authenticator key = new Authenticator(algorithm);
        String clientData = key.clientData(MESSAGE);
        byte[] signature = key.signRaw(key.authenticatorData, clientData);
        byte[] otherData = new byte[37];
        otherData[36] = 1;

        assertThat(verify(key, otherData, clientData, signature)).isFalse();
        assertThat(verify(key, key.authenticatorData, clientData.replace("false", "true"), signature))
                .isFalse();
        byte[] changed = signature.clone();
        changed[changed.length / 2] ^= 1;
        assertThat(verify(key, key.authenticatorData, clientData, changed)).isFalse();
        assertThat(verify(key, key.authenticatorData, clientData, new byte[0])).isFalse();
    }

    private static boolean verify(Authenticator key, byte[] authenticatorData, String clientData, byte[] signature) {
        return PublicKeys.verify(
                key.publicKeyDer(), MESSAGE, Authenticator.assertion(authenticatorData, clientData, signature));
    }

    @Test
    void clientDataMayBeGivenAsBytes() {
        Authenticator key = new Authenticator(Authenticator.Algorithm.ES256);
        String clientData = key.clientData(MESSAGE);
        byte[] signature = key.signRaw(key.authenticatorData, clientData);
        byte[] assertion = Cbor.write(generator -> {
            generator.writeStartObject(null, 3);
            generator.writeBinaryField("authenticator_data", key.authenticatorData);
            generator.writeBinaryField("client_data_json", clientData.getBytes(StandardCharsets.UTF_8));
            generator.writeBinaryField("signature", signature);
            generator.writeEndObject();
        });
        assertThat(PublicKeys.verify(key.publicKeyDer(), MESSAGE, assertion)).isTrue();
    }

    @Test
    void unreadableSignaturesSayWhatIsWrongWithThem() {
        Authenticator key = new Authenticator(Authenticator.Algorithm.ES256);
        assertThatThrownBy(() -> PublicKeys.verify(key.publicKeyDer(), MESSAGE, new byte[64]))
                .hasMessageStartingWith("Signature CBOR parsing failed with: ");
        for (String clientData : new String[] {"", "no JSON", "{}", "[]", "{\"challenge\":1}"}) {
            assertThatThrownBy(() -> verify(key, key.authenticatorData, clientData, new byte[0]))
                    .isInstanceOf(ProtocolException.class)
                    .hasMessageStartingWith("ClientDataJSON parsing failed with: ");
        }
        assertThatThrownBy(() -> verify(key, key.authenticatorData, "{\"challenge\":\"?\"}", new byte[0]))
                .hasMessageStartingWith("Challenge base64url parsing failed with: ");
    }

    @Test
    void onlyStrongKeysOfKnownKindsAreTaken() {
        byte[] x = new byte[32];
        refused(
                cose(2, g -> {
                    number(g, 1, 2);
                    number(g, 3, -7);
                }),
                "lacks its parameter -1");
        refused(
                cose(3, g -> {
                    number(g, 1, 2);
                    number(g, 3, -35);
                    number(g, -1, 2);
                }),
                "is not supported");
        refused(
                cose(3, g -> {
                    number(g, 1, 2);
                    number(g, 3, -7);
                    number(g, -1, 3);
                }),
                "is not supported");
        refused(
                cose(5, g -> {
                    number(g, 1, 2);
                    number(g, 3, -7);
                    number(g, -1, 1);
                    bytes(g, -2, new byte[31]);
                    bytes(g, -3, x);
                }),
                "has 31 bytes, not 32");
        refused(new byte[] {1}, "not one CBOR map");
        refused(new byte[] {(byte) 0xa1, 1}, "not readable as CBOR");
        byte[] weak = new Authenticator(Authenticator.Algorithm.RS256, 1024).publicKeyDer();
        assertThatThrownBy(() -> PublicKeys.verify(weak, MESSAGE, someAssertion()))
                .hasMessage("The RSA key has 1024 bits, which is not between 2048 and 8192.");
    }

    private static byte[] someAssertion() {
        Authenticator key = new Authenticator(Authenticator.Algorithm.ES256);
        return key.sign(MESSAGE);
    }

    private static void refused(byte[] coseKey, String text) {
        byte[] der = DerWrappedKey.COSE.wrap(coseKey);
        assertThatThrownBy(() -> PublicKeys.verify(der, MESSAGE, someAssertion()))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining(text);
    }

    @Test
    void aPointThatIsNotOnTheCurveIsRefused() {
        byte[] cose = cose(5, g -> {
            number(g, 1, 2);
            number(g, 3, -7);
            number(g, -1, 1);
            bytes(g, -2, filled(1));
            bytes(g, -3, filled(2));
        });
        refused(cose, "not a point of the curve");
    }

    private static byte[] filled(int value) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    @Test
    void bytesAfterTheKeyMakeItAnotherKey() {
        Authenticator key = new Authenticator(Authenticator.Algorithm.ES256);
        byte[] der = key.publicKeyDer();
        byte[] longer = Arrays.copyOf(der, der.length + 1);
        assertThatThrownBy(() -> PublicKeys.verify(longer, MESSAGE, key.sign(MESSAGE)))
                .hasMessageContaining("not supported");
    }

    @Test
    void canisterSignaturesNeedARootKey() {
        byte[] der = DerWrappedKey.CANISTER_SIGNATURE.wrap(new byte[] {1, 7, 8});
        assertThatThrownBy(() -> PublicKeys.verify(der, MESSAGE, new byte[0]))
                .hasMessage("A canister signature cannot be verified without the network's root key.");
    }
}
