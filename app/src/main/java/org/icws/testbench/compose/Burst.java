package org.icws.testbench.compose;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;

/**
 * Sends a message many times at a rate, on a thread of its own. What is late is caught up with, so that the rate holds over
 * the whole. Ends itself after the last message or the first that cannot be sent. Thread-safe.
 */
final class Burst implements AutoCloseable {

    /** The most messages of one burst. */
    static final int MOST = 100_000;

    /** The most messages a second. */
    static final int FASTEST = 5_000;

    private static final long TICK_MILLIS = 10;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    /** How far it is. */
    record Progress(int total, long sent, long answered, long failed, boolean running, String problem) {}

    private final TestSender sender;
    private final LongFunction<byte[]> content;
    private final LongSupplier clockNanos;
    private final int total;
    private final int perSecond;
    private final long startNanos;
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong answered = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private volatile boolean stopped;
    private volatile String problem = "";
    private ScheduledExecutorService timer;

    /**
     * @param content the bytes of a message that is sent at a time, nanoseconds since the epoch
     * @param clockNanos nanoseconds since the epoch
     */
    Burst(TestSender sender, LongFunction<byte[]> content, int total, int perSecond, LongSupplier clockNanos) {
        this.sender = sender;
        this.content = content;
        this.total = total;
        this.perSecond = perSecond;
        this.clockNanos = clockNanos;
        this.startNanos = clockNanos.getAsLong();
    }

    /** Starts its own timer. */
    synchronized void start() {
        timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "compose-burst");
            thread.setDaemon(true);
            return thread;
        });
        timer.scheduleAtFixedRate(this::tick, 0, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Sends what is due; public to a test, which can be the timer. */
    void tick() {
        long now = clockNanos.getAsLong();
        long due = Math.min(total, 1 + (now - startNanos) * perSecond / NANOS_PER_SECOND);
        while (!stopped && sent.get() < due) {
            String reason = sender.unavailable();
            if (reason != null) {
                stop(reason);
                return;
            }
            sent.incrementAndGet();
            TestSender.Dispatch dispatch = sender.send(content.apply(clockNanos.getAsLong()));
            dispatch.number().exceptionally(e -> {
                failed.incrementAndGet();
                stop(SendFailures.reason(e));
                return null;
            });
            dispatch.answer().thenAccept(answer -> answered.incrementAndGet());
        }
        if (sent.get() >= total) {
            close();
        }
    }

    private void stop(String reason) {
        problem = reason;
        close();
    }

    Progress progress() {
        return new Progress(total, sent.get(), answered.get(), failed.get(), !stopped, problem);
    }

    @Override
    public synchronized void close() {
        stopped = true;
        if (timer != null) {
            timer.shutdown();
        }
    }
}
