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
        return n >= 0 && n < 1_000 ? Long.toString(n) : grouped(Long.toString(n));
    }

    /** A count and its noun: {@code 1 message}, {@code 2 messages}. */
    public static String count(long n, String noun) {
        return count(n) + " " + noun(n, noun);
    }

    /** The noun alone, as it stands with that number. */
    public static String noun(long n, String noun) {
        return n == 1 ? noun : noun + "s";
    }

    /** Bytes as {@code 412 B}, {@code 34.2 kB}, {@code 1.3 MB} (powers of 1,000). */
    public static String bytes(long n) {
        if (n < 1_000) {
            return n + " B";
        }
        if (n < 1_000_000) {
            return decimals(n / 1e3, n < 100_000 ? 1 : 0) + " kB";
        }
        return decimals(n / 1e6, 1) + " MB";
    }

    /** Nanoseconds as milliseconds without the unit: {@code 0.04}, {@code 4.1}, {@code 93}. */
    public static String millis(long nanos) {
        double ms = nanos / 1e6;
        return decimals(ms, ms < 0.1 ? 2 : ms < 10 ? 1 : 0);
    }

    /** A pause with its unit: {@code 100 ms}, {@code 1.6 s}, {@code 5 s}. */
    public static String interval(long nanos) {
        return nanos < NANOS_PER_SECOND
                ? count(nanos / 1_000_000) + " ms"
                : decimals(nanos / 1e9, nanos % NANOS_PER_SECOND == 0 || nanos >= 10 * NANOS_PER_SECOND ? 0 : 1) + " s";
    }

    /** A length of time in seconds with milliseconds and its sign: {@code 12.407}, {@code −0.052}. */
    public static String seconds(long nanos) {
        return (nanos < 0 ? "−" : "") + decimals(Math.abs(nanos) / 1e9, 3);
    }

    /**
     * A difference with its sign, in milliseconds or, from ten seconds on, in a unit that it names: {@code +52}, {@code 0},
     * {@code +37.8 s}, {@code −12 min}. Never longer than eight characters within a year.
     */
    public static String delta(long nanos) {
        long ms = Math.round(Math.abs(nanos) / 1e6); // as seconds() does, which may stand beside it
        if (ms == 0) {
            return "0";
        }
        String sign = nanos > 0 ? "+" : "−";
        if (ms < 10_000) {
            return sign + count(ms);
        }
        long seconds = ms / 1_000;
        if (seconds < 1_000) {
            return sign + (seconds < 100 ? decimals(ms / 100 / 10.0, 1) : seconds) + " s";
        }
        return sign + (seconds < 60_000 ? seconds / 60 + " min" : seconds / 3_600 + " h");
    }

    /** The same with its unit in any case: {@code +52 ms}. */
    public static String difference(long nanos) {
        String delta = delta(nanos);
        return Character.isLetter(delta.charAt(delta.length() - 1)) ? delta : delta + " ms";
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
        String tail = two(seconds / 60 % 60) + ":" + two(seconds % 60);
        return seconds < 3600 ? tail : two(seconds / 3600) + ":" + tail;
    }

    /** A rate per second: {@code 0.4}, {@code 12.4}, {@code 148}. */
    public static String rate(double perSecond) {
        return decimals(perSecond, perSecond >= 100 || perSecond == 0 ? 0 : 1);
    }

    /** The first and last digits of a long hex text. */
    public static String shortHex(String hex) {
        return hex.length() <= 16 ? hex : hex.substring(0, 8) + "…" + hex.substring(hex.length() - 4);
    }

    /**
     * A number with so many decimals (0 to 3), rounded to the nearest, thousands grouped. The library's formatter looks up
     * its symbols anew each time, which costs a busy table more than anything else it does.
     */
    private static String decimals(double value, int places) {
        long scale = places == 0 ? 1 : places == 1 ? 10 : places == 2 ? 100 : 1_000;
        double scaled = Math.abs(value) * scale;
        if (!(scaled < 9e15)) {
            return String.format(Locale.ROOT, "%,." + places + "f", value);
        }
        long digits = Math.round(scaled);
        String sign = value < 0 && digits > 0 ? "-" : "";
        String whole = sign + count(digits / scale);
        return places == 0
                ? whole
                : whole + "." + Long.toString(scale + digits % scale).substring(1);
    }

    private static String grouped(String digits) {
        StringBuilder all = new StringBuilder(digits);
        int first = digits.charAt(0) == '-' ? 1 : 0;
        for (int at = digits.length() - 3; at > first; at -= 3) {
            all.insert(at, ',');
        }
        return all.toString();
    }

    private static String two(long n) {
        return n < 10 ? "0" + n : Long.toString(n);
    }

    private static Instant instant(long nanos) {
        return Instant.ofEpochSecond(nanos / NANOS_PER_SECOND, nanos % NANOS_PER_SECOND);
    }
}
