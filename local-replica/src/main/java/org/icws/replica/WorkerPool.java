package org.icws.replica;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads that do whatever is not canister code. */
final class WorkerPool {
    private static final int IDLE_SECONDS = 30;

    private WorkerPool() {}

    /** @param limits of requests; each of them has one task at a time */
    static ThreadPoolExecutor create(LoadLimits limits) {
        int maxWaiting = limits.connections() + limits.requests();
        int threads = Math.max(2, Runtime.getRuntime().availableProcessors());
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                threads, threads, IDLE_SECONDS, TimeUnit.SECONDS, new ArrayBlockingQueue<>(maxWaiting), work -> {
                    Thread thread = new Thread(work, "replica-worker-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }
}
