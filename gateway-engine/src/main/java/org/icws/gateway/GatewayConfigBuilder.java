package org.icws.gateway;

import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.ic4j.agent.identity.Identity;
import org.icws.gateway.poll.PollingPolicy;

/** Builds a {@link GatewayConfig}; each method is named after the component it sets. Not thread-safe. */
public final class GatewayConfigBuilder {
    private final URI replicaUrl;
    private final Identity identity;
    private String host = "127.0.0.1";
    private int port = 8080;
    private RootKeyPolicy rootKey = RootKeyPolicy.AUTOMATIC;
    private PollingPolicy polling = PollingPolicy.fixed(Duration.ofMillis(100));
    private Set<String> allowedOrigins = Set.of();
    private TlsConfig tls;
    private Limits limits = Limits.DEFAULT;
    private CallOrder order = CallOrder.ONE_AT_A_TIME;
    private TrustPolicy trust = TrustPolicy.DEFAULT;
    private GatewayClock clock = GatewayClock.SYSTEM;
    private GatewayScheduler scheduler;
    private RandomGenerator random = new SecureRandom();

    GatewayConfigBuilder(URI replicaUrl, Identity identity) {
        this.replicaUrl = replicaUrl;
        this.identity = identity;
    }

    /** @see GatewayConfig#host */
    public GatewayConfigBuilder host(String value) {
        host = value;
        return this;
    }

    /** @see GatewayConfig#port */
    public GatewayConfigBuilder port(int value) {
        port = value;
        return this;
    }

    /** @see GatewayConfig#rootKey */
    public GatewayConfigBuilder rootKey(RootKeyPolicy value) {
        rootKey = value;
        return this;
    }

    /** Polls at this interval always; the same as {@link #polling} with {@link PollingPolicy#fixed}. */
    public GatewayConfigBuilder pollInterval(Duration value) {
        return polling(PollingPolicy.fixed(value));
    }

    /** @see GatewayConfig#polling */
    public GatewayConfigBuilder polling(PollingPolicy value) {
        polling = value;
        return this;
    }

    /** @see GatewayConfig#allowedOrigins */
    public GatewayConfigBuilder allowedOrigins(Set<String> value) {
        allowedOrigins = value;
        return this;
    }

    /** @see GatewayConfig#tls */
    public GatewayConfigBuilder tls(TlsConfig value) {
        tls = value;
        return this;
    }

    /** @see GatewayConfig#limits */
    public GatewayConfigBuilder limits(Limits value) {
        limits = value;
        return this;
    }

    /** @see GatewayConfig#order */
    public GatewayConfigBuilder order(CallOrder value) {
        order = value;
        return this;
    }

    /** @see GatewayConfig#trust */
    public GatewayConfigBuilder trust(TrustPolicy value) {
        trust = value;
        return this;
    }

    /** @see GatewayConfig#clock */
    public GatewayConfigBuilder clock(GatewayClock value) {
        clock = value;
        return this;
    }

    /** @see GatewayConfig#scheduler */
    public GatewayConfigBuilder scheduler(GatewayScheduler value) {
        scheduler = value;
        return this;
    }

    /** @see GatewayConfig#random */
    public GatewayConfigBuilder random(RandomGenerator value) {
        random = value;
        return this;
    }

    /** @return the configuration; a {@link GatewayException} names a value that makes no sense */
    public GatewayConfig build() {
        return new GatewayConfig(
                host,
                port,
                replicaUrl,
                rootKey,
                identity,
                polling,
                allowedOrigins,
                tls,
                limits,
                order,
                trust,
                clock,
                scheduler,
                random);
    }
}
