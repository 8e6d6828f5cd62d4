package org.icws.gateway.trust;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs proofs beside the relay, in order, on one thread. Bounded: when it cannot keep up, work is refused and the messages
 * are reported as not checked. Thread-safe.
 */
public final class VerifyQueue implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(VerifyQueue.class);
    private static final long CLOSE_MILLIS = 500;

    private final ExecutorService executor = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "gateway-verify");
        thread.setDaemon(true);
        return thread;
    });
    private final AtomicInteger backlog = new AtomicInteger();
    private final int maxBacklog;

    /** @param maxBacklog messages that may wait */
    public VerifyQueue(int maxBacklog) {
        this.maxBacklog = maxBacklog;
    }

    /**
     * @param messages how many messages the work is about
     * @param work proves and reports them
     * @return false if too much waits already; nothing is done then
     */
    public boolean offer(int messages, Runnable work) {
        if (backlog.addAndGet(messages) > maxBacklog) {
            backlog.addAndGet(-messages);
            return false;
        }
        try {
            executor.execute(() -> run(messages, work));
            return true;
        } catch (java.util.concurrent.RejectedExecutionException e) {
            backlog.addAndGet(-messages);
            return false;
        }
    }

    private void run(int messages, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOG.error("A proof could not be made", e);
        } finally {
            backlog.addAndGet(-messages);
        }
    }

    /** Finishes what waits, for at most half a second, and ends the thread. */
    @Override
    public void close() {
        executor.shutdown();
        try {
            if (!executor.awaitTermination(CLOSE_MILLIS, TimeUnit.MILLISECONDS)) {
                executor.shutdownNow();
            }
        } catch (InterruptedException e) {
            executor.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
