package org.icws.testbench.replica;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lengths of time as people write them: {@code 6 min}, {@code 90 s}, {@code 1 d 4 h}. Stateless. */
final class DurationText {

    private static final Pattern PART = Pattern.compile(
            "\\s*(\\d{1,9}(?:\\.\\d{1,6})?)\\s*(ms|s|min|m|h|d|days?)\\b\\s*", Pattern.CASE_INSENSITIVE);
    private static final long MINUTE = 60;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;

    private DurationText() {}

    /**
     * Reads a length of time.
     *
     * @throws IllegalArgumentException saying how one is written
     */
    static Duration parse(String text) {
        Matcher part = PART.matcher(text);
        Duration sum = Duration.ZERO;
        int end = 0;
        while (end < text.length() && part.find(end) && part.start() == end) {
            double millis = Double.parseDouble(part.group(1)) * millisOf(part.group(2));
            sum = sum.plusNanos(Math.round(millis * 1e6));
            end = part.end();
        }
        if (end == 0 || end < text.length()) {
            throw new IllegalArgumentException("A length of time such as 90 s, 6 min or 1 d 4 h.");
        }
        return sum;
    }

    private static double millisOf(String unit) {
        return switch (unit.toLowerCase(Locale.ROOT)) {
            case "ms" -> 1;
            case "s" -> 1_000;
            case "m", "min" -> 1_000.0 * MINUTE;
            case "h" -> 1_000.0 * HOUR;
            default -> 1_000.0 * DAY;
        };
    }

    /** Writes one, in whole seconds and at most two units; shorter ones in milliseconds. Can be read again. */
    static String of(Duration length) {
        long seconds = length.toSeconds();
        if (seconds == 0) {
            return length.toMillis() + " ms";
        }
        if (seconds < MINUTE) {
            return seconds + " s";
        }
        if (seconds < HOUR) {
            return two(seconds, MINUTE, "min", 1, "s");
        }
        return seconds < DAY ? two(seconds, HOUR, "h", MINUTE, "min") : two(seconds, DAY, "d", HOUR, "h");
    }

    private static String two(long seconds, long large, String largeUnit, long small, String smallUnit) {
        long rest = seconds % large / small;
        return seconds / large + " " + largeUnit + (rest == 0 ? "" : " " + rest + " " + smallUnit);
    }
}
