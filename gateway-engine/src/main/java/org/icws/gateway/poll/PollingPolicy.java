package org.icws.gateway.poll;

import java.time.Duration;
import java.util.Objects;
import org.icws.gateway.GatewayException;

/**
 * How often a canister is asked for messages. A full page is followed by the next poll at once, and failures by growing
 * pauses, whatever the policy. Intervals are from start to start; a poll that takes longer is followed at once.
 *
 * @param fastest interval while traffic flows in either direction; positive
 * @param slowest interval the pauses grow to, doubling, while nothing happens; at least the fastest
 * @param linger how long after the last message in either direction the fastest interval is kept; not negative
 */
public record PollingPolicy(Duration fastest, Duration slowest, Duration linger) {
    private static final Duration LINGER = Duration.ofSeconds(2);

    /** Refuses intervals that make no sense with a {@link GatewayException}. */
    public PollingPolicy {
        Objects.requireNonNull(fastest, "fastest");
        Objects.requireNonNull(slowest, "slowest");
        Objects.requireNonNull(linger, "linger");
        if (fastest.isNegative() || fastest.isZero()) {
            throw new GatewayException("The poll interval must be positive, not " + fastest);
        }
        if (slowest.compareTo(fastest) < 0) {
            throw new GatewayException("The slowest poll interval, " + slowest + ", is below the fastest, " + fastest);
        }
        if (linger.isNegative()) {
            throw new GatewayException("The time of fast polling must not be negative: " + linger);
        }
    }

    /**
     * @param interval pause between two polls, start to start
     * @return always this interval
     */
    public static PollingPolicy fixed(Duration interval) {
        return new PollingPolicy(interval, interval, Duration.ZERO);
    }

    /**
     * @param fastest interval while traffic flows and for two seconds after it
     * @param slowest interval of a canister that has been silent for long
     * @return an interval that follows the traffic
     */
    public static PollingPolicy adaptive(Duration fastest, Duration slowest) {
        return new PollingPolicy(fastest, slowest, LINGER);
    }

    /** @return true if the interval follows the traffic */
    public boolean isAdaptive() {
        return !fastest.equals(slowest);
    }
}
