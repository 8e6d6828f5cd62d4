package org.icws.testbench.messages;

import java.util.LinkedHashMap;
import java.util.Map;
import org.icws.testbench.store.Format;

/** Looks whether the numbers of one client's messages follow each other, for each direction. Not thread-safe. */
final class SequenceCheck {

    private static final int MOST_STREAMS = 10_000;

    /** What the numbers say. */
    enum Kind {
        FOLLOWS,
        GAP,
        REPEATED,
        LATE
    }

    /**
     * What was found about one message.
     *
     * @param distance missing numbers of a gap, else 0
     * @param expected the number that should have come
     */
    record Finding(Kind kind, long distance, long expected) {

        static final Finding FINE = new Finding(Kind.FOLLOWS, 0, 0);

        boolean suspicious() {
            return kind != Kind.FOLLOWS;
        }

        String word() {
            return switch (kind) {
                case FOLLOWS -> "";
                case GAP -> "gap +" + distance;
                case REPEATED -> "repeated";
                case LATE -> "late";
            };
        }

        String sentence() {
            return switch (kind) {
                case FOLLOWS -> "";
                case GAP ->
                    distance == 1
                            ? "seq " + Format.count(expected) + " is missing"
                            : "seq " + Format.count(expected) + " to " + Format.count(expected + distance - 1)
                                    + " are missing";
                case REPEATED -> "this number was there before";
                case LATE -> "came after number " + Format.count(expected - 1);
            };
        }
    }

    /** One client's messages in one direction. */
    private record Stream(Object direction, Object client) {}

    private final Map<Stream, Long> last = new LinkedHashMap<>(64, .75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Stream, Long> eldest) {
            return size() > MOST_STREAMS;
        }
    };

    /** Judges the next number of a stream; the first one of a stream is always fine. */
    Finding next(Object direction, Object client, long number) {
        Stream stream = new Stream(direction, client);
        Long before = last.get(stream);
        if (before == null || number > before) {
            last.put(stream, number);
        }
        if (before == null || number == before + 1) {
            return Finding.FINE;
        }
        if (number == before) {
            return new Finding(Kind.REPEATED, 0, before + 1);
        }
        return number > before
                ? new Finding(Kind.GAP, number - before - 1, before + 1)
                : new Finding(Kind.LATE, 0, before + 1);
    }
}
