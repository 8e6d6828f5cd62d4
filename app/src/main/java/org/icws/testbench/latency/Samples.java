package org.icws.testbench.latency;

import java.util.ArrayDeque;
import java.util.Arrays;

/** Durations with the time they were measured at, for the last minutes. Bounded. Not thread-safe. */
public final class Samples {

    /** Fewer samples than this make no percentile. */
    public static final int ENOUGH = 20;

    private record Sample(long atNanos, long durationNanos) {}

    /**
     * What the samples of a window say.
     *
     * @param count how many there are; the other numbers are 0 without any
     */
    public record Stats(int count, long p50Nanos, long p95Nanos, long p99Nanos, long maxNanos) {

        static final Stats NONE = new Stats(0, 0, 0, 0, 0);

        /** Whether percentiles mean anything. */
        public boolean enough() {
            return count >= ENOUGH;
        }
    }

    private final int capacity;
    private final ArrayDeque<Sample> samples = new ArrayDeque<>();

    /** Keeps at most this many samples, the newest ones. */
    public Samples(int capacity) {
        this.capacity = capacity;
    }

    public void add(long atNanos, long durationNanos) {
        if (samples.size() == capacity) {
            samples.removeFirst();
        }
        samples.addLast(new Sample(atNanos, durationNanos));
    }

    public void clear() {
        samples.clear();
    }

    /** Percentiles of what was measured at or after a time. */
    public Stats since(long fromNanos) {
        long[] sorted = samples.stream()
                .filter(s -> s.atNanos() >= fromNanos)
                .mapToLong(Sample::durationNanos)
                .toArray();
        if (sorted.length == 0) {
            return Stats.NONE;
        }
        Arrays.sort(sorted);
        return new Stats(sorted.length, at(sorted, .50), at(sorted, .95), at(sorted, .99), sorted[sorted.length - 1]);
    }

    /** The smallest value that at least this share of the samples does not exceed. */
    private static long at(long[] sorted, double share) {
        return sorted[(int) Math.max(0, Math.ceil(share * sorted.length) - 1)];
    }
}
