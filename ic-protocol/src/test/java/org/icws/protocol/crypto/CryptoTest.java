package org.icws.protocol.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.icws.protocol.ProtocolException;
import org.icws.protocol.Vectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CryptoTest {

    private static final byte[] MESSAGE = "message".getBytes(StandardCharsets.UTF_8);

    @Test
    void ed25519OfTheRfc() {
        // RFC 8032, section 7.1, test 2.
        Ed25519Identity identity = Ed25519Identity.fromSeed(
                Vectors.hex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"));
        assertThat(identity.publicKeyDer())
                .isEqualTo(Vectors.hex("302a300506032b6570032100"
                        + "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"));
        assertThat(identity.signRaw(new byte[] {0x72}))
                .isEqualTo(Vectors.hex("92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                        + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"));
    }

    @Test
    void anEd25519IdentityIsWhatItsSeedMakesIt() {
        Ed25519Identity identity = Ed25519Identity.generate(new SecureRandom());
        Ed25519Identity again = Ed25519Identity.fromSeed(identity.seed());
        assertThat(again.principal()).isEqualTo(identity.principal()).isEqualTo(identity.sender());
        assertThat(identity.principal().getValue()).hasSize(29).endsWith(2);
        assertThat(identity.sign(MESSAGE).signature).contains(again.signRaw(MESSAGE));
        assertThat(PublicKeys.verify(again.getPublicKey(), MESSAGE, identity.signRaw(MESSAGE)))
                .isTrue();
        assertThatThrownBy(() -> Ed25519Identity.fromSeed(new byte[31])).isInstanceOf(ProtocolException.class);
    }

    @ParameterizedTest
    @EnumSource(EcdsaKey.Curve.class)
    void ecdsaSignaturesVerify(EcdsaKey.Curve curve) {
        EcdsaKey key = EcdsaKey.generate(curve);
        byte[] signature = key.signRaw(MESSAGE);
        assertThat(signature).hasSize(64);
        assertThat(PublicKeys.verify(key.publicKeyDer(), MESSAGE, signature)).isTrue();
        assertThat(PublicKeys.verify(key.publicKeyDer(), MESSAGE, key.withOtherS(signature)))
                .isTrue();
        assertThat(PublicKeys.verify(key.publicKeyDer(), new byte[0], signature))
                .isFalse();
        for (int i = 0; i < signature.length; i += 7) {
            byte[] changed = signature.clone();
            changed[i] ^= 1;
            assertThat(PublicKeys.verify(key.publicKeyDer(), MESSAGE, changed)).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource(EcdsaKey.Curve.class)
    void malformedSignaturesAreWrongOnes(EcdsaKey.Curve curve) {
        byte[] der = EcdsaKey.generate(curve).publicKeyDer();
        for (int length : new int[] {0, 1, 63, 64, 65, 72}) {
            assertThat(PublicKeys.verify(der, MESSAGE, new byte[length])).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource(EcdsaKey.Curve.class)
    void pointsOffTheCurveAreRefused(EcdsaKey.Curve curve) {
        byte[] der = EcdsaKey.generate(curve).publicKeyDer();
        der[der.length - 1] ^= 1;
        assertThatThrownBy(() -> PublicKeys.verify(der, MESSAGE, new byte[64])).isInstanceOf(ProtocolException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "30",
                "302a300506032b6570032100",
                "302a300506032b65700321003d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af466",
                "302a300506032b65700321000000000000000000000000000000000000000000000000000000000000000000",
                "300c060a2b0601040183b8430102"
            })
    void unusableKeysAreRefused(String hex) {
        assertThatThrownBy(() -> PublicKeys.verify(Vectors.hex(hex), MESSAGE, new byte[64]))
                .isInstanceOf(ProtocolException.class);
    }

    @Test
    void blsSignaturesVerify() {
        BlsSecret secret = BlsSecret.fromSeed(new byte[32]);
        byte[] signature = secret.sign(MESSAGE);
        assertThat(secret.publicKeyDer()).hasSize(BlsKey.DER_BYTES);
        assertThat(signature).hasSize(BlsKey.SIGNATURE_BYTES);
        assertThat(BlsKey.verify(secret.publicKeyDer(), MESSAGE, signature)).isTrue();
        assertThat(BlsKey.verify(secret.publicKeyDer(), new byte[0], signature)).isFalse();
        BlsSecret other = BlsSecret.fromScalar(Vectors.hex("00".repeat(31) + "05"));
        assertThat(BlsKey.verify(other.publicKeyDer(), MESSAGE, signature)).isFalse();
        assertThat(BlsKey.verify(other.publicKeyDer(), MESSAGE, other.sign(MESSAGE)))
                .isTrue();
    }

    @Test
    void malformedBlsSignaturesAreWrongOnes() {
        byte[] der = BlsSecret.fromSeed(new byte[32]).publicKeyDer();
        byte[] infinity = new byte[48];
        infinity[0] = (byte) 0xc0;
        assertThat(BlsKey.verify(der, MESSAGE, infinity)).isFalse();
        assertThat(BlsKey.verify(der, MESSAGE, null)).isFalse();
        for (int length : new int[] {0, 1, 47, 48, 49, 96}) {
            assertThat(BlsKey.verify(der, MESSAGE, new byte[length])).isFalse();
        }
    }

    @Test
    void manyBlsSignaturesAreVerifiedTogetherAndAnyWrongOneIsNoticed() {
        BlsSecret secret = BlsSecret.fromSeed(new byte[32]);
        BlsKey key = BlsKey.fromDer(secret.publicKeyDer());
        SecureRandom random = new SecureRandom();
        List<byte[]> messages = new ArrayList<>();
        List<byte[]> signatures = new ArrayList<>();
        for (byte i = 0; i < 5; i++) {
            messages.add(new byte[] {i});
            signatures.add(secret.sign(messages.get(i)));
        }
        assertThat(key.verifyAll(messages, signatures, random)).isTrue();
        assertThat(key.verifyAll(List.of(), List.of(), random)).isTrue();
        byte[] infinity = new byte[48];
        infinity[0] = (byte) 0xc0;
        for (int i = 0; i < 5; i++) {
            for (byte[] wrong : new byte[][] {infinity, new byte[48], new byte[0], secret.sign(new byte[] {9})}) {
                List<byte[]> changed = new ArrayList<>(signatures);
                changed.set(i, wrong);
                assertThat(key.verifyAll(messages, changed, random)).isFalse();
            }
        }
    }

    @Test
    void wrongBlsSignaturesThatCancelEachOtherOutAreNoticed() {
        BlsSecret secret = BlsSecret.fromSeed(new byte[32]);
        BlsKey key = BlsKey.fromDer(secret.publicKeyDer());
        List<byte[]> messages = List.of(new byte[] {1}, new byte[] {2});
        // Their sum is right: without random factors the two would pass.
        List<byte[]> swapped = List.of(secret.sign(messages.get(1)), secret.sign(messages.get(0)));

        assertThat(key.verifyAll(messages, swapped, new SecureRandom())).isFalse();
    }

    @Test
    void unusableBlsKeysAreRefused() {
        byte[] der = BlsSecret.fromSeed(new byte[32]).publicKeyDer();
        byte[] infinity = new byte[der.length];
        System.arraycopy(der, 0, infinity, 0, 37);
        infinity[37] = (byte) 0xc0;
        byte[] otherPrefix = der.clone();
        otherPrefix[5] ^= 1;
        byte[] offCurve = der.clone();
        offCurve[der.length - 1] ^= 1;
        for (byte[] bad : new byte[][] {infinity, otherPrefix, offCurve, new byte[133], new byte[0], null}) {
            assertThatThrownBy(() -> BlsKey.verify(bad, MESSAGE, new byte[48])).isInstanceOf(ProtocolException.class);
        }
    }

    @Test
    void blsScalarsOutsideTheGroupAreRefused() {
        for (String hex : new String[] {"", "00".repeat(32), "ff".repeat(32), "01".repeat(31)}) {
            assertThatThrownBy(() -> BlsSecret.fromScalar(Vectors.hex(hex))).isInstanceOf(ProtocolException.class);
        }
        assertThatThrownBy(() -> BlsSecret.fromSeed(new byte[31])).isInstanceOf(ProtocolException.class);
    }
}
