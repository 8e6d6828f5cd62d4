package org.icws.testbench.replica;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times of the network as people write them. Stateless. */
final class TimeText {

    private static final DateTimeFormatter WRITTEN = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
    private static final String EXAMPLES =
            "A time such as 2030-01-31 12:00, 14:30 or 2030-01-31T12:00:00Z, or how far forward, such as + 3 d 4 h.";

    private TimeText() {}

    /** Writes a time so that it can be read again, to the second. */
    static String of(Instant time, ZoneId zone) {
        return WRITTEN.format(time.atZone(zone));
    }

    /**
     * Reads a time that is to come.
     *
     * @param now what time it is in the network
     * @param zone the zone of times without one
     * @throws IllegalArgumentException why that is none, or that it is over
     */
    static Instant parse(String text, Instant now, ZoneId zone) {
        String words = text.strip();
        Instant wanted;
        try {
            wanted = words.startsWith("+") ? now.plus(forward(words)) : absolute(words, now, zone);
        } catch (DateTimeException | ArithmeticException e) {
            throw new IllegalArgumentException(EXAMPLES, e);
        }
        if (wanted.isBefore(now)) {
            throw new IllegalArgumentException(
                    "That is over: it is " + of(now, zone) + " in the network, whose time never goes back.");
        }
        return wanted;
    }

    private static Duration forward(String words) {
        return DurationText.parse(words.substring(1).strip());
    }

    private static Instant absolute(String words, Instant now, ZoneId zone) {
        if (words.matches("\\d{1,2}:\\d{2}(:\\d{2})?")) {
            String full = words.indexOf(':') == 1 ? "0" + words : words;
            LocalDateTime today = now.atZone(zone).toLocalDate().atTime(LocalTime.parse(full));
            Instant then = today.atZone(zone).toInstant();
            return then.isBefore(now) ? today.plusDays(1).atZone(zone).toInstant() : then;
        }
        if (words.matches(".*(Z|[+-]\\d{2}:\\d{2})")) {
            return OffsetDateTime.parse(words.replace(' ', 'T')).toInstant();
        }
        String dated = words.matches("\\d{4}-\\d{2}-\\d{2}") ? words + "T00:00" : words.replaceFirst(" +", "T");
        return LocalDateTime.parse(dated).atZone(zone).toInstant();
    }
}
