package org.icws.replica.state;

import java.util.function.LongSupplier;

/** Certified time: follows a clock but never stands still or goes back from one use to the next. Thread-safe. */
public final class MonotonicTime {
    private final LongSupplier clock;
    private long last;

    /** @param clock nanoseconds since the epoch */
    public MonotonicTime(LongSupplier clock) {
        this.clock = clock;
    }

    /** A time later than every one given out before. */
    public synchronized long next() {
        last = Math.max(clock.getAsLong(), last + 1);
        return last;
    }

    /** Never gives out a time that an earlier run of the network has given out. */
    public synchronized void continueFrom(long earlierNanos) {
        last = Math.max(last, earlierNanos);
    }

    /** What the clock says, which may be a little behind certified time. */
    public long clock() {
        return clock.getAsLong();
    }

    /** The present time, not before the newest one given out by {@link #next()}. */
    public synchronized long now() {
        return Math.max(clock.getAsLong(), last);
    }
}
