package org.icws.replica;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
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
import org.icws.replica.scheduler.Scheduler;
import org.icws.replica.scheduler.Timeline;
import org.icws.replica.state.MonotonicTime;
import org.icws.replica.state.RequestStatuses;
import org.icws.replica.state.StateTree;

/** Everything of a network but its port: threads, state, and the API. Thread-safe. */
final class Engine implements AutoCloseable {
    private static final int MAX_WAITING_TASKS = 20_000;
    private static final int IDLE_SECONDS = 30;

    private final NetworkKeys keys;
    private final AdjustableClock clock;
    private final Timeline timeline;
    private final Watchdog watchdog;
    private final ModuleLoader modules;
    private final CanisterHost host;
    private final OutcallService outcalls;
    private final Scheduler scheduler;
    private final ThreadPoolExecutor workers;
    private final StateTree state;
    private final QueryService queries;
    private final PublicApi api;
    private volatile LatencyProfile latency;
    private volatile FaultSwitches faults = FaultSwitches.NONE;

    Engine(ReplicaConfig config) {
        keys = NetworkKeys.fromSeed(config.keySeed());
        clock = new AdjustableClock(config.clock());
        latency = config.latency();
        workers = workers();
        timeline = new Timeline(clock);
        watchdog = new Watchdog(config.executionTimeLimit());
        modules = new ModuleLoader(config.moduleCacheDirectory());
        host = new CanisterHost(keys, watchdog, modules);
        outcalls = new OutcallService(config.outcalls());
        MonotonicTime time = new MonotonicTime(clock::nanos);
        RequestStatuses requests = new RequestStatuses();
        state = new StateTree(keys, time, requests);
        scheduler = new Scheduler(time, config.roundInterval(), timeline, state, requests, host, outcalls);
        queries = new QueryService(scheduler, state, time, keys, workers);
        api = api(time, requests);
    }

    private PublicApi api(MonotonicTime time, RequestStatuses requests) {
        return new PublicApi(
                keys,
                scheduler,
                new Authenticator(time::now),
                new CallService(scheduler, requests, state, time, timeline, clock::nanos, workers),
                queries,
                new ReadStateService(scheduler, requests, state, keys.subnetId()),
                new NetworkDelay(this::latency, timeline, clock::nanos, workers),
                this::faults);
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

    ThreadPoolExecutor workerPool() {
        return workers;
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
    }

    void awaitIdle(Duration timeout) {
        scheduler.awaitIdle(timeout);
    }

    @Override
    public void close() {
        queries.close();
        scheduler.close();
        timeline.close();
        watchdog.close();
        modules.close();
        outcalls.close();
        workers.shutdownNow();
    }
}
