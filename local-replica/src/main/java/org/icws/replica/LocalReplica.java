package org.icws.replica;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.ic4j.types.Principal;
import org.icws.replica.certification.NetworkKeys;
import org.icws.replica.execution.CanisterFault;
import org.icws.replica.execution.CanisterModule;
import org.icws.replica.execution.ModuleLoader;
import org.icws.replica.execution.Watchdog;
import org.icws.replica.http.HttpEndpoint;
import org.icws.replica.http.NetworkDelay;
import org.icws.replica.http.PublicApi;
import org.icws.replica.ingress.Authenticator;
import org.icws.replica.ingress.CallService;
import org.icws.replica.ingress.QueryService;
import org.icws.replica.ingress.ReadStateService;
import org.icws.replica.scheduler.Scheduler;
import org.icws.replica.scheduler.Timeline;
import org.icws.replica.state.Canister;
import org.icws.replica.state.MonotonicTime;
import org.icws.replica.state.RequestStatuses;
import org.icws.replica.state.StateTree;

/**
 * An embedded Internet Computer local network: one root subnet with one node, real canister Wasm, the public HTTP interface, and
 * certificates that verify against {@link #rootKeyDer()}. All state is in memory. Thread-safe.
 */
public final class LocalReplica implements AutoCloseable {
    private static final int MAX_CONTROLLERS = 10;
    private static final int MAX_WAITING_TASKS = 20_000;
    private static final int IDLE_SECONDS = 30;

    private final ReplicaConfig config;
    private final NetworkKeys keys;
    private final Timeline timeline;
    private final Watchdog watchdog;
    private final ModuleLoader modules;
    private final Scheduler scheduler;
    private final ThreadPoolExecutor workers;
    private final HttpEndpoint endpoint;
    private final AtomicBoolean stopped = new AtomicBoolean();

    private LocalReplica(ReplicaConfig config) {
        this.config = config;
        keys = NetworkKeys.fromSeed(config.keySeed());
        workers = workers();
        timeline = new Timeline(config.clock());
        watchdog = new Watchdog(config.executionTimeLimit());
        modules = new ModuleLoader(config.moduleCacheDirectory());
        MonotonicTime time = new MonotonicTime(config.clock()::nanos);
        RequestStatuses requests = new RequestStatuses();
        StateTree state = new StateTree(keys, time, requests);
        scheduler = new Scheduler(keys, time, config.roundInterval(), timeline, state, requests, watchdog);
        try {
            endpoint = HttpEndpoint.start(config.host(), config.port(), api(time, requests, state), workers);
        } catch (RuntimeException e) {
            stopEngine();
            throw e;
        }
    }

    private PublicApi api(MonotonicTime time, RequestStatuses requests, StateTree state) {
        ReplicaClock clock = config.clock();
        return new PublicApi(
                keys,
                scheduler::height,
                new Authenticator(time::now),
                new CallService(scheduler, requests, state, time, timeline, clock::nanos, workers),
                new QueryService(scheduler, state, time, keys, workers),
                new ReadStateService(scheduler, requests, state, keys.subnetId()),
                new NetworkDelay(config.latency(), timeline, clock::nanos, workers));
    }

    private static ThreadPoolExecutor workers() {
        int threads = Math.max(2, Runtime.getRuntime().availableProcessors());
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                threads, threads, IDLE_SECONDS, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MAX_WAITING_TASKS), work -> {
                    Thread thread = new Thread(work, "replica-worker-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /**
     * Starts a network and its HTTP interface.
     *
     * @param config how it runs
     * @throws PortInUseException the port is taken
     * @throws ReplicaException anything else that prevents the start
     */
    public static LocalReplica start(ReplicaConfig config) {
        return new LocalReplica(config);
    }

    /** Base address of the HTTP interface, for example {@code http://127.0.0.1:4943}. */
    public URI url() {
        String host = config.host().contains(":") ? "[" + config.host() + "]" : config.host();
        return URI.create("http://" + host + ":" + port());
    }

    /** The bound TCP port. */
    public int port() {
        return endpoint.port();
    }

    /** The network's root public key, 133 bytes DER. */
    public byte[] rootKeyDer() {
        return keys.rootKeyDer();
    }

    /**
     * Creates an empty canister.
     *
     * @param controllers who may manage it, at most 10
     * @return its id
     */
    public Principal createCanister(List<Principal> controllers) {
        if (controllers.size() > MAX_CONTROLLERS) {
            throw new ReplicaException("A canister has at most " + MAX_CONTROLLERS + " controllers");
        }
        return scheduler.createCanister(controllers);
    }

    /**
     * Installs a module into an empty canister and runs its {@code canister_init}. Returns when the canister answers calls.
     *
     * @param canister an id from {@link #createCanister}
     * @param wasm the module, plain or gzip
     * @param arg Candid argument of the init method
     * @throws ReplicaException no such canister, not empty, invalid module, or the init trapped; the canister is as before
     */
    public void install(Principal canister, byte[] wasm, byte[] arg) {
        if (scheduler.find(canister).isEmpty()) {
            throw new ReplicaException("Canister " + canister + " not found");
        }
        try {
            CanisterModule module = modules.load(wasm);
            scheduler.install(canister, module, arg).join();
        } catch (CanisterFault fault) {
            throw installationFailed(canister, fault);
        } catch (CompletionException e) {
            throw installationFailed(canister, e.getCause());
        }
    }

    private static ReplicaException installationFailed(Principal canister, Throwable cause) {
        return new ReplicaException("Installing canister " + canister + " failed: " + cause.getMessage(), cause);
    }

    /** Number of rounds executed so far. */
    public long round() {
        return scheduler.height();
    }

    /** All canisters in order of their ids. */
    public List<CanisterInfo> canisters() {
        return scheduler.canisters();
    }

    /**
     * The newest lines a canister printed, oldest first.
     *
     * @throws ReplicaException no such canister
     */
    public List<String> canisterLog(Principal canister) {
        return scheduler
                .find(canister)
                .map(Canister::log)
                .orElseThrow(() -> new ReplicaException("Canister " + canister + " not found"))
                .lines();
    }

    /**
     * Waits until no message is queued or running and nothing is due at the clock's present time.
     *
     * @param timeout real time to wait at most
     * @throws ReplicaException still busy after that time
     */
    public void awaitIdle(Duration timeout) {
        scheduler.awaitIdle(timeout);
    }

    /** Stops answering abruptly, as a crashed process would: open connections break, new ones are refused. State is lost. */
    public void kill() {
        if (stopped.compareAndSet(false, true)) {
            endpoint.kill();
            stopEngine();
        }
    }

    /** Stops: answers what is being answered, then frees the port and all threads. Idempotent. */
    @Override
    public void close() {
        if (stopped.compareAndSet(false, true)) {
            endpoint.close();
            stopEngine();
        }
    }

    private void stopEngine() {
        scheduler.close();
        timeline.close();
        watchdog.close();
        modules.close();
        workers.shutdownNow();
    }
}
