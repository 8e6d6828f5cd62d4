package org.icws.testbench.messages;

import java.util.LinkedHashMap;
import java.util.Map;
import org.icws.testbench.store.Format;

/** Looks whether the numbers of one client's messages follow each other, for each direction. Not thread-safe. */
public final class SequenceCheck {

    private static final int MOST_STREAMS = 10_000;

    /** What a number says: it follows, some before it are missing, it was there already, or a later one was. */
    public enum Kind {
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
    public record Finding(Kind kind, long distance, long expected) {

        static final Finding FINE = new Finding(Kind.FOLLOWS, 0, 0);

        /** Whether it is not the number that should have come. */
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

    private final Map<Stream, SequenceProgress> known = new LinkedHashMap<>(64, .75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Stream, SequenceProgress> eldest) {
            return size() > MOST_STREAMS;
        }
    };

    /** Judges the next number of a stream; the first one of a stream is always fine. */
    Finding next(Object direction, Object canister, Object client, long number) {
        Stream stream = new Stream(direction, canister, client);
        SequenceProgress progress = known.get(stream);
        if (progress == null) {
            known.put(stream, new SequenceProgress(number));
            return Finding.FINE;
        }
        return progress.next(number);
    }

    /** A stream begins anew: a canister that was installed again counts its clients and their messages from zero. */
    void forget(Object direction, Object canister, Object client) {
        known.remove(new Stream(direction, canister, client));
    }
}
