package org.icws.protocol.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.security.KeyFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.ic4j.agent.identity.Identity;
import org.icws.protocol.ProtocolException;
import org.icws.protocol.crypto.EcdsaIdentity.Curve;
import org.icws.protocol.crypto.IdentityPem.Format;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityPemTest {

    private static final byte[] SEED = new byte[32];
    private static final byte[] MESSAGE = {1, 2, 3};

    static {
        Arrays.fill(SEED, (byte) 5);
    }

    private static final Ed25519Identity ED25519 = Ed25519Identity.fromSeed(SEED);

    @ParameterizedTest
    @EnumSource(Format.class)
    void everyKindComesBackFromEveryFormat(Format format) {
        List<Identity> all = List.of(
                ED25519,
                EcdsaIdentity.of(Curve.SECP256K1, BigInteger.valueOf(123_456_789)),
                EcdsaIdentity.of(Curve.P256, new BigInteger(1, SEED)));
        for (Identity identity : all) {
            Identity back = IdentityPem.decode(IdentityPem.encode(identity, format));

            assertThat(back.sender()).isEqualTo(identity.sender());
            assertThat(back).hasSameClassAs(identity);
            assertThat(PublicKeys.verify(publicKey(back), MESSAGE, signature(back)))
                    .isTrue();
        }
    }

    @Test
    void otherLibrariesReadWhatIsWritten() throws Exception {
        byte[] v1 = der(IdentityPem.encode(ED25519, Format.PKCS8));
        assertThat(KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(v1)))
                .isNotNull();
        EcdsaIdentity p256 = EcdsaIdentity.of(Curve.P256, new BigInteger(1, SEED));
        byte[] pkcs8 = der(IdentityPem.encode(p256, Format.PKCS8));
        assertThat(KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(pkcs8)))
                .isNotNull();
    }

    @Test
    void theFormOfDfxIsWrittenByteForByte() {
        String publicHalf = HexFormat.of().formatHex(ED25519.publicKeyDer()).substring(24);

        assertThat(HexFormat.of().formatHex(der(IdentityPem.encode(ED25519, Format.DFX))))
                .isEqualTo("3053020101300506032b657004220420" + "05".repeat(32) + "a123032100" + publicHalf);
        assertThat(IdentityPem.encode(EcdsaIdentity.of(Curve.SECP256K1, BigInteger.TEN), Format.DFX))
                .startsWith("-----BEGIN EC PARAMETERS-----\nBgUrgQQACg==\n-----END EC PARAMETERS-----\n"
                        + "-----BEGIN EC PRIVATE KEY-----\n");
    }

    @Test
    void thePublicHalfOfTheStandardIsReadToo() {
        String publicHalf = HexFormat.of().formatHex(ED25519.publicKeyDer()).substring(24);
        String standard = "3051020101300506032b657004220420" + "05".repeat(32) + "812100" + publicHalf;

        assertThat(IdentityPem.decode(pem("PRIVATE KEY", HexFormat.of().parseHex(standard)))
                        .sender())
                .isEqualTo(ED25519.sender());
    }

    /** RFC 6979, A.2.5: deterministic ECDSA on P-256 with SHA-256, message "sample". */
    @Test
    void signaturesAreTheStandardsOwnExample() {
        EcdsaIdentity key = EcdsaIdentity.of(
                Curve.P256, new BigInteger("C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721", 16));
        BigInteger order = new BigInteger("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551", 16);
        BigInteger s = new BigInteger("F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8", 16);

        byte[] signature = key.signRaw("sample".getBytes());

        assertThat(HexFormat.of().withUpperCase().formatHex(signature, 0, 32))
                .isEqualTo("EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716");
        assertThat(new BigInteger(1, Arrays.copyOfRange(signature, 32, 64))).isEqualTo(order.subtract(s));
    }

    @Test
    void aPublicHalfOfAnotherKeyIsRefused() {
        byte[] der = der(IdentityPem.encode(ED25519, Format.DFX));
        der[der.length - 1] ^= 1;

        assertThatThrownBy(() -> IdentityPem.decode(pem("PRIVATE KEY", der)))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("does not belong");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello",
                "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
                "-----BEGIN PRIVATE KEY-----\n",
                "-----BEGIN PRIVATE KEY-----\n!!!!\n-----END PRIVATE KEY-----\n",
                "-----BEGIN EC PRIVATE KEY-----\nMAA=\n-----END EC PRIVATE KEY-----\n",
                "-----BEGIN EC PRIVATE KEY-----\nBAA=\n-----END EC PRIVATE KEY-----\n",
                "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n"
            })
    void whatIsNoIdentityIsRefusedInWords(String pem) {
        assertThatThrownBy(() -> IdentityPem.decode(pem))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("private key");
    }

    @Test
    void aCertificateBeforeTheKeyIsSkipped() {
        String key = IdentityPem.encode(ED25519, Format.PKCS8);
        String certificate = "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n";
        assertThat(IdentityPem.decode(certificate + key).sender()).isEqualTo(ED25519.sender());
        assertThatThrownBy(() -> IdentityPem.decode(certificate)).hasMessageStartingWith("It holds a CERTIFICATE");
    }

    @Test
    void aPasswordIsNamedAsTheReason() {
        assertThatThrownBy(() -> IdentityPem.decode(pem("ENCRYPTED PRIVATE KEY", new byte[] {0x30, 0})))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("password");
    }

    private static byte[] publicKey(Identity identity) {
        return identity instanceof Ed25519Identity key ? key.publicKeyDer() : ((EcdsaIdentity) identity).publicKeyDer();
    }

    private static byte[] signature(Identity identity) {
        return identity instanceof Ed25519Identity key
                ? key.signRaw(MESSAGE)
                : ((EcdsaIdentity) identity).signRaw(MESSAGE);
    }

    private static byte[] der(String pem) {
        return Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z0-9 ]+-----", ""));
    }

    private static String pem(String type, byte[] der) {
        return PemFiles.write(type, der);
    }
}
