package org.icws.replica;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that moves only when told to, for tests. Thread-safe. */
public final class ManualClock implements ReplicaClock {
    private final AtomicLong now;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    /** @param startNanos nanoseconds since the epoch */
    public ManualClock(long startNanos) {
        this.now = new AtomicLong(startNanos);
    }

    /** A manual clock that stands at the present moment. */
    public static ManualClock startingNow() {
        return new ManualClock(SYSTEM.nanos());
    }

    @Override
    public long nanos() {
        return now.get();
    }

    /**
     * Moves the clock forward and wakes everything that waits for it.
     *
     * @param by how far; not negative
     */
    public void advance(Duration by) {
        if (by.isNegative()) {
            throw new IllegalArgumentException("A clock does not go backwards: " + by);
        }
        now.addAndGet(by.toNanos());
        listeners.forEach(Runnable::run);
    }

    @Override
    public long sleepNanos(long dueNanos) {
        return dueNanos <= nanos() ? 0 : Long.MAX_VALUE;
    }

    /** How many listeners wait for jumps. */
    int listenerCount() {
        return listeners.size();
    }

    @Override
    public void addJumpListener(Runnable listener) {
        listeners.add(listener);
    }

    @Override
    public void removeJumpListener(Runnable listener) {
        listeners.remove(listener);
    }
}
