package org.icws.replica;

import java.time.Duration;
import java.util.Objects;
import java.util.random.RandomGenerator;

/** How long something takes: a distribution to draw from. Immutable. */
public sealed interface Delay {
    /** The longest delay. */
    Duration LONGEST = Duration.ofDays(1);

    /** No delay. */
    Delay NONE = new Fixed(Duration.ZERO);

    /**
     * Draws once.
     *
     * @param random source of chance
     * @return nanoseconds, not negative
     */
    long draw(RandomGenerator random);

    /**
     * Always the same.
     *
     * @param duration not negative, at most {@link #LONGEST}
     */
    record Fixed(Duration duration) implements Delay {
        /** Checks the range. */
        public Fixed {
            requireRange(duration);
        }

        @Override
        public long draw(RandomGenerator random) {
            return duration.toNanos();
        }
    }

    /**
     * Every length between two bounds equally often.
     *
     * @param min shortest
     * @param max longest, not below {@code min}, at most {@link #LONGEST}
     */
    record Uniform(Duration min, Duration max) implements Delay {
        /** Checks the range. */
        public Uniform {
            requireRange(min);
            requireRange(max);
            if (max.compareTo(min) < 0) {
                throw new IllegalArgumentException("Not a range of delays: " + min + " to " + max);
            }
        }

        @Override
        public long draw(RandomGenerator random) {
            long span = max.toNanos() - min.toNanos();
            return min.toNanos() + (span == 0 ? 0 : random.nextLong(span + 1));
        }
    }

    /**
     * Mostly near the median, sometimes much longer, as networks behave.
     *
     * @param median half of the draws are shorter
     * @param sigma spread: about two thirds of the draws are between median / e^sigma and median * e^sigma; 0 to 3
     * @param max longer draws are cut to this
     */
    record LogNormal(Duration median, double sigma, Duration max) implements Delay {
        private static final double MAX_SIGMA = 3;

        /** Checks the ranges. */
        public LogNormal {
            requireRange(median);
            requireRange(max);
            if (max.compareTo(median) < 0) {
                throw new IllegalArgumentException("The longest delay " + max + " is below the median " + median);
            }
            if (!(sigma >= 0 && sigma <= MAX_SIGMA)) {
                throw new IllegalArgumentException("The spread of a delay is between 0 and 3: " + sigma);
            }
        }

        @Override
        public long draw(RandomGenerator random) {
            double drawn = median.toNanos() * Math.exp(sigma * random.nextGaussian());
            return (long) Math.min(drawn, max.toNanos());
        }
    }

    private static void requireRange(Duration duration) {
        Objects.requireNonNull(duration, "duration");
        if (duration.isNegative()) {
            throw new IllegalArgumentException("A delay cannot be negative: " + duration);
        }
        if (duration.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("A delay is at most a day: " + duration);
        }
    }
}
