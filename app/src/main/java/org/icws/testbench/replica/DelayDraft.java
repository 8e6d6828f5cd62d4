package org.icws.testbench.replica;

import java.time.Duration;
import org.icws.replica.Delay;

/**
 * A delay as it is being written, in milliseconds.
 *
 * @param kind how it is spread
 * @param first the delay, the shortest, or the median
 * @param second the longest
 * @param sigma the spread of a log-normal one
 */
record DelayDraft(Kind kind, String first, String second, String sigma) {

    /** How a delay is spread. */
    enum Kind {
        NONE("None"),
        FIXED("Fixed"),
        RANGE("Even range"),
        LOG_NORMAL("Log-normal");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    private static final double MOST_MILLIS = 600_000;

    static DelayDraft of(Delay delay) {
        if (delay instanceof Delay.Uniform range) {
            return new DelayDraft(Kind.RANGE, Delays.millis(range.min()), Delays.millis(range.max()), "");
        }
        if (delay instanceof Delay.LogNormal spread) {
            return new DelayDraft(
                    Kind.LOG_NORMAL,
                    Delays.millis(spread.median()),
                    Delays.millis(spread.max()),
                    Delays.plain(spread.sigma()));
        }
        Duration fixed = ((Delay.Fixed) delay).duration();
        return fixed.isZero()
                ? new DelayDraft(Kind.NONE, "", "", "")
                : new DelayDraft(Kind.FIXED, Delays.millis(fixed), "", "");
    }

    /**
     * The delay that is written.
     *
     * @throws IllegalArgumentException saying what is wrong, in a sentence
     */
    Delay delay() {
        return switch (kind) {
            case NONE -> Delay.NONE;
            case FIXED -> new Delay.Fixed(millis(first, "The delay"));
            case RANGE -> {
                Duration min = millis(first, "The shortest");
                Duration max = millis(second, "The longest");
                if (max.compareTo(min) < 0) {
                    throw new IllegalArgumentException("The longest must not be below the shortest.");
                }
                yield new Delay.Uniform(min, max);
            }
            case LOG_NORMAL -> {
                Duration median = millis(first, "The median");
                Duration max = millis(second, "The longest");
                double spread = number(sigma, "The spread σ", 3);
                if (max.compareTo(median) < 0) {
                    throw new IllegalArgumentException("The longest must not be below the median.");
                }
                yield new Delay.LogNormal(median, spread, max);
            }
        };
    }

    private static Duration millis(String text, String what) {
        return Duration.ofNanos(Math.round(number(text, what, MOST_MILLIS) * 1e6));
    }

    private static double number(String text, String what, double most) {
        String digits = text.replaceAll("[,\\s]", "");
        if (!digits.matches("\\d{1,9}(\\.\\d{1,6})?") || Double.parseDouble(digits) > most) {
            throw new IllegalArgumentException(
                    what + " must be a number from 0 to " + Delays.plain(most) + (most == 3 ? "." : " ms."));
        }
        return Double.parseDouble(digits);
    }
}
