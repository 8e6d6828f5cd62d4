package org.icws.testbench.messages;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.icws.testbench.store.Format;

/** Looks whether the numbers of one client's messages follow each other, for each direction. Not thread-safe. */
final class SequenceCheck {

    private static final int MOST_STREAMS = 10_000;
    private static final int MOST_HOLES = 32;

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

    /** One client's messages in one direction; who a client of the first protocol is, each canister says for itself. */
    private record Stream(Object direction, Object canister, Object client) {}

    /** How far a stream has come, and the numbers below that which have not: first number of each hole to its last. */
    private static final class Progress {

        private final long first;
        private long last;
        private TreeMap<Long, Long> holes;

        Progress(long first) {
            this.first = first;
            this.last = first;
        }

        Finding next(long number) {
            long expected = last + 1;
            if (number > last) {
                last = number;
                if (number == expected) {
                    return Finding.FINE;
                }
                addHole(expected, number - 1);
                return new Finding(Kind.GAP, number - expected, expected);
            }
            return new Finding(number < first || fill(number) ? Kind.LATE : Kind.REPEATED, 0, expected);
        }

        private void addHole(long from, long to) {
            if (holes == null) {
                holes = new TreeMap<>();
            }
            if (holes.size() == MOST_HOLES) {
                holes.pollFirstEntry();
            }
            holes.put(from, to);
        }

        /** Whether the number was missing; it is no more. */
        private boolean fill(long number) {
            Map.Entry<Long, Long> hole = holes == null ? null : holes.floorEntry(number);
            if (hole == null || hole.getValue() < number) {
                return false;
            }
            holes.remove(hole.getKey());
            if (hole.getKey() < number) {
                holes.put(hole.getKey(), number - 1);
            }
            if (number < hole.getValue()) {
                holes.put(number + 1, hole.getValue());
            }
            return true;
        }
    }

    private final Map<Stream, Progress> known = new LinkedHashMap<>(64, .75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Stream, Progress> eldest) {
            return size() > MOST_STREAMS;
        }
    };

    /** Judges the next number of a stream; the first one of a stream is always fine. */
    Finding next(Object direction, Object canister, Object client, long number) {
        Stream stream = new Stream(direction, canister, client);
        Progress progress = known.get(stream);
        if (progress == null) {
            known.put(stream, new Progress(number));
            return Finding.FINE;
        }
        return progress.next(number);
    }

    /** A stream begins anew: a canister that was installed again counts its clients and their messages from zero. */
    void forget(Object direction, Object canister, Object client) {
        known.remove(new Stream(direction, canister, client));
    }
}
