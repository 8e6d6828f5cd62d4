package org.icws.replica;

import java.time.Duration;
import java.util.Objects;

/**
 * Network delays that the replica adds before it handles a request. Each request draws its own delay, uniformly between the two
 * bounds; the sequence of draws depends on the seed only. Immutable.
 *
 * @param minUpdate smallest delay of a call
 * @param maxUpdate largest delay of a call
 * @param minQuery smallest delay of a query or read_state
 * @param maxQuery largest delay of a query or read_state
 * @param seed start of the random sequence
 */
public record LatencyProfile(Duration minUpdate, Duration maxUpdate, Duration minQuery, Duration maxQuery, long seed) {
    /** No delay at all. */
    public static final LatencyProfile NONE =
            new LatencyProfile(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, 0);

    /** Checks that both ranges are well-formed. */
    public LatencyProfile {
        requireRange(minUpdate, maxUpdate, "update");
        requireRange(minQuery, maxQuery, "query");
    }

    /**
     * Random delays for calls only.
     *
     * @param min smallest delay
     * @param max largest delay
     * @param seed start of the random sequence
     */
    public static LatencyProfile updates(Duration min, Duration max, long seed) {
        return new LatencyProfile(min, max, Duration.ZERO, Duration.ZERO, seed);
    }

    /**
     * The same random delays for calls, queries and reads.
     *
     * @param min smallest delay
     * @param max largest delay
     * @param seed start of the random sequence
     */
    public static LatencyProfile uniform(Duration min, Duration max, long seed) {
        return new LatencyProfile(min, max, min, max, seed);
    }

    private static void requireRange(Duration min, Duration max, String what) {
        Objects.requireNonNull(min, what);
        Objects.requireNonNull(max, what);
        if (min.isNegative() || max.compareTo(min) < 0) {
            throw new IllegalArgumentException("Not a range of " + what + " delays: " + min + " to " + max);
        }
    }
}
