package org.icws.gateway.metrics;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/** Latencies between a microsecond and a minute, with three significant digits. Recording is wait-free. */
public final class LatencyRecorder {
    private static final long MAX_MICROS = TimeUnit.MINUTES.toMicros(1);
    private static final int DIGITS = 3;

    private final Recorder recorder = new Recorder(1, MAX_MICROS, DIGITS);
    private final Histogram total = new Histogram(1, MAX_MICROS, DIGITS);
    private Histogram interval;

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

    /** @param nanos a latency; values beyond the range count as its ends */
    public void record(long nanos) {
        recorder.recordValue(Math.max(1, Math.min(MAX_MICROS, TimeUnit.NANOSECONDS.toMicros(nanos))));
    }

    /** @return the percentiles of everything recorded so far */
    public synchronized Percentiles percentiles() {
        interval = recorder.getIntervalHistogram(interval);
        total.add(interval);
        return new Percentiles(
                at(50), at(95), at(99), TimeUnit.MICROSECONDS.toNanos(total.getMaxValue()), total.getTotalCount());
    }

    private long at(double percentile) {
        return TimeUnit.MICROSECONDS.toNanos(total.getValueAtPercentile(percentile));
    }
}
