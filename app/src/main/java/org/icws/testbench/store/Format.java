package org.icws.testbench.store;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** How numbers, sizes and times are written: thousands with a comma, the unit after a space. Thread-safe. */
public final class Format {

    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneId.systemDefault());
    private static final DateTimeFormatter SHORT_CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());

    private Format() {}

    /** {@code 8412} as {@code 8,412}. */
    public static String count(long n) {
        return String.format(Locale.ROOT, "%,d", n);
    }

    /** A count and its noun: {@code 1 message}, {@code 2 messages}. */
    public static String count(long n, String noun) {
        return count(n) + " " + noun + (n == 1 ? "" : "s");
    }

    /** Bytes as {@code 412 B}, {@code 34.2 kB}, {@code 1.3 MB} (powers of 1,000). */
    public static String bytes(long n) {
        if (n < 1_000) {
            return n + " B";
        }
        if (n < 1_000_000) {
            return String.format(Locale.ROOT, n < 100_000 ? "%.1f kB" : "%.0f kB", n / 1e3);
        }
        return String.format(Locale.ROOT, "%.1f MB", n / 1e6);
    }

    /** Nanoseconds as milliseconds without the unit: {@code 0.04}, {@code 4.1}, {@code 93}. */
    public static String millis(long nanos) {
        double ms = nanos / 1e6;
        String pattern = ms < 0.1 ? "%.2f" : ms < 10 ? "%.1f" : "%,.0f";
        return String.format(Locale.ROOT, pattern, ms);
    }

    /** A length of time in seconds with milliseconds and its sign: {@code 12.407}, {@code −0.052}. */
    public static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%s%,.3f", nanos < 0 ? "−" : "", Math.abs(nanos) / 1e9);
    }

    /** A difference in whole milliseconds with its sign: {@code +52}, {@code 0}. */
    public static String delta(long nanos) {
        long ms = nanos / 1_000_000;
        return ms == 0 ? "0" : (ms > 0 ? "+" : "−") + count(Math.abs(ms));
    }

    /** Time of day with milliseconds; {@code nanos} since the epoch. */
    public static String clock(long nanos) {
        return CLOCK.format(instant(nanos));
    }

    /** Time of day in seconds; {@code nanos} since the epoch. */
    public static String shortClock(long nanos) {
        return SHORT_CLOCK.format(instant(nanos));
    }

    /** A length of time as {@code 21:32} or {@code 01:21:32}. */
    public static String elapsed(long nanos) {
        long seconds = Math.max(0, nanos) / NANOS_PER_SECOND;
        if (seconds < 3600) {
            return String.format(Locale.ROOT, "%02d:%02d", seconds / 60, seconds % 60);
        }
        return String.format(Locale.ROOT, "%02d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }

    /** A rate per second: {@code 0.4}, {@code 12.4}, {@code 148}. */
    public static String rate(double perSecond) {
        return String.format(Locale.ROOT, perSecond >= 100 || perSecond == 0 ? "%,.0f" : "%.1f", perSecond);
    }

    /** The first and last digits of a long hex text. */
    public static String shortHex(String hex) {
        return hex.length() <= 16 ? hex : hex.substring(0, 8) + "…" + hex.substring(hex.length() - 4);
    }

    private static Instant instant(long nanos) {
        return Instant.ofEpochSecond(nanos / NANOS_PER_SECOND, nanos % NANOS_PER_SECOND);
    }
}
