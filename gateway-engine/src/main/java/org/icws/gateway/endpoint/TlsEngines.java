package org.icws.gateway.endpoint;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.glassfish.grizzly.ssl.SSLEngineConfigurator;
import org.icws.gateway.GatewayException;
import org.icws.gateway.TlsConfig;
import org.icws.protocol.ProtocolException;
import org.icws.protocol.crypto.PemFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the TLS engine of each new connection from the certificate as it is at that moment. A thread of its own looks at the
 * files; connections that exist keep what they have. Files that do not fit together are reported and left aside.
 */
final class TlsEngines extends SSLEngineConfigurator implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TlsEngines.class);
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};
    private static final char[] NO_PASSWORD = {};

    private final TlsConfig config;
    private final ScheduledThreadPoolExecutor watcher;
    private Pair seen;
    private volatile SSLContext current;

    /** What was in both files. */
    private record Pair(byte[] certificate, byte[] key) {
        boolean same(Pair other) {
            return Arrays.equals(certificate, other.certificate) && Arrays.equals(key, other.key);
        }
    }

    /** @throws GatewayException if the files cannot be used */
    TlsEngines(TlsConfig config) {
        this.config = config;
        seen = read();
        current = context(seen);
        watcher = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "gateway-tls-reload");
            thread.setDaemon(true);
            return thread;
        });
        long millis = config.reloadInterval().toMillis();
        watcher.scheduleWithFixedDelay(this::look, millis, millis, TimeUnit.MILLISECONDS);
    }

    private void look() {
        try {
            Pair now = read();
            if (now.same(seen)) {
                return;
            }
            seen = now;
            current = context(now);
            LOG.info("New connections use the changed certificate in {}", config.certificate());
        } catch (RuntimeException e) {
            LOG.warn("The certificate in use stays: {}", e.getMessage());
        }
    }

    private Pair read() {
        return new Pair(read(config.certificate()), read(config.key()));
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new GatewayException("The TLS file " + file + " cannot be read: " + e, e);
        }
    }

    private SSLContext context(Pair files) {
        List<X509Certificate> chain =
                parsed(config.certificate(), () -> PemFiles.certificates(text(files.certificate)));
        PrivateKey key = parsed(config.key(), () -> PemFiles.privateKey(text(files.key)));
        try {
            requireMatch(chain.get(0), key);
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("gateway", key, NO_PASSWORD, chain.toArray(X509Certificate[]::new));
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, NO_PASSWORD);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new GatewayException("TLS cannot use " + config.certificate() + ": " + e.getMessage(), e);
        }
    }

    /** Parses a file. */
    private interface Parsing<T> {
        T parse();
    }

    private static <T> T parsed(Path file, Parsing<T> parsing) {
        try {
            return parsing.parse();
        } catch (ProtocolException e) {
            throw new GatewayException("The TLS file " + file + " cannot be used: " + e.getMessage(), e);
        }
    }

    private static String text(byte[] file) {
        return new String(file, StandardCharsets.ISO_8859_1);
    }

    /** A pair that does not belong together would only be noticed by clients, as a failed handshake. */
    private void requireMatch(X509Certificate certificate, PrivateKey key) throws GeneralSecurityException {
        String algorithm =
                switch (key.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> "Ed25519";
                };
        byte[] sample = new byte[32];
        new SecureRandom().nextBytes(sample);
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(key);
        signature.update(sample);
        byte[] signed = signature.sign();
        boolean fits;
        try {
            signature.initVerify(certificate.getPublicKey());
            signature.update(sample);
            fits = signature.verify(signed);
        } catch (InvalidKeyException | java.security.SignatureException e) {
            fits = false;
        }
        if (!fits) {
            throw new GatewayException(
                    "The key in " + config.key() + " is not that of the certificate in " + config.certificate());
        }
    }

    @Override
    public SSLEngine createSSLEngine() {
        return configured(current.createSSLEngine());
    }

    @Override
    public SSLEngine createSSLEngine(String peerHost, int peerPort) {
        return configured(current.createSSLEngine(peerHost, peerPort));
    }

    private static SSLEngine configured(SSLEngine engine) {
        engine.setUseClientMode(false);
        engine.setEnabledProtocols(PROTOCOLS);
        return engine;
    }

    /** The server copies its configurators; a copy would not see the files change. */
    @Override
    public SSLEngineConfigurator copy() {
        return this;
    }

    @Override
    public void close() {
        watcher.shutdownNow();
    }
}
