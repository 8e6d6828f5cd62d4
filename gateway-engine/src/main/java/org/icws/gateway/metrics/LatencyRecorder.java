package org.icws.gateway.metrics;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/** Latencies from a microsecond up, with three significant digits. Recording is wait-free. */
public final class LatencyRecorder {
    private static final Duration USUAL = Duration.ofMinutes(1);
    private static final int DIGITS = 3;
    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

    private final long maxMicros;
    private final Recorder recorder;
    private final Histogram total;
    private final LongAdder sumMicros = new LongAdder();
    private Histogram interval;
    private long collectedMicros;
    private Percentiles known = new Percentiles(0, 0, 0, 0, 0);

    /**
     * Percentiles in nanoseconds.
     *
     * @param p50 median
     * @param p95 95th percentile
     * @param p99 99th percentile
     * @param max largest
     * @param count samples
     */
    public record Percentiles(long p50, long p95, long p99, long max, long count) {}

    /**
     * Cumulative counts for a monitoring system.
     *
     * @param counts samples at or below each bound
     * @param count all samples
     * @param sumSeconds their sum
     */
    public record Buckets(long[] counts, long count, double sumSeconds) {}

    /** Up to a minute. */
    public LatencyRecorder() {
        this(USUAL);
    }

    /** @param longest latencies above it are counted as it */
    public LatencyRecorder(Duration longest) {
        maxMicros = TimeUnit.NANOSECONDS.toMicros(longest.toNanos());
        recorder = new Recorder(1, maxMicros, DIGITS);
        total = new Histogram(1, maxMicros, DIGITS);
    }

    /** @param nanos a latency; values beyond the range count as its ends */
    public void record(long nanos) {
        record(nanos, 1);
    }

    /**
     * @param nanos a latency
     * @param times how often it is counted
     */
    public void record(long nanos, int times) {
        long micros = Math.max(1, Math.min(maxMicros, TimeUnit.NANOSECONDS.toMicros(nanos)));
        recorder.recordValueWithCount(micros, times);
        sumMicros.add(micros * times);
    }

    /** @return the percentiles of everything recorded so far */
    public synchronized Percentiles percentiles() {
        if (collect() || known.count() != total.getTotalCount()) {
            known = new Percentiles(
                    at(50), at(95), at(99), TimeUnit.MICROSECONDS.toNanos(total.getMaxValue()), total.getTotalCount());
        }
        return known;
    }

    /**
     * @param boundsSeconds upper bounds, ascending
     * @return how many samples lie at or below each
     */
    public synchronized Buckets buckets(double[] boundsSeconds) {
        collect();
        long[] counts = new long[boundsSeconds.length];
        for (int i = 0; i < counts.length; i++) {
            long micros = Math.min(maxMicros, TimeUnit.NANOSECONDS.toMicros((long) (boundsSeconds[i] * NANOS)));
            counts[i] = total.getCountBetweenValues(0, micros);
        }
        return new Buckets(counts, total.getTotalCount(), sumMicros.sum() / 1e6);
    }

    /**
     * Takes over what was recorded since the last time; tells whether there was anything. Looking through the buckets costs some
     * 0.1 ms even when all are empty, and somebody asks every second: the sum, which is raised after each sample, tells as well.
     */
    private boolean collect() {
        long sum = sumMicros.sum();
        if (sum == collectedMicros) {
            return false;
        }
        collectedMicros = sum;
        interval = recorder.getIntervalHistogram(interval);
        total.add(interval);
        return true;
    }

    private long at(double percentile) {
        return TimeUnit.MICROSECONDS.toNanos(total.getValueAtPercentile(percentile));
    }
}
