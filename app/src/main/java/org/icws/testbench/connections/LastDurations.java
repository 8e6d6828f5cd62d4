package org.icws.testbench.connections;

import java.util.Arrays;

/** The last few durations of one kind: so small that thousands of connections can have their own. Not thread-safe. */
final class LastDurations {

    /** How many are kept. */
    static final int MOST = 128;

    /** Fewer than this make no percentile. */
    static final int ENOUGH = 20;

    private static final int FIRST_SIZE = 16;
    private static final long MICRO = 1_000;

    private int[] micros = new int[FIRST_SIZE];
    private int count;
    private int next;

    void add(long nanos) {
        if (next == micros.length && micros.length < MOST) {
            micros = Arrays.copyOf(micros, micros.length * 2);
        }
        next = next == MOST ? 0 : next;
        micros[next++] = (int) Math.min(Integer.MAX_VALUE, Math.max(0, nanos / MICRO));
        count = Math.min(MOST, count + 1);
    }

    int count() {
        return count;
    }

    /** What nineteen of twenty do not exceed, nanoseconds; -1 while there are too few to say. */
    long p95Nanos() {
        if (count < ENOUGH) {
            return -1;
        }
        int[] sorted = Arrays.copyOf(micros, count);
        Arrays.sort(sorted);
        return sorted[(count * 95 + 99) / 100 - 1] * MICRO;
    }
}
