package org.icws.replica;

import java.time.Instant;

/**
 * The only source of time of a replica. Implementations are thread-safe. The replica makes certified time strictly monotonic by
 * itself, so a clock may stand still or step backwards.
 */
@FunctionalInterface
public interface ReplicaClock {
    /** The time of the operating system. */
    ReplicaClock SYSTEM = () -> {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000_000L + now.getNano();
    };

    /** Nanoseconds since 1970-01-01T00:00:00Z. */
    long nanos();

    /**
     * How long a waiting thread may sleep, in real nanoseconds, before the clock can have reached the given time. A clock that
     * only moves on command returns {@link Long#MAX_VALUE} and reports each move to its listeners.
     *
     * @param dueNanos nanoseconds since the epoch
     */
    default long sleepNanos(long dueNanos) {
        return Math.max(0, dueNanos - nanos());
    }

    /**
     * Registers a listener that is told after each jump of the clock. Clocks that never jump ignore it.
     *
     * @param listener called on the thread that moves the clock; must not block
     */
    default void addJumpListener(Runnable listener) {}

    /**
     * Removes a listener registered before; unknown listeners are ignored.
     *
     * @param listener the same object as was registered
     */
    default void removeJumpListener(Runnable listener) {}
}
