package org.icws.gateway;

import java.net.URI;
import java.util.Objects;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.ic4j.agent.identity.Identity;
import org.icws.gateway.poll.PollingPolicy;

/**
 * Everything an engine needs to know; build it with {@link #builder}.
 *
 * @param host address to listen on
 * @param port port to listen on, 0 for any free one
 * @param replicaUrl where the Internet Computer is; scheme, host and port, a path is ignored
 * @param rootKey where the root key comes from
 * @param identity the gateway's own key; canisters know the gateway by its principal
 * @param polling how often canisters are asked for messages
 * @param allowedOrigins web origins (for example https://example.org) allowed besides loopback ones and clients without one;
 *     "*" allows all
 * @param tls certificate and key of the listening port; null for none
 * @param limits bounds
 * @param order how many calls may be under way; several of one client only where the network keeps their order, which
 *     neither mainnet nor the original replica promises, see {@link CallOrder}
 * @param trust what happens to data that does not verify
 * @param clock time
 * @param scheduler runs delayed tasks; null for one owned by the engine
 * @param random for jitter and nonces; must be thread-safe
 */
public record GatewayConfig(
        String host,
        int port,
        URI replicaUrl,
        RootKeyPolicy rootKey,
        Identity identity,
        PollingPolicy polling,
        Set<String> allowedOrigins,
        TlsConfig tls,
        Limits limits,
        CallOrder order,
        TrustPolicy trust,
        GatewayClock clock,
        GatewayScheduler scheduler,
        RandomGenerator random) {

    /** Refuses missing or impossible values. */
    public GatewayConfig {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(replicaUrl, "replicaUrl");
        Objects.requireNonNull(rootKey, "rootKey");
        Objects.requireNonNull(identity, "identity");
        Objects.requireNonNull(polling, "polling");
        Objects.requireNonNull(limits, "limits");
        Objects.requireNonNull(order, "order");
        Objects.requireNonNull(trust, "trust");
        Objects.requireNonNull(clock, "clock");
        Objects.requireNonNull(random, "random");
        allowedOrigins = Set.copyOf(allowedOrigins);
        if (port < 0 || port > 65_535) {
            throw new GatewayException("The port must be between 0 and 65535, not " + port);
        }
        String scheme = replicaUrl.getScheme();
        if (replicaUrl.getHost() == null || !("http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme))) {
            throw new GatewayException(
                    "The replica's address must look like http://127.0.0.1:4943, not \"" + replicaUrl + '"');
        }
    }

    /**
     * @param replicaUrl where the Internet Computer is, for example http://127.0.0.1:4943
     * @param identity the gateway's own key
     * @return a builder with 127.0.0.1:8080, automatic root key, 100 ms polling, default limits, system time
     */
    public static GatewayConfigBuilder builder(URI replicaUrl, Identity identity) {
        return new GatewayConfigBuilder(replicaUrl, identity);
    }
}
