package org.icws.replica;

import java.time.Duration;
import java.util.Objects;

/**
 * Network delays that the replica adds before it handles a request. Each request draws its own delay; the sequence of draws depends
 * on the seed only. Immutable.
 *
 * @param update delay of a call
 * @param query delay of a query or read_state
 * @param seed start of the random sequence
 */
public record LatencyProfile(Delay update, Delay query, long seed) {
    /** No delay at all. */
    public static final LatencyProfile NONE = new LatencyProfile(Delay.NONE, Delay.NONE, 0);

    /**
     * About what users of the public network see: calls take their 1 to 3 seconds until they are certified, queries a good 100
     * milliseconds, and now and then one takes much longer.
     */
    public static final LatencyProfile MAINNET_LIKE = new LatencyProfile(
            new Delay.LogNormal(Duration.ofMillis(1500), 0.35, Duration.ofSeconds(8)),
            new Delay.LogNormal(Duration.ofMillis(120), 0.5, Duration.ofSeconds(3)),
            1);

    /** Checks that both delays are there. */
    public LatencyProfile {
        Objects.requireNonNull(update, "update");
        Objects.requireNonNull(query, "query");
    }

    /**
     * Random delays for calls only.
     *
     * @param min smallest delay
     * @param max largest delay
     * @param seed start of the random sequence
     */
    public static LatencyProfile updates(Duration min, Duration max, long seed) {
        return new LatencyProfile(new Delay.Uniform(min, max), Delay.NONE, seed);
    }

    /**
     * The same random delays for calls, queries and reads.
     *
     * @param min smallest delay
     * @param max largest delay
     * @param seed start of the random sequence
     */
    public static LatencyProfile uniform(Duration min, Duration max, long seed) {
        return new LatencyProfile(new Delay.Uniform(min, max), new Delay.Uniform(min, max), seed);
    }

    /**
     * The same delay for every request.
     *
     * @param update of a call
     * @param query of a query or read_state
     */
    public static LatencyProfile fixed(Duration update, Duration query) {
        return new LatencyProfile(new Delay.Fixed(update), new Delay.Fixed(query), 0);
    }
}
