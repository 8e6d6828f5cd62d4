package org.icws.testbench.load;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/** Counts and measures while the load is on. Thread-safe. */
final class LoadStats {
    private static final long LONGEST_MICROS = TimeUnit.MINUTES.toMicros(10);
    private static final int MAX_KINDS = 100;

    /** What is timed. */
    enum Span {
        OPENING,
        ROUND_TRIP,
        CLIENT_TO_CANISTER,
        CANISTER_TO_CLIENT
    }

    private final Map<Span, Recorder> recorders = new java.util.EnumMap<>(Span.class);
    private final Map<String, LongAdder> errors = new ConcurrentHashMap<>();
    final LongAdder opened = new LongAdder();
    final LongAdder sent = new LongAdder();
    final LongAdder answered = new LongAdder();

    LoadStats() {
        for (Span span : Span.values()) {
            recorders.put(span, new Recorder(LONGEST_MICROS, 3));
        }
    }

    /** Notes a duration; one that clocks make negative counts as none. */
    void record(Span span, long nanos) {
        long micros = TimeUnit.NANOSECONDS.toMicros(nanos);
        recorders.get(span).recordValue(Math.max(0, Math.min(LONGEST_MICROS, micros)));
    }

    void error(String kind) {
        String known = errors.size() < MAX_KINDS || errors.containsKey(kind) ? kind : "others";
        errors.computeIfAbsent(known, k -> new LongAdder()).increment();
    }

    long errorCount() {
        return errors.values().stream().mapToLong(LongAdder::sum).sum();
    }

    Map<String, Long> errors() {
        Map<String, Long> sums = new TreeMap<>();
        errors.forEach((kind, count) -> sums.put(kind, count.sum()));
        return sums;
    }

    /** Everything recorded since the last call. */
    Histogram take(Span span) {
        return recorders.get(span).getIntervalHistogram();
    }
}
