package org.icws.protocol.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.icws.protocol.ProtocolException;
import org.icws.protocol.crypto.IdentityPem.Format;
import org.junit.jupiter.api.Test;

class PemFilesTest {

    @Test
    void keysAreReadInEveryUsualForm() throws Exception {
        PrivateKey rsa = KeyPairGenerator.getInstance("RSA").generateKeyPair().getPrivate();
        byte[] pkcs1 = PrivateKeyInfo.getInstance(rsa.getEncoded())
                .parsePrivateKey()
                .toASN1Primitive()
                .getEncoded();
        EcdsaIdentity p256 = EcdsaIdentity.of(EcdsaIdentity.Curve.P256, BigInteger.TWO);

        assertThat(PemFiles.privateKey(PemFiles.write("PRIVATE KEY", rsa.getEncoded())))
                .isEqualTo(rsa);
        assertThat(PemFiles.privateKey(PemFiles.write("RSA PRIVATE KEY", pkcs1)))
                .isEqualTo(rsa);
        assertThat(PemFiles.privateKey(IdentityPem.encode(p256, Format.DFX)).getAlgorithm())
                .isEqualTo("EC");
        assertThat(PemFiles.privateKey(IdentityPem.encode(p256, Format.PKCS8)).getAlgorithm())
                .isEqualTo("EC");
    }

    @Test
    void aChainKeepsItsOrderAndAKeyBetweenIsSkipped() {
        SelfSigned one = pair("one.example");
        SelfSigned two = pair("two.example");

        assertThat(PemFiles.certificates(one.certificatePem() + one.keyPem() + two.certificatePem()))
                .extracting(c -> c.getSubjectX500Principal().getName())
                .containsExactly("CN=one.example", "CN=two.example");
    }

    @Test
    void whatCannotBeUsedIsNamed() {
        assertThatThrownBy(() -> PemFiles.certificates(pair("x").keyPem()))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("no certificate");
        assertThatThrownBy(() -> PemFiles.certificates(PemFiles.write("CERTIFICATE", new byte[] {1})))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("not readable");
        assertThatThrownBy(() -> PemFiles.privateKey("text"))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("no private key");
        assertThatThrownBy(() -> PemFiles.privateKey(PemFiles.write("PRIVATE KEY", new byte[] {1})))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("not readable");
    }

    private static SelfSigned pair(String name) {
        return SelfSigned.create(List.of(name), Instant.now(), Duration.ofDays(1), new SecureRandom());
    }
}
