package org.icws.replica;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.ic4j.types.Principal;
import org.icws.replica.http.HttpEndpoint;
import org.icws.replica.persistence.NetworkStore;
import org.icws.replica.persistence.StoredNetwork;

/**
 * An embedded Internet Computer local network: one root subnet with one node, real canister Wasm, the public HTTP interface, and
 * certificates that verify against {@link #rootKeyDer()}. State is in memory, or also in a directory if one is configured.
 * Thread-safe.
 *
 * <p>Cycles are moved exactly, but memory and execution are free, so no canister ever freezes: its freezing limit is 0 and its liquid
 * balance is its balance. The settings {@code freezing_threshold}, {@code compute_allocation}, {@code memory_allocation} and
 * {@code reserved_cycles_limit} are kept and shown, without effect. A canister has at most 2 GiB of linear and 8 GiB of stable memory.
 *
 * <p>The JVM needs two options for the code that canisters are compiled to, which a library cannot set itself:
 * {@code -XX:-DontCompileHugeMethods}, or the largest functions stay interpreted and slow, and {@code -XX:-SplitIfBlocks}, as JDK 17
 * otherwise compiles some hot functions wrongly (JDK 25 does not; the versions between have not been tried). In Maven both belong
 * into the {@code argLine} of Surefire. {@link #start} logs a warning if the second one is missing where it matters.
 */
public final class LocalReplica implements AutoCloseable {
    private final ReplicaConfig config;
    private final ThreadPoolExecutor workers;
    private final AdjustableClock clock;
    private final NetworkControl control;
    private final ExecutionListeners executions = new ExecutionListeners();
    private volatile Engine engine;
    private volatile HttpEndpoint endpoint;
    private final AtomicBoolean stopped = new AtomicBoolean();

    private LocalReplica(ReplicaConfig config) {
        this.config = config;
        workers = WorkerPool.create(config.loadLimits());
        clock = new AdjustableClock(config.clock());
        control = new NetworkControl(config, () -> engine, this::load, this::restart);
        try {
            engine = started(null, null);
            endpoint = listen(config.port());
        } catch (RuntimeException e) {
            stopParts();
            throw e;
        }
    }

    private HttpEndpoint listen(int port) {
        return HttpEndpoint.start(config.host(), port, () -> engine.api(), control, workers, config.loadLimits());
    }

    private void requireRunning() {
        if (stopped.get()) {
            throw new ReplicaException("The local replica has been stopped");
        }
    }

    private synchronized void restart() {
        requireRunning();
        int port = endpoint.port();
        endpoint.kill();
        engine.close();
        try {
            engine = started(null, null);
        } finally {
            // Also when it cannot start, so that it can be told to again when that is solved.
            endpoint = listen(port);
        }
    }

    private void stopParts() {
        if (engine != null) {
            engine.close();
        }
        workers.shutdownNow();
    }

    /** Replaces the network by a stored one; if that cannot be used, nothing has changed. */
    private synchronized void load(Path directory) {
        requireRunning();
        Engine present = engine;
        StoredNetwork stored = NetworkStore.read(directory, present.host()::keptModule)
                .orElseThrow(() -> new ReplicaException("There is no stored network in " + directory));
        if (stored.seed() != config.keySeed()) {
            throw new ReplicaException("The network in " + directory + " has other keys: its seed is " + stored.seed()
                    + ", this network's is " + config.keySeed());
        }
        if (config.dataDirectory() != null) {
            NetworkStore.requireRoom(config.dataDirectory(), directory);
        }
        if (config.dataDirectory() == null) {
            // The present network is nowhere else, so it goes on until the other one runs.
            engine = started(stored, present);
            present.close();
        } else {
            present.close();
            engine = loadedOrEarlier(stored, present);
        }
    }

    /**
     * Starts a network.
     *
     * @param stored the network it starts as; null = what is in the data directory, or a new one
     * @param before the one whose place it takes, steered as that one is; null = none
     */
    private Engine started(StoredNetwork stored, Engine before) {
        Engine fresh = new Engine(config, clock, workers, executions, stored);
        if (before != null) {
            fresh.steerAs(before);
        }
        fresh.start();
        return fresh;
    }

    /** The directory belongs to one network at a time; if the loaded one cannot run, the earlier one is there still. */
    private Engine loadedOrEarlier(StoredNetwork stored, Engine present) {
        try {
            return started(stored, present);
        } catch (RuntimeException | Error e) {
            try {
                engine = started(null, present);
            } catch (RuntimeException again) {
                e.addSuppressed(again);
                throw new ReplicaException(
                        "Neither the network to be loaded (" + e.getMessage()
                                + ") nor the present one can be started; the present one is unchanged in "
                                + config.dataDirectory() + ", start the local replica again when that is solved",
                        e);
            }
            throw e;
        }
    }

    /**
     * Starts a network and its HTTP interface.
     *
     * @param config how it runs
     * @throws PortInUseException the port is taken
     * @throws ReplicaException anything else that prevents the start
     */
    public static LocalReplica start(ReplicaConfig config) {
        JavaRuntimeCheck.warnOnce();
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
        return engine.keys().rootKeyDer();
    }

    /** Looks into the network and steers it. */
    public ReplicaControl control() {
        return control;
    }

    /**
     * Creates an empty canister.
     *
     * @param controllers who may manage it, at most 10
     * @return its id
     */
    public Principal createCanister(List<Principal> controllers) {
        return control.createCanister(controllers);
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
        control.install(canister, wasm, arg);
    }

    /**
     * Upgrades a canister; see {@link ReplicaControl#upgrade}.
     *
     * @throws ReplicaException what was refused or trapped; the canister is as before
     */
    public void upgrade(Principal canister, byte[] wasm, byte[] arg) {
        control.upgrade(canister, wasm, arg);
    }

    /**
     * Tells from now on, as long as this network exists, which canister has executed something that changes state: an update call, an
     * answer, a timer, a heartbeat, an installation; queries do not count. The change is in the certified state by then.
     *
     * @param listener called on the rounds' thread after each round, once for each canister: must not block, nor wait for the network
     */
    public void onExecuted(Consumer<Principal> listener) {
        executions.add(listener);
    }

    /** Number of rounds executed so far. */
    public long round() {
        return engine.scheduler().height();
    }

    /** All canisters in order of their ids. */
    public List<CanisterInfo> canisters() {
        return control.canisters();
    }

    /**
     * The newest lines a canister printed, oldest first.
     *
     * @throws ReplicaException no such canister
     */
    public List<String> canisterLog(Principal canister) {
        return control.log(canister).stream().map(LogLine::text).toList();
    }

    /**
     * Waits until no message is queued or running and nothing is due at the clock's present time.
     *
     * @param timeout real time to wait at most
     * @throws ReplicaException still busy after that time
     */
    public void awaitIdle(Duration timeout) {
        engine.awaitIdle(timeout);
    }

    /** Stops answering abruptly, as a crashed process would: open connections break, new ones are refused. State is lost. */
    public synchronized void kill() {
        if (stopped.compareAndSet(false, true)) {
            endpoint.kill();
            stopParts();
        }
    }

    /** Stops: answers what is being answered, then frees the port and all threads. Idempotent. */
    @Override
    public synchronized void close() {
        if (stopped.compareAndSet(false, true)) {
            endpoint.close();
            stopParts();
        }
    }
}
