package org.icws.replica.scheduler;

import java.util.PriorityQueue;
import org.icws.replica.ReplicaClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs actions when the network's clock has reached a time, on one thread of its own. Actions must be short and must not block.
 * Thread-safe.
 */
public final class Timeline implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Timeline.class);
    private static final long NANOS_PER_MILLI = 1_000_000L;

    private record Entry(long dueNanos, long order, Appointment action) implements Comparable<Entry> {
        @Override
        public int compareTo(Entry other) {
            int byTime = Long.compare(dueNanos, other.dueNanos);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    private final ReplicaClock clock;
    private final Runnable jumpListener = this::wake;
    private final PriorityQueue<Entry> entries = new PriorityQueue<>();
    private final Object lock = new Object();
    private final Thread thread;
    private long nextOrder;
    private boolean running;
    private boolean closed;

    /** @param clock decides what is due */
    public Timeline(ReplicaClock clock) {
        this.clock = clock;
        clock.addJumpListener(jumpListener);
        thread = new Thread(this::loop, "replica-timeline");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Runs an action once the clock has reached a time; at once if it has.
     *
     * @param dueNanos nanoseconds since the epoch
     * @param action short, not blocking
     */
    public Appointment at(long dueNanos, Runnable action) {
        Appointment appointment = new Appointment(action);
        synchronized (lock) {
            entries.add(new Entry(dueNanos, nextOrder++, appointment));
            lock.notifyAll();
        }
        return appointment;
    }

    /** An action that is to be run. Thread-safe. */
    public static final class Appointment {
        private volatile Runnable action;

        private Appointment(Runnable action) {
            this.action = action;
        }

        /** It is not run any more unless it runs already, and what it refers to is not held any longer. */
        public void cancel() {
            action = null;
        }

        private void run() {
            Runnable due = action;
            if (due != null) {
                due.run();
            }
        }
    }

    private void wake() {
        synchronized (lock) {
            lock.notifyAll();
        }
    }

    /** Whether nothing is due or running. */
    public boolean isQuiet() {
        synchronized (lock) {
            return !running && (entries.isEmpty() || entries.peek().dueNanos > clock.nanos());
        }
    }

    private void loop() {
        try {
            while (true) {
                Appointment due = awaitDue();
                if (due == null) {
                    return;
                }
                run(due);
            }
        } catch (InterruptedException e) {
            LOG.debug("Timeline stopped");
        }
    }

    private Appointment awaitDue() throws InterruptedException {
        synchronized (lock) {
            running = false;
            while (!closed) {
                long sleep = entries.isEmpty() ? Long.MAX_VALUE : clock.sleepNanos(entries.peek().dueNanos);
                if (sleep <= 0) {
                    running = true;
                    return entries.poll().action;
                }
                // Zero would mean for ever; the remainder below a millisecond is waited for in full.
                lock.wait(sleep == Long.MAX_VALUE ? 0 : sleep / NANOS_PER_MILLI + 1);
            }
            return null;
        }
    }

    private static void run(Appointment action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            LOG.warn("A scheduled action failed", e);
        }
    }

    /** Drops what is not due yet and stops the thread. */
    @Override
    public void close() {
        clock.removeJumpListener(jumpListener);
        synchronized (lock) {
            closed = true;
            entries.clear();
            lock.notifyAll();
        }
    }
}
