package org.icws.gateway.trust;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs proofs beside the relay, in order, on one thread. What has come together while it was busy is prepared together.
 * Bounded: when it cannot keep up, work is refused and the messages are reported as not checked. Thread-safe.
 */
public final class VerifyQueue implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(VerifyQueue.class);
    private static final long CLOSE_MILLIS = 500;
    /** Beyond that many certificates another one gets hardly cheaper. */
    private static final int TOGETHER = 32;

    private final ArrayDeque<Work> waiting = new ArrayDeque<>();
    private final IntSupplier maxBacklog;
    private Thread thread;
    private int backlog;
    private boolean closed;

    /** Proves and reports some messages. */
    private record Work(int messages, BatchCheck check, Runnable run) {}

    /** @param maxBacklog messages that may wait; asked each time */
    public VerifyQueue(IntSupplier maxBacklog) {
        this.maxBacklog = maxBacklog;
    }

    /**
     * @param messages how many messages the work is about
     * @param check the batch to be prepared with others; null for work without a certificate
     * @param work proves and reports them
     * @return false if too much waits already; nothing is done then
     */
    public synchronized boolean offer(int messages, BatchCheck check, Runnable work) {
        if (closed || backlog + messages > maxBacklog.getAsInt()) {
            return false;
        }
        if (thread == null) {
            thread = new Thread(this::run, "gateway-verify");
            thread.setDaemon(true);
            thread.start();
        }
        backlog += messages;
        waiting.add(new Work(messages, check, work));
        if (waiting.size() == 1) {
            notifyAll();
        }
        return true;
    }

    private void run() {
        try {
            for (List<Work> next = take(); !next.isEmpty(); next = take()) {
                BatchCheck.prepare(
                        next.stream().map(Work::check).filter(Objects::nonNull).toList());
                next.forEach(this::run);
            }
        } catch (InterruptedException e) {
            LOG.debug("Proofs that wait are given up", e);
        }
    }

    private void run(Work work) {
        try {
            work.run.run();
        } catch (RuntimeException e) {
            LOG.error("A proof could not be made", e);
        } finally {
            done(work.messages);
        }
    }

    private synchronized void done(int messages) {
        backlog -= messages;
    }

    /** Waits for work; nothing comes only after the end. */
    private synchronized List<Work> take() throws InterruptedException {
        while (waiting.isEmpty() && !closed) {
            wait();
        }
        List<Work> next = new ArrayList<>(Math.min(TOGETHER, waiting.size()));
        while (next.size() < TOGETHER && !waiting.isEmpty()) {
            next.add(waiting.poll());
        }
        return next;
    }

    /** Finishes what waits, for at most half a second, and ends the thread. */
    @Override
    public void close() {
        Thread ending;
        synchronized (this) {
            closed = true;
            notifyAll();
            ending = thread;
        }
        if (ending == null) {
            return;
        }
        try {
            ending.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        ending.interrupt();
    }
}
