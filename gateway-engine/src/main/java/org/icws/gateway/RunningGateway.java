package org.icws.gateway;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.ic4j.types.Principal;
import org.icws.gateway.endpoint.EndpointConfig;
import org.icws.gateway.endpoint.GatewayServer;
import org.icws.gateway.event.EventHub;
import org.icws.gateway.metrics.CounterSet;
import org.icws.gateway.metrics.HopTimes;
import org.icws.gateway.metrics.MetricsPage;
import org.icws.gateway.metrics.SkewEstimator;
import org.icws.gateway.poll.PollSettings;
import org.icws.gateway.poll.Pollers;
import org.icws.gateway.poll.PollingPolicy;
import org.icws.gateway.protocol.GatewayProtocol;
import org.icws.gateway.replica.ReplicaClient;
import org.icws.gateway.session.SessionServices;
import org.icws.gateway.session.Sessions;
import org.icws.gateway.trust.VerifyQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The engine behind {@link GatewayEngine}: makes the parts, knows in which order they end. */
final class RunningGateway implements GatewayEngine {
    private static final Logger LOG = LoggerFactory.getLogger(RunningGateway.class);
    private static final Duration SHUTDOWN_PATIENCE = Duration.ofMillis(2800);

    private final GatewayConfig config;
    private final GatewayScheduler scheduler;
    private final LiveSettings live;
    private final CounterSet counters;
    private final HopTimes hops;
    private final EventHub events;
    private final ReplicaClient replica;
    private final VerifyQueue verify;
    private final Pollers pollers;
    private final Sessions sessions;
    private final GatewayServer server;
    private final Principal principal;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** What exists before the network is asked for anything. */
    private record Basis(LiveSettings live, CounterSet counters, HopTimes hops, EventHub events) {
        static Basis of(GatewayConfig config) {
            CounterSet counters = new CounterSet();
            return new Basis(
                    new LiveSettings(config.limits(), config.trust(), config.polling(), config.order()),
                    counters,
                    new HopTimes(new SkewEstimator(config.clock())),
                    new EventHub(
                            config.clock(),
                            config.limits().eventRing(),
                            n -> counters.count(CounterSet.Name.EVENTS_LOST, n)));
        }
    }

    private RunningGateway(GatewayConfig config, GatewayScheduler scheduler, ReplicaClient replica, Basis basis) {
        this.config = config;
        this.scheduler = scheduler;
        this.replica = replica;
        live = basis.live();
        counters = basis.counters();
        hops = basis.hops();
        events = basis.events();
        principal = config.identity().sender();
        verify = new VerifyQueue(() -> live.limits().maxVerifyBacklog());
        pollers = new Pollers(replica, pollSettings(), events, counters);
        sessions = new Sessions(new SessionServices(
                principal, replica, pollers, events, counters, hops, verify, live, config.clock(), scheduler));
        server = GatewayServer.start(endpoint(), sessions::accept);
    }

    static GatewayEngine start(GatewayConfig config) {
        GatewayScheduler scheduler = config.scheduler() == null ? new SystemScheduler() : config.scheduler();
        Basis basis = Basis.of(config);
        ReplicaClient replica = null;
        try {
            replica = ReplicaClient.connect(
                    config.replicaUrl(),
                    config.rootKey(),
                    config.identity(),
                    config.random(),
                    new ReplicaClient.Settings(
                            config.clock(),
                            scheduler,
                            basis.live(),
                            basis.hops().skew(),
                            basis.events()));
            RunningGateway gateway = new RunningGateway(config, scheduler, replica, basis);
            LOG.info(
                    "Gateway {} listens on {}, network {}, root key {}",
                    gateway.principal(),
                    gateway.url(),
                    replica.where(),
                    replica.rootKey().source());
            return gateway;
        } catch (RuntimeException e) {
            basis.events().close();
            if (replica != null) {
                replica.close();
            }
            if (config.scheduler() == null) {
                scheduler.close();
            }
            throw e;
        }
    }

    private PollSettings pollSettings() {
        return new PollSettings(live, config.clock(), scheduler, config.random(), hops);
    }

    private EndpointConfig endpoint() {
        return new EndpointConfig(
                config.host(),
                config.port(),
                Set.of("/", GatewayProtocol.POC_PATH),
                config.allowedOrigins(),
                live::limits,
                scheduler,
                InfoPage.html(principal, config.replicaUrl()),
                new MetricsPage(this::snapshot, counters, hops)::text,
                config.tls(),
                hops,
                config.clock());
    }

    @Override
    public URI url() {
        String host = config.host().contains(":") ? "[" + config.host() + "]" : config.host();
        return URI.create((config.tls() == null ? "ws://" : "wss://") + host + ":" + port());
    }

    @Override
    public int port() {
        return server.port();
    }

    @Override
    public Principal principal() {
        return principal;
    }

    @Override
    public GatewaySnapshot snapshot() {
        return new GatewaySnapshot(
                config.clock().nowNanos(),
                principal,
                replica.rootKey().key().hex(),
                replica.rootKey().source(),
                sessions.snapshot(),
                pollers.snapshot(),
                counters.snapshot(),
                hops.snapshot(),
                hops.skew().estimate());
    }

    @Override
    public void polling(PollingPolicy policy) {
        live.polling(policy);
        pollers.settingsChanged();
    }

    @Override
    public void hurry(Principal canister) {
        pollers.hurry(canister);
    }

    @Override
    public Limits limits() {
        return live.limits();
    }

    @Override
    public void limits(Limits limits) {
        live.limits(limits);
        sessions.limitsChanged();
        pollers.settingsChanged();
    }

    @Override
    public void trust(TrustPolicy policy) {
        live.trust(policy);
    }

    @Override
    public boolean closeSession(long sessionId, int code, String reason) {
        requireSendable(code);
        return sessions.close(sessionId, code, reason);
    }

    private static void requireSendable(int code) {
        boolean registered = code >= 1000 && code <= 1014 && code != 1004 && code != 1005 && code != 1006;
        if (!registered && (code < 3000 || code > 4999)) {
            throw new IllegalArgumentException("Close code " + code + " must not be sent (RFC 6455, 7.4)");
        }
    }

    @Override
    public void pause(Principal canister) {
        live.pause(canister);
    }

    @Override
    public void resume(Principal canister) {
        live.resume(canister);
        sessions.resume();
        pollers.settingsChanged();
    }

    @Override
    public void allowOnly(Set<Principal> canisters) {
        live.allow(Optional.of(canisters));
        sessions.enforceAllowed();
    }

    @Override
    public void allowAll() {
        live.allow(Optional.empty());
    }

    @Override
    public Subscription subscribe(GatewayListener listener) {
        return events.subscribe(listener);
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        server.stopAccepting();
        sessions.shutdown(SHUTDOWN_PATIENCE);
        pollers.close();
        server.close();
        verify.close();
        events.close();
        replica.close();
        if (config.scheduler() == null) {
            scheduler.close();
        }
        LOG.info("Gateway {} has stopped", principal);
    }
}
