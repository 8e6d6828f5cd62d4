package org.icws.gateway;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/**
 * TLS of the listening port. Both files are read again when they change, for connections made from then on.
 *
 * @param certificate PEM file with the server's certificate, followed by those that vouch for it
 * @param key PEM file with its private key: PKCS#8, PKCS#1 or SEC1, not encrypted
 * @param handshakeTimeout time a client may take to agree on TLS
 * @param reloadInterval time between two looks at the files
 */
public record TlsConfig(Path certificate, Path key, Duration handshakeTimeout, Duration reloadInterval) {
    private static final Duration HANDSHAKE = Duration.ofSeconds(10);
    private static final Duration RELOAD = Duration.ofSeconds(2);

    /** Refuses missing or impossible values. */
    public TlsConfig {
        Objects.requireNonNull(certificate, "certificate");
        Objects.requireNonNull(key, "key");
        if (handshakeTimeout.toMillis() <= 0 || reloadInterval.toMillis() <= 0) {
            throw new GatewayException("TLS times must be at least a millisecond");
        }
    }

    /** With ten seconds for a handshake, and a look at the files every two seconds. */
    public static TlsConfig of(Path certificate, Path key) {
        return new TlsConfig(certificate, key, HANDSHAKE, RELOAD);
    }
}
