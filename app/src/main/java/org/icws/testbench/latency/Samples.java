package org.icws.testbench.latency;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Durations with the time they were measured at, for the last minutes. Bounded. Not thread-safe. */
public final class Samples {

    /** Fewer samples than this make no percentile. */
    public static final int ENOUGH = 20;

    private static final double NANOS_PER_MILLI = 1e6;

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

    /**
     * How percentiles went: those of each of some equal parts of a time, oldest first. The first begins with the first sample; a
     * part without samples is like the one before it. Fewer samples than make a percentile have no course.
     *
     * @param parts how many parts
     * @param shares which percentiles: .95, or 1 for the longest
     * @return for each share its course, in milliseconds
     */
    public double[][] courses(long fromNanos, long toNanos, int parts, double... shares) {
        List<Sample> inside =
                samples.stream().filter(s -> s.atNanos() >= fromNanos).toList();
        if (inside.size() < ENOUGH) {
            return new double[shares.length][0];
        }
        long first = inside.get(0).atNanos();
        double nanosEach = Math.max(1, toNanos - first) / (double) parts;
        List<LongStream.Builder> split =
                Stream.generate(LongStream::builder).limit(parts).toList();
        for (Sample sample : inside) {
            int part = (int) Math.min(parts - 1, Math.max(0, (sample.atNanos() - first) / nanosEach));
            split.get(part).add(sample.durationNanos());
        }
        List<long[]> sorted =
                split.stream().map(part -> part.build().sorted().toArray()).toList();
        return Arrays.stream(shares).mapToObj(share -> course(sorted, share)).toArray(double[][]::new);
    }

    private static double[] course(List<long[]> sorted, double share) {
        double[] course = new double[sorted.size()];
        for (int i = 0; i < course.length; i++) {
            long[] part = sorted.get(i);
            course[i] = part.length == 0 ? course[Math.max(0, i - 1)] : at(part, share) / NANOS_PER_MILLI;
        }
        return course;
    }

    /** The smallest value that at least this share of the samples does not exceed. */
    private static long at(long[] sorted, double share) {
        return sorted[(int) Math.max(0, Math.ceil(share * sorted.length) - 1)];
    }
}
