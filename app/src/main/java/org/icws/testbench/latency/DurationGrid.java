package org.icws.testbench.latency;

import java.util.ArrayList;
import java.util.List;
import org.icws.testbench.control.Heatmap;
import org.icws.testbench.store.Format;

/** Counts durations for each five seconds and each doubling of the length, over the last five minutes. */
final class DurationGrid {

    static final int COLUMNS = 60;
    private static final long COLUMN_NANOS = 5_000_000_000L;
    private static final double FIRST_MILLIS = 1;
    private static final int BUCKETS = 10;

    private final int[][] counts = new int[COLUMNS][BUCKETS];
    private long newest = Long.MIN_VALUE;

    void add(long atNanos, long durationNanos) {
        long column = atNanos / COLUMN_NANOS;
        advance(column);
        if (column > newest - COLUMNS) {
            counts[index(column)][bucket(durationNanos)]++;
        }
    }

    /** Bucket 0 is everything up to a millisecond, each further one ends at twice as much, the last one has no end. */
    private static int bucket(long durationNanos) {
        double end = FIRST_MILLIS;
        int bucket = 0;
        while (bucket < BUCKETS - 1 && durationNanos / 1e6 > end) {
            end *= 2;
            bucket++;
        }
        return bucket;
    }

    private void advance(long column) {
        if (newest == Long.MIN_VALUE) {
            newest = column;
        }
        for (long c = Math.max(newest + 1, column - COLUMNS + 1); c <= column; c++) {
            counts[index(c)] = new int[BUCKETS];
        }
        newest = Math.max(newest, column);
    }

    private static int index(long column) {
        return (int) Math.floorMod(column, (long) COLUMNS);
    }

    /** The last five minutes, the running five seconds at the right. */
    Heatmap.Picture picture(long nowNanos) {
        long last = nowNanos / COLUMN_NANOS;
        advance(last);
        int[][] shown = new int[COLUMNS][];
        for (int i = 0; i < COLUMNS; i++) {
            shown[i] = counts[index(last - COLUMNS + 1 + i)].clone();
        }
        List<String> buckets = new ArrayList<>();
        for (int b = 0; b < BUCKETS; b++) {
            buckets.add(b == 0 ? "1 ms" : b == BUCKETS - 1 ? "more" : String.valueOf(1 << b));
        }
        List<String> times = new ArrayList<>();
        for (int i = 0; i <= 5; i++) {
            times.add(Format.shortClock((last - COLUMNS + (long) COLUMNS * i / 5) * COLUMN_NANOS));
        }
        return new Heatmap.Picture(shown, buckets, times);
    }

    /** A cell in words: its length of time and how many polls fell into it. */
    static String words(int bucket, int count) {
        int end = 1 << bucket;
        String range = bucket == 0
                ? "up to 1 ms"
                : bucket == BUCKETS - 1 ? "more than " + end / 2 + " ms" : end / 2 + " to " + end + " ms";
        return range + ": " + Format.count(count, "poll") + " in 5 s";
    }
}
