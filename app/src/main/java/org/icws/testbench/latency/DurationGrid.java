package org.icws.testbench.latency;

import java.util.ArrayList;
import java.util.Arrays;
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
    private final long[][] brought = new long[COLUMNS][BUCKETS];
    private long newest = Long.MIN_VALUE;

    /** @param messages how many messages the poll brought */
    void add(long atNanos, long durationNanos, int messages) {
        long column = atNanos / COLUMN_NANOS;
        advance(column);
        if (column > newest - COLUMNS) {
            int bucket = bucket(durationNanos);
            counts[index(column)][bucket]++;
            brought[index(column)][bucket] += messages;
        }
    }

    void clear() {
        for (int i = 0; i < COLUMNS; i++) {
            Arrays.fill(counts[i], 0);
            Arrays.fill(brought[i], 0);
        }
        newest = Long.MIN_VALUE;
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
            Arrays.fill(counts[index(c)], 0);
            Arrays.fill(brought[index(c)], 0);
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

    /**
     * A cell in words: its length of time, when, how many polls fell into it, also as a share of its column, and what they
     * brought.
     */
    String words(long nowNanos, int column, int bucket, int count) {
        long start = start(nowNanos, column);
        int[] all = counts[index(start / COLUMN_NANOS)];
        long total = java.util.Arrays.stream(all).sum();
        String share = total == 0 ? "" : ", " + 100 * count / total + " %";
        return range(bucket) + "\n" + Format.shortClock(start) + " to " + Format.shortClock(start + COLUMN_NANOS) + "\n"
                + Format.count(count, "poll") + share
                + (count == 0 ? "" : "\n" + brought(brought[index(start / COLUMN_NANOS)][bucket]));
    }

    private static String brought(long messages) {
        return messages == 0
                ? "empty: no message came with them"
                : Format.count(messages, "message") + " · click to see " + (messages == 1 ? "it" : "them");
    }

    /** The filter expression for the messages that came with the polls of a cell; empty if none did. */
    String filter(long nowNanos, int column, int bucket) {
        long start = start(nowNanos, column);
        if (brought[index(start / COLUMN_NANOS)][bucket] == 0) {
            return "";
        }
        long low = bucket == 0 ? 0 : 1L << bucket - 1;
        String range = bucket == BUCKETS - 1 ? ">" + low : low + ".." + (1L << bucket);
        return "~poll " + range + " & ~at " + Format.shortClock(start) + ".." + Format.shortClock(start + COLUMN_NANOS);
    }

    private static long start(long nowNanos, int column) {
        return (nowNanos / COLUMN_NANOS - COLUMNS + 1 + column) * COLUMN_NANOS;
    }

    private static String range(int bucket) {
        int end = 1 << bucket;
        return bucket == 0
                ? "up to 1 ms"
                : bucket == BUCKETS - 1 ? "more than " + end / 2 + " ms" : end / 2 + " to " + end + " ms";
    }
}
