package org.icws.gateway.metrics;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.icws.gateway.ClockSkew;
import org.icws.gateway.GatewayClock;

/**
 * Limits the difference between the network's clock and this machine's. A time the network has certified lies, on the local
 * clock, before the moment the certificate arrived; and if it certifies a call's result, after the moment the call was
 * submitted. Clocks drift, so only the last minutes count. Thread-safe, without locks.
 */
public final class SkewEstimator {
    private static final long WINDOW = Duration.ofMinutes(2).toNanos();

    /** The limits found in one window of time, and those of the window before it. */
    private record Limits(long since, long low, long high, long lowBefore, long highBefore, long observations) {
        Limits with(long low2, long high2, long now) {
            if (now - since >= WINDOW) {
                return new Limits(now, low2, high2, low, high, observations + 1);
            }
            return new Limits(
                    since, Math.max(low, low2), Math.min(high, high2), lowBefore, highBefore, observations + 1);
        }

        long lowest() {
            return Math.max(low, lowBefore);
        }

        long highest() {
            return Math.min(high, highBefore);
        }

        /** A clock that was set in between makes limits that contradict each other; the later ones then count alone. */
        boolean contradict() {
            return lowest() > highest();
        }
    }

    private final GatewayClock clock;
    private final AtomicReference<Limits> limits;

    /** @param clock time */
    public SkewEstimator(GatewayClock clock) {
        this.clock = clock;
        this.limits = new AtomicReference<>(fresh(clock.monotonicNanos(), Long.MIN_VALUE, Long.MAX_VALUE, 0));
    }

    private static Limits fresh(long now, long low, long high, long observations) {
        return new Limits(now, low, high, Long.MIN_VALUE, Long.MAX_VALUE, observations);
    }

    /**
     * A certified time that has arrived.
     *
     * @param networkNanos the certified time
     * @param arrivedNanos local time of its arrival
     */
    public void arrived(long networkNanos, long arrivedNanos) {
        observe(networkNanos - arrivedNanos, Long.MAX_VALUE);
    }

    /**
     * The certified time of a call's result that has arrived.
     *
     * @param networkNanos the certified time
     * @param submittedNanos local time of the call's submission
     * @param arrivedNanos local time of the result's arrival
     */
    public void answered(long networkNanos, long submittedNanos, long arrivedNanos) {
        observe(networkNanos - arrivedNanos, networkNanos - submittedNanos);
    }

    private void observe(long low, long high) {
        long now = clock.monotonicNanos();
        limits.updateAndGet(before -> {
            Limits after = before.with(low, high, now);
            return after.contradict() ? fresh(now, low, high, after.observations()) : after;
        });
    }

    /** @return what is known */
    public ClockSkew estimate() {
        Limits known = limits.get();
        return new ClockSkew(nearestToZero(known), known.lowest(), known.highest(), known.observations());
    }

    /** @return a time of the network on the local clock */
    public long toLocal(long networkNanos) {
        return networkNanos - nearestToZero(limits.get());
    }

    /** Clocks that agree are the usual case: nothing is corrected unless it must be. */
    private static long nearestToZero(Limits known) {
        return Math.max(known.lowest(), Math.min(known.highest(), 0));
    }
}
