package org.icws.replica;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** Another clock that can be put forward. Thread-safe. */
final class AdjustableClock implements ReplicaClock {
    /** Nanoseconds since the epoch end in 2262; messages add their deadlines to the time. */
    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final ReplicaClock base;
    private final AtomicLong offset = new AtomicLong();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    AdjustableClock(ReplicaClock base) {
        this.base = base;
    }

    void advance(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException(
                    "A network's time never goes back: it cannot be advanced by " + duration);
        }
        if (duration.compareTo(Duration.between(time(), LATEST)) > 0) {
            throw new IllegalArgumentException("A network's time ends at " + LATEST + ": it is " + time()
                    + ", and cannot be advanced by " + duration);
        }
        offset.addAndGet(duration.toNanos());
        listeners.forEach(Runnable::run);
    }

    private Instant time() {
        long now = nanos();
        return Instant.ofEpochSecond(now / NANOS_PER_SECOND, now % NANOS_PER_SECOND);
    }

    /** Puts it forward to a time. */
    void set(Instant wanted) {
        Duration ahead = Duration.between(time(), wanted);
        if (ahead.isNegative()) {
            throw new IllegalArgumentException(
                    "A network's time never goes back: it is " + time() + ", and cannot be set to " + wanted);
        }
        advance(ahead);
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
