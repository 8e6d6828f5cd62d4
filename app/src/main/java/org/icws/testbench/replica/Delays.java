package org.icws.testbench.replica;

import java.time.Duration;
import java.util.Locale;
import org.icws.replica.Delay;
import org.icws.replica.LatencyProfile;

/**
 * Delays as a person sets them.
 *
 * @param kind which of the choices
 * @param profile what the network is told
 */
public record Delays(Kind kind, LatencyProfile profile) {

    /** The choices. */
    public enum Kind {
        NONE("None"),
        LOCAL("Local"),
        MAINNET("Mainnet"),
        CUSTOM("Custom");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }
    }

    private static final int LOCAL_UPDATE = 50;
    private static final int LOCAL_QUERY = 3;
    private static final int LOCAL_JITTER = 20;
    private static final double PERCENT = 100.0;

    static final Delays NONE = new Delays(Kind.NONE, LatencyProfile.NONE);
    static final Delays MAINNET = new Delays(Kind.MAINNET, LatencyProfile.MAINNET_LIKE);
    static final Delays LOCAL = new Delays(
            Kind.LOCAL, new LatencyProfile(range(LOCAL_UPDATE, LOCAL_JITTER), range(LOCAL_QUERY, LOCAL_JITTER), 1));

    /** What the network has, as a person would call it. */
    static Delays of(LatencyProfile profile) {
        for (Delays known : new Delays[] {NONE, LOCAL, MAINNET}) {
            if (profile.equals(known.profile)) {
                return known;
            }
        }
        return new Delays(Kind.CUSTOM, profile);
    }

    /** The delays of a choice; a person's own begin with what was there. */
    Delays choose(Kind next) {
        return switch (next) {
            case NONE -> NONE;
            case LOCAL -> LOCAL;
            case MAINNET -> MAINNET;
            case CUSTOM -> new Delays(Kind.CUSTOM, profile);
        };
    }

    /** Another middle of a query's delay; the kind of spread stays. */
    Delays withQuery(int millis) {
        return custom(profile.update(), moved(profile.query(), millis));
    }

    /** Another middle of an update's delay; the kind of spread stays. */
    Delays withUpdate(int millis) {
        return custom(moved(profile.update(), millis), profile.query());
    }

    /** Another spread of both, which are then drawn evenly from a range. */
    Delays withJitter(int percent) {
        return custom(range(updateMillis(), percent), range(queryMillis(), percent));
    }

    private Delays custom(Delay update, Delay query) {
        return new Delays(Kind.CUSTOM, new LatencyProfile(update, query, profile.seed()));
    }

    private Delay moved(Delay delay, int millis) {
        Duration middle = middle(delay);
        if (middle.isZero()) {
            return range(millis, jitterPercent());
        }
        double factor = millis * 1e6 / middle.toNanos();
        if (delay instanceof Delay.Uniform range) {
            return new Delay.Uniform(scaled(range.min(), factor), scaled(range.max(), factor));
        }
        if (delay instanceof Delay.LogNormal spread) {
            return new Delay.LogNormal(scaled(spread.median(), factor), spread.sigma(), scaled(spread.max(), factor));
        }
        return new Delay.Fixed(Duration.ofMillis(millis));
    }

    private static Duration scaled(Duration duration, double factor) {
        return Duration.ofNanos(Math.round(duration.toNanos() * factor / 1_000) * 1_000);
    }

    private static Delay range(int millis, int jitterPercent) {
        if (jitterPercent == 0) {
            return new Delay.Fixed(Duration.ofMillis(millis));
        }
        double off = jitterPercent / PERCENT;
        Duration middle = Duration.ofMillis(millis);
        return new Delay.Uniform(scaled(middle, 1 - off), scaled(middle, 1 + off));
    }

    /** The middle of a query's delay. */
    int queryMillis() {
        return (int) Math.round(middle(profile.query()).toNanos() / 1e6);
    }

    /** The middle of an update's delay. */
    int updateMillis() {
        return (int) Math.round(middle(profile.update()).toNanos() / 1e6);
    }

    /** How far a delay may be off, both ways; 0 without a range. */
    int jitterPercent() {
        int update = jitter(profile.update());
        return update == 0 ? jitter(profile.query()) : update;
    }

    /** Whether a delay has a spread that is no even range. */
    boolean hasOwnSpread() {
        return profile.update() instanceof Delay.LogNormal || profile.query() instanceof Delay.LogNormal;
    }

    private static Duration middle(Delay delay) {
        if (delay instanceof Delay.Fixed fixed) {
            return fixed.duration();
        }
        if (delay instanceof Delay.Uniform range) {
            return range.min().plus(range.max()).dividedBy(2);
        }
        return ((Delay.LogNormal) delay).median();
    }

    private static int jitter(Delay delay) {
        if (delay instanceof Delay.Uniform range && !range.max().isZero()) {
            double middle = middle(range).toNanos();
            return (int) Math.round(PERCENT * (range.max().toNanos() - middle) / middle);
        }
        return 0;
    }

    /** A delay in words: {@code 40–60 ms}, {@code 120 ms, σ 0.5, at most 3,000 ms}. */
    static String words(Delay delay) {
        if (delay instanceof Delay.Fixed fixed) {
            return fixed.duration().isZero() ? "none" : millis(fixed.duration()) + " ms";
        }
        if (delay instanceof Delay.Uniform range) {
            return millis(range.min()) + "–" + millis(range.max()) + " ms";
        }
        Delay.LogNormal spread = (Delay.LogNormal) delay;
        return millis(spread.median()) + " ms, σ " + plain(spread.sigma()) + ", at most " + millis(spread.max())
                + " ms";
    }

    /** Milliseconds without more digits than there are. */
    static String millis(Duration duration) {
        return plain(duration.toNanos() / 1e6);
    }

    static String plain(double number) {
        return number == Math.rint(number)
                ? String.format(Locale.ROOT, "%,.0f", number)
                : new java.math.BigDecimal(Double.toString(number))
                        .stripTrailingZeros()
                        .toPlainString();
    }
}
