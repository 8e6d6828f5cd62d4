package org.icws.testbench.replica;

import java.time.Duration;
import org.icws.replica.Delay;
import org.icws.replica.LatencyProfile;

/**
 * Delays as a person sets them.
 *
 * @param kind which of the four choices
 * @param queryMillis delay of a query
 * @param updateMillis delay of an update
 * @param jitterPercent how far each delay may be off, both ways
 */
public record Delays(Kind kind, int queryMillis, int updateMillis, int jitterPercent) {

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

    static final Delays NONE = new Delays(Kind.NONE, 0, 0, 0);
    static final Delays LOCAL = new Delays(Kind.LOCAL, 3, 50, 20);

    private static final double PERCENT = 100.0;

    /** The delays of a choice; those for a person's own begin with what was there. */
    Delays choose(Kind next) {
        return switch (next) {
            case NONE -> NONE;
            case LOCAL -> LOCAL;
            case MAINNET ->
                new Delays(
                        Kind.MAINNET,
                        median(LatencyProfile.MAINNET_LIKE.query()),
                        median(LatencyProfile.MAINNET_LIKE.update()),
                        0);
            case CUSTOM -> new Delays(Kind.CUSTOM, queryMillis, updateMillis, jitterPercent);
        };
    }

    /** What the network is told. */
    LatencyProfile profile() {
        return switch (kind) {
            case NONE -> LatencyProfile.NONE;
            case MAINNET -> LatencyProfile.MAINNET_LIKE;
            default -> new LatencyProfile(range(updateMillis), range(queryMillis), 1);
        };
    }

    /** What the network has, as a person would set it. */
    static Delays of(LatencyProfile profile) {
        if (profile.equals(LatencyProfile.NONE)) {
            return NONE;
        }
        if (profile.equals(LatencyProfile.MAINNET_LIKE)) {
            return NONE.choose(Kind.MAINNET);
        }
        if (profile.equals(LOCAL.profile())) {
            return LOCAL;
        }
        return new Delays(Kind.CUSTOM, median(profile.query()), median(profile.update()), jitter(profile.update()));
    }

    private Delay range(int millis) {
        double off = millis * jitterPercent / PERCENT;
        return new Delay.Uniform(micros(millis - off), micros(millis + off));
    }

    private static Duration micros(double millis) {
        return Duration.ofNanos(Math.round(millis * 1_000) * 1_000);
    }

    private static int median(Delay delay) {
        if (delay instanceof Delay.Fixed fixed) {
            return (int) fixed.duration().toMillis();
        }
        if (delay instanceof Delay.Uniform range) {
            return (int) range.min().plus(range.max()).dividedBy(2).toMillis();
        }
        return (int) ((Delay.LogNormal) delay).median().toMillis();
    }

    private static int jitter(Delay delay) {
        if (delay instanceof Delay.Uniform range && !range.max().isZero()) {
            double middle = range.min().plus(range.max()).toNanos() / 2.0;
            return (int) Math.round(PERCENT * (range.max().toNanos() - middle) / middle);
        }
        return 0;
    }
}
