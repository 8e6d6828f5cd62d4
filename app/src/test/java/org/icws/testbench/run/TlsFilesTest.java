package org.icws.testbench.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import org.icws.gateway.TlsConfig;
import org.icws.protocol.crypto.PemFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class TlsFilesTest {

    private static final Instant NOW = Instant.parse("2026-11-24T00:00:00Z");

    @TempDir
    Path dir;

    @Test
    void theCertificateIsForThisMachineAndStaysTheSame() throws Exception {
        TlsConfig first = TlsFiles.selfSigned(dir, NOW);
        String pem = Files.readString(first.certificate());
        TlsFiles.selfSigned(dir, NOW.plus(Duration.ofDays(300)));

        assertThat(Files.readString(first.certificate())).isEqualTo(pem);
        X509Certificate certificate = PemFiles.certificates(pem).get(0);
        certificate.verify(certificate.getPublicKey());
        assertThat(certificate.getSubjectAlternativeNames().toString())
                .contains("localhost")
                .contains("127.0.0.1")
                .contains("0:0:0:0:0:0:0:1");
    }

    @Test
    void itIsMadeAnewBeforeItExpiresOrWhenItIsDamaged() throws IOException {
        TlsConfig files = TlsFiles.selfSigned(dir, NOW);
        String first = Files.readString(files.certificate());

        TlsFiles.selfSigned(dir, NOW.plus(Duration.ofDays(360)));
        String second = Files.readString(files.certificate());
        Files.writeString(files.certificate(), "damaged");
        TlsFiles.selfSigned(dir, NOW);

        assertThat(second).isNotEqualTo(first);
        assertThat(Files.readString(files.certificate())).startsWith("-----BEGIN CERTIFICATE-----");
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "POSIX permissions")
    void theKeyIsTheOwnersAlone() throws IOException {
        Path key = TlsFiles.selfSigned(dir, NOW).key();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
    }
}
