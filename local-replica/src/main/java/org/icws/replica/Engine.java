package org.icws.replica;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.ic4j.types.Principal;
import org.icws.protocol.certificate.CertificateVerifier;
import org.icws.protocol.certificate.NetworkSignatures;
import org.icws.protocol.certificate.RootKey;
import org.icws.protocol.crypto.SignatureVerifier;
import org.icws.replica.certification.NetworkKeys;
import org.icws.replica.execution.ModuleLoader;
import org.icws.replica.execution.Watchdog;
import org.icws.replica.http.NetworkDelay;
import org.icws.replica.http.PublicApi;
import org.icws.replica.ingress.Authenticator;
import org.icws.replica.ingress.CallService;
import org.icws.replica.ingress.QueryService;
import org.icws.replica.ingress.ReadStateService;
import org.icws.replica.management.CanisterHost;
import org.icws.replica.management.OutcallService;
import org.icws.replica.persistence.NetworkStore;
import org.icws.replica.persistence.StoredNetwork;
import org.icws.replica.scheduler.Scheduler;
import org.icws.replica.scheduler.Storage;
import org.icws.replica.scheduler.Timeline;
import org.icws.replica.state.MonotonicTime;
import org.icws.replica.state.RequestStatuses;
import org.icws.replica.state.StateTree;

/** Everything of a network but its port: threads, state, and the API. Thread-safe. */
final class Engine implements AutoCloseable {
    private final NetworkKeys keys;
    private final AdjustableClock clock;
    private final Timeline timeline;
    private final Watchdog watchdog;
    private final ModuleLoader modules;
    private final CanisterHost host;
    private final OutcallService outcalls;
    private final Scheduler scheduler;
    private final Executor workers;
    private final StateTree state;
    private final QueryService queries;
    private final PublicApi api;
    private volatile LatencyProfile latency;
    private volatile FaultSwitches faults = FaultSwitches.NONE;

    /**
     * @param config how it runs
     * @param clock source of time
     * @param workers do what is not canister code
     * @param executed told which canister has executed something
     * @param checkpoint the network it starts as; null = what is in the data directory, or a new one
     * @throws ReplicaException what is stored cannot be used
     */
    Engine(
            ReplicaConfig config,
            AdjustableClock clock,
            Executor workers,
            Consumer<Principal> executed,
            StoredNetwork checkpoint) {
        keys = NetworkKeys.fromSeed(config.keySeed());
        this.clock = clock;
        this.workers = workers;
        latency = config.latency();
        timeline = new Timeline(clock);
        watchdog = new Watchdog(config.executionTimeLimit());
        modules = new ModuleLoader(config.moduleCacheDirectory(), config.instructionLimits());
        host = new CanisterHost(keys, watchdog, config.instructionLimits(), modules);
        outcalls = new OutcallService(config.outcalls());
        MonotonicTime time = new MonotonicTime(clock::nanos);
        RequestStatuses requests = new RequestStatuses(config.loadLimits().rememberedCalls());
        Storage storage = null;
        try {
            storage = storage(config, checkpoint);
            clock.continueFrom(storage.earlier() == null ? 0 : storage.earlier().timeNanos());
            state = new StateTree(keys, time, requests);
            scheduler = new Scheduler(
                    time,
                    config.roundInterval(),
                    timeline,
                    state,
                    requests,
                    host,
                    outcalls,
                    storage,
                    config.loadLimits(),
                    executed);
        } catch (RuntimeException e) {
            if (storage != null) {
                storage.release();
            }
            closeParts();
            throw e;
        }
        queries = new QueryService(
                scheduler,
                host,
                state,
                time,
                keys,
                config.instructionLimits().query(),
                config.loadLimits().queries(),
                workers);
        api = api(time, requests);
    }

    private Storage storage(ReplicaConfig config, StoredNetwork checkpoint) {
        Path directory = config.dataDirectory();
        if (directory == null) {
            return new Storage(checkpoint, null, config.keySeed(), false);
        }
        // Opened before it is read, so that nobody else writes to it meanwhile.
        NetworkStore store = NetworkStore.open(directory, config.keySeed());
        try {
            StoredNetwork earlier = checkpoint != null
                    ? checkpoint
                    : NetworkStore.read(directory, host::keptModule).orElse(null);
            requireSeed(config, directory, earlier);
            return new Storage(earlier, store, config.keySeed(), config.syncWrites());
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    private static void requireSeed(ReplicaConfig config, Path directory, StoredNetwork earlier) {
        if (earlier != null && earlier.seed() != config.keySeed()) {
            throw new ReplicaException("The network in " + directory + " has other keys than this one: its seed is "
                    + earlier.seed() + ", this network's is " + config.keySeed());
        }
    }

    private PublicApi api(MonotonicTime time, RequestStatuses requests) {
        return new PublicApi(
                keys,
                scheduler,
                new Authenticator(time::now, signatures()),
                new CallService(scheduler, requests, state, time, timeline, clock::nanos, workers),
                queries,
                new ReadStateService(scheduler, requests, state, keys.subnetId()),
                new NetworkDelay(this::latency, timeline, clock::nanos, workers),
                this::faults);
    }

    /** Steers this network as another one is, before {@link #start}: pace, pause, delays and faults are the operator's wish. */
    void steerAs(Engine other) {
        latency = other.latency();
        scheduler.roundInterval(other.scheduler().roundInterval());
        if (other.scheduler().isPaused()) {
            scheduler.pause();
        }
        faults(other.faults());
    }

    /** Lets the rounds begin. */
    void start() {
        scheduler.start();
    }

    private SignatureVerifier signatures() {
        return new NetworkSignatures(new CertificateVerifier(new RootKey(keys.rootKeyDer())));
    }

    NetworkKeys keys() {
        return keys;
    }

    AdjustableClock clock() {
        return clock;
    }

    CanisterHost host() {
        return host;
    }

    Scheduler scheduler() {
        return scheduler;
    }

    PublicApi api() {
        return api;
    }

    LatencyProfile latency() {
        return latency;
    }

    void latency(LatencyProfile profile) {
        latency = profile;
    }

    FaultSwitches faults() {
        return faults;
    }

    void faults(FaultSwitches switches) {
        faults = switches;
        state.faults(switches.stopCertifying(), switches.certificateAge());
        scheduler.wake();
    }

    void awaitIdle(Duration timeout) {
        scheduler.awaitIdle(timeout);
    }

    @Override
    public void close() {
        queries.close();
        scheduler.close();
        closeParts();
    }

    private void closeParts() {
        timeline.close();
        watchdog.close();
        modules.close();
        outcalls.close();
    }
}
