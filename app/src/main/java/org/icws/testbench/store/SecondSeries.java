package org.icws.testbench.store;

import java.util.Arrays;

/** Sums per second over the last seconds: rates, and the course a sparkline draws. Not thread-safe. */
public final class SecondSeries {

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final double[] sums;
    private long newest = Long.MIN_VALUE;
    private long first = Long.MAX_VALUE;

    /** Remembers this many seconds. */
    public SecondSeries(int seconds) {
        sums = new double[seconds];
    }

    /** Begins anew. */
    public void clear() {
        Arrays.fill(sums, 0);
        newest = Long.MIN_VALUE;
        first = Long.MAX_VALUE;
    }

    /** Adds an amount at a time in nanoseconds since the epoch. */
    public void add(long atNanos, double amount) {
        long second = atNanos / NANOS_PER_SECOND;
        advance(second);
        if (second > newest - sums.length) {
            sums[index(second)] += amount;
        }
    }

    /** Adds an amount that came some time between two times: an even share of it to each second of that time. */
    public void add(long fromNanos, long toNanos, double amount) {
        double whole = Math.max(1, toNanos - fromNanos);
        advance(toNanos / NANOS_PER_SECOND);
        long oldest = Math.max(fromNanos, (newest - sums.length + 1) * NANOS_PER_SECOND);
        long at = oldest;
        while (at < toNanos) {
            long end = Math.min(toNanos, (at / NANOS_PER_SECOND + 1) * NANOS_PER_SECOND);
            sums[index(at / NANOS_PER_SECOND)] += amount * (end - at) / whole;
            at = end;
        }
        if (fromNanos >= toNanos) {
            add(toNanos, amount);
        }
        first = Math.min(first, oldest / NANOS_PER_SECOND);
    }

    /** Sets the value of the second that a time lies in; for levels instead of sums. */
    public void set(long atNanos, double value) {
        long second = atNanos / NANOS_PER_SECOND;
        boolean fresh = second > newest;
        double before = newest == Long.MIN_VALUE ? value : sums[index(newest)];
        long from = newest;
        advance(second);
        if (fresh && from != Long.MIN_VALUE) {
            // A level stays what it was through seconds in which nobody looked.
            for (long s = Math.max(from + 1, second - sums.length + 1); s < second; s++) {
                sums[index(s)] = before;
            }
        }
        sums[index(second)] = value;
    }

    /** Mean per second over the last full seconds, at most {@code window} of them. */
    public double perSecond(long nowNanos, int window) {
        long now = nowNanos / NANOS_PER_SECOND;
        advance(now);
        long from = Math.max(Math.max(now - window, first), now - sums.length + 1);
        if (from >= now) {
            return 0;
        }
        double total = 0;
        for (long s = from; s < now; s++) {
            total += sums[index(s)];
        }
        return total / (now - from);
    }

    /** The last {@code count} full seconds, oldest first; shorter while the series is young. */
    public double[] course(long nowNanos, int count) {
        long now = nowNanos / NANOS_PER_SECOND;
        advance(now);
        long from = Math.max(Math.max(now - count, first), now - sums.length + 1);
        double[] out = new double[(int) Math.max(0, now - from)];
        for (int i = 0; i < out.length; i++) {
            out[i] = sums[index(from + i)];
        }
        return out;
    }

    /**
     * The same with at most {@code points} values: each is then the mean of as many seconds as it stands for, the last of
     * the newest.
     */
    public double[] course(long nowNanos, int count, int points) {
        double[] all = course(nowNanos, count);
        if (all.length <= points) {
            return all;
        }
        int each = (all.length + points - 1) / points;
        double[] out = new double[(all.length + each - 1) / each];
        for (int i = 0; i < out.length; i++) {
            int until = all.length - (out.length - 1 - i) * each;
            int from = Math.max(0, until - each);
            out[i] = Arrays.stream(all, from, until).sum() / (until - from);
        }
        return out;
    }

    private void advance(long second) {
        if (first == Long.MAX_VALUE) {
            first = second;
            newest = second;
            return;
        }
        if (second <= newest) {
            return;
        }
        if (second - newest >= sums.length) {
            Arrays.fill(sums, 0);
        } else {
            for (long s = newest + 1; s <= second; s++) {
                sums[index(s)] = 0;
            }
        }
        newest = second;
    }

    private int index(long second) {
        return (int) Math.floorMod(second, (long) sums.length);
    }
}
