package org.icws.gateway.replica;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.icws.gateway.GatewayException;
import org.icws.gateway.RootKeyPolicy;
import org.icws.gateway.RootKeySource;
import org.icws.protocol.ProtocolException;
import org.icws.protocol.cbor.Cbor;
import org.icws.protocol.certificate.RootKey;

/** Decides which root key to trust, and fetches it only from where that is sound. */
public final class RootKeys {
    private static final List<String> MAINNET_DOMAINS =
            List.of("icp0.io", "ic0.app", "icp-api.io", "icp.net", "internetcomputer.org", "dfinity.network");
    private static final Duration FETCH_TIMEOUT = Duration.ofSeconds(5);
    private static final int TRIES = 3;

    private RootKeys() {}

    /**
     * A root key and its origin.
     *
     * @param key the key
     * @param source where it came from
     */
    public record Trusted(RootKey key, RootKeySource source) {}

    /**
     * Applies the policy; blocks while a key is fetched, at most some 15 seconds.
     *
     * @param policy what the user wants
     * @param replica address of the network
     * @param http asks it
     * @return the key to trust
     * @throws GatewayException if there is none
     */
    static Trusted resolve(RootKeyPolicy policy, URI replica, ReplicaHttp http) {
        if (policy instanceof RootKeyPolicy.Configured configured) {
            return new Trusted(parse(configured.der(), "The configured root key"), RootKeySource.CONFIGURED);
        }
        String host = hostOf(replica);
        if (isMainnet(host)) {
            return new Trusted(RootKey.MAINNET, RootKeySource.BUILT_IN);
        }
        Set<String> trusted = ((RootKeyPolicy.Automatic) policy).trustedHosts();
        if (!isLoopback(host) && !trusted.contains(host)) {
            throw new GatewayException("The root key of " + host
                    + " is not known, and a key fetched over the network proves nothing; configure the key, or name the"
                    + " host as trusted");
        }
        return new Trusted(fetch(replica, http), RootKeySource.FETCHED);
    }

    /** Without the dot that may end a fully qualified name: it must not make a stranger of a known host. */
    private static String hostOf(URI replica) {
        String host = replica.getHost().toLowerCase(Locale.ROOT);
        return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    }

    static boolean isMainnet(String host) {
        return MAINNET_DOMAINS.stream().anyMatch(domain -> host.equals(domain) || host.endsWith("." + domain));
    }

    static boolean isLoopback(String host) {
        return host.equals("localhost")
                || host.endsWith(".localhost")
                || host.equals("[::1]")
                || host.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
    }

    private static RootKey fetch(URI replica, ReplicaHttp http) {
        try {
            String last = "";
            for (int i = 0; i < TRIES; i++) {
                try {
                    HttpAnswer answer = http.get("api/v2/status", FETCH_TIMEOUT)
                            .get(FETCH_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
                    if (answer.status() == 200) {
                        return read(answer);
                    }
                    last = "it answers HTTP " + answer.status() + " where a replica tells its state";
                } catch (ExecutionException e) {
                    last = e.getCause().getMessage() + "; is it running?";
                } catch (TimeoutException e) {
                    last = "no answer within " + FETCH_TIMEOUT.toSeconds() + " s, asked " + TRIES
                            + " times; is it running?";
                }
            }
            throw new GatewayException("The replica at " + replica + " did not tell its root key: " + last
                    + (last.endsWith("?") ? "" : "."));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GatewayException("Interrupted while asking " + replica + " for its root key", e);
        } catch (ProtocolException e) {
            throw new GatewayException(
                    "What answers at " + replica + " is not a replica: it does not tell a root key.", e);
        }
    }

    static RootKey read(HttpAnswer status) {
        return parse(Cbor.bytes(Cbor.read(status.body()), "root_key"), "The root key of the network");
    }

    private static RootKey parse(byte[] der, String what) {
        try {
            return new RootKey(der);
        } catch (ProtocolException e) {
            throw new GatewayException(what + " is not a BLS public key in DER form: " + e.getMessage(), e);
        }
    }
}
