package org.icws.replica.execution;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Interrupts canister code that runs too long. It measures real time, whatever the network's clock says, because it protects the
 * host. Thread-safe.
 */
public final class Watchdog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);

    private final long limitNanos;
    private final Set<Guard> running = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService timer;

    /** @param limit how long one message may run */
    public Watchdog(Duration limit) {
        limitNanos = limit.toNanos();
        timer = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "replica-watchdog");
            thread.setDaemon(true);
            return thread;
        });
        long period =
                Math.max(TimeUnit.MILLISECONDS.toNanos(5), Math.min(limitNanos / 10, TimeUnit.SECONDS.toNanos(1)));
        timer.scheduleWithFixedDelay(this::inspect, period, period, TimeUnit.NANOSECONDS);
    }

    /** How long one message may run. */
    Duration limit() {
        return Duration.ofNanos(limitNanos);
    }

    /**
     * Starts to watch the calling thread.
     *
     * @param mostNanos how long it may take, if that is less than the limit
     */
    Guard guard(long mostNanos) {
        Guard guard = new Guard(Thread.currentThread(), System.nanoTime() + Math.min(limitNanos, mostNanos));
        running.add(guard);
        return guard;
    }

    private void inspect() {
        try {
            long now = System.nanoTime();
            running.forEach(guard -> guard.interruptIfLate(now));
        } catch (OutOfMemoryError e) {
            // A failure would end the watch for good; there may be memory again next time.
            LOG.warn("There was no memory to look for canisters that run too long");
        }
    }

    /** One watched execution. */
    final class Guard implements AutoCloseable {
        private final Thread thread;
        private final long dueNanos;
        private boolean over;
        private boolean interrupted;

        private Guard(Thread thread, long dueNanos) {
            this.thread = thread;
            this.dueNanos = dueNanos;
        }

        private synchronized void interruptIfLate(long now) {
            if (!over && !interrupted && now - dueNanos >= 0) {
                interrupted = true;
                thread.interrupt();
            }
        }

        /** Stops watching and clears an interrupt that came from here. */
        @Override
        public synchronized void close() {
            over = true;
            running.remove(this);
            if (interrupted) {
                Thread.interrupted();
            }
        }

        /** Whether the limit was passed. */
        synchronized boolean fired() {
            return interrupted;
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
