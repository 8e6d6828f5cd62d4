package org.icws.testbench.cli;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads an interval as people write it: {@code 100ms}, {@code 1.5s}, {@code 1m}, or plain milliseconds. */
final class IntervalConverter implements ITypeConverter<Duration> {

    private static final Pattern INTERVAL = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,6})?) ?(ms|s|m|min)?");
    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofHours(1);

    @Override
    public Duration convert(String text) {
        Matcher matcher = INTERVAL.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new TypeConversionException(
                    "'" + text + "' is not an interval; write 100ms, 1s, or 250 (milliseconds)");
        }
        String unit = matcher.group(2) == null ? "ms" : matcher.group(2);
        double milliseconds = Double.parseDouble(matcher.group(1)) * millisecondsPer(unit);
        Duration interval = Duration.ofNanos(Math.round(milliseconds * 1e6));
        if (interval.compareTo(SHORTEST) < 0 || interval.compareTo(LONGEST) > 0) {
            throw new TypeConversionException("'" + text + "' is out of range; an interval is 1ms to 60m");
        }
        return interval;
    }

    private static double millisecondsPer(String unit) {
        return switch (unit) {
            case "ms" -> 1;
            case "s" -> 1_000;
            default -> 60_000;
        };
    }
}
