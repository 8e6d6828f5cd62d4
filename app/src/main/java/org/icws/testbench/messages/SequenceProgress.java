package org.icws.testbench.messages;

import java.util.Map;
import java.util.TreeMap;
import org.icws.testbench.messages.SequenceCheck.Finding;

/** How far a stream of numbers has come, and those below that which have not: bounded. Not thread-safe. */
public final class SequenceProgress {

    private static final int MOST_HOLES = 32;

    private final long first;
    private long last;
    private TreeMap<Long, Long> holes; // first number of each to its last

    /** @param first the first number that was seen; it is always fine */
    public SequenceProgress(long first) {
        this.first = first;
        this.last = first;
    }

    /** Judges the next number. */
    public Finding next(long number) {
        long expected = last + 1;
        if (number > last) {
            last = number;
            if (number == expected) {
                return Finding.FINE;
            }
            addHole(expected, number - 1);
            return new Finding(SequenceCheck.Kind.GAP, number - expected, expected);
        }
        return new Finding(
                number < first || fill(number) ? SequenceCheck.Kind.LATE : SequenceCheck.Kind.REPEATED, 0, expected);
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
