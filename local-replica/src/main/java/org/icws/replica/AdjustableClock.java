package org.icws.replica;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** Another clock that can be put forward. Thread-safe. */
final class AdjustableClock implements ReplicaClock {
    private final ReplicaClock base;
    private final AtomicLong offset = new AtomicLong();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    AdjustableClock(ReplicaClock base) {
        this.base = base;
    }

    void advance(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("Time only goes forward, not by " + duration);
        }
        offset.addAndGet(duration.toNanos());
        listeners.forEach(Runnable::run);
    }

    /** Goes on from where an earlier run of the network had put it, if that is later. */
    void continueFrom(long earlierNanos) {
        long behind = earlierNanos - nanos();
        if (behind > 0) {
            advance(Duration.ofNanos(behind));
        }
    }

    @Override
    public long nanos() {
        return base.nanos() + offset.get();
    }

    @Override
    public long sleepNanos(long dueNanos) {
        return base.sleepNanos(dueNanos - offset.get());
    }

    @Override
    public void addJumpListener(Runnable listener) {
        listeners.add(listener);
        base.addJumpListener(listener);
    }

    @Override
    public void removeJumpListener(Runnable listener) {
        listeners.remove(listener);
        base.removeJumpListener(listener);
    }
}
