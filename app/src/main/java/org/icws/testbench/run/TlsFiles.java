package org.icws.testbench.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.icws.gateway.TlsConfig;
import org.icws.protocol.ProtocolException;
import org.icws.protocol.crypto.PemFiles;
import org.icws.protocol.crypto.SelfSigned;
import org.icws.testbench.files.OwnerOnly;

/**
 * A self-signed certificate for this machine in the data directory: made when it is first asked for, and again when it is
 * about to expire. It stays the same in between, so that it has to be trusted only once.
 */
final class TlsFiles {

    static final String CERTIFICATE = "tls-certificate.pem";
    static final String KEY = "tls-key.pem";

    private static final List<String> NAMES = List.of("localhost", "127.0.0.1", "::1");
    private static final Duration VALIDITY = Duration.ofDays(365);
    private static final Duration RENEW_BEFORE = Duration.ofDays(7);

    private TlsFiles() {}

    /**
     * The pair in {@code dataDir}.
     *
     * @throws IOException if it can be neither read nor written
     */
    static TlsConfig selfSigned(Path dataDir, Instant now) throws IOException {
        Path certificate = dataDir.resolve(CERTIFICATE);
        Path key = dataDir.resolve(KEY);
        if (!isUsable(certificate, key, now)) {
            SelfSigned made = SelfSigned.create(NAMES, now, VALIDITY, new SecureRandom());
            write(key, made.keyPem());
            write(certificate, made.certificatePem());
        }
        OwnerOnly.restrict(key);
        return TlsConfig.of(certificate, key);
    }

    private static boolean isUsable(Path certificate, Path key, Instant now) throws IOException {
        if (!Files.exists(certificate) || !Files.exists(key)) {
            return false;
        }
        try {
            Date end =
                    PemFiles.certificates(Files.readString(certificate)).get(0).getNotAfter();
            return end.toInstant().isAfter(now.plus(RENEW_BEFORE));
        } catch (ProtocolException e) {
            // Nobody else writes there: whatever happened to it, a new one is what is wanted.
            return false;
        }
    }

    private static void write(Path file, String text) throws IOException {
        Path aside =
                OwnerOnly.createTemporary(file.getParent(), file.getFileName().toString());
        try {
            Files.writeString(aside, text);
            Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(aside);
        }
    }
}
