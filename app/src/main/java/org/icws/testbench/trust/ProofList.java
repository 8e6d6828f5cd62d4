package org.icws.testbench.trust;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;
import org.icws.testbench.messages.MessageRow;

/**
 * The newest rows that belong in a list, newest first. Each row is looked at once, however often the list is renewed: there may be
 * a million, and of those that failed hardly any. FX thread only.
 */
final class ProofList {

    /** So many rows are listed. */
    static final int MOST = 300;

    /** So many newer rows are counted; of more it is only said that there are more. */
    static final int MOST_NEWER = 1_000;

    private static final long NONE = -1;

    private final Deque<MessageRow> newestFirst = new ArrayDeque<>();
    private Predicate<MessageRow> belongs = row -> true;
    private long listed = NONE;
    private long counted = NONE;
    private int newer;

    /** Lists other rows from the next renewal on. */
    void only(Predicate<MessageRow> which) {
        belongs = which;
        clear();
    }

    /** Forgets all rows. */
    void clear() {
        newestFirst.clear();
        listed = NONE;
        counted = NONE;
        newer = 0;
    }

    /** Whether a renewal would find nothing new. */
    boolean isCurrent(List<MessageRow> rows) {
        return listed == newestOf(rows);
    }

    /** @param rows all rows, oldest first */
    List<MessageRow> renew(List<MessageRow> rows) {
        List<MessageRow> fresh = new ArrayList<>();
        for (int i = rows.size() - 1; i >= 0 && rows.get(i).number() > listed && fresh.size() < MOST; i--) {
            if (belongs.test(rows.get(i))) {
                fresh.add(rows.get(i));
            }
        }
        newestFirst.removeIf(row -> !isKept(row, rows));
        for (int i = fresh.size() - 1; i >= 0; i--) {
            newestFirst.addFirst(fresh.get(i));
        }
        while (newestFirst.size() > MOST) {
            newestFirst.removeLast();
        }
        listed = newestOf(rows);
        counted = listed;
        newer = 0;
        return List.copyOf(newestFirst);
    }

    /** How many rows came after the last renewal that belong in the list. */
    int countNewer(List<MessageRow> rows) {
        for (int i = rows.size() - 1; i >= 0 && rows.get(i).number() > counted && newer < MOST_NEWER; i--) {
            newer += belongs.test(rows.get(i)) ? 1 : 0;
        }
        counted = newestOf(rows);
        return newer;
    }

    private static long newestOf(List<MessageRow> rows) {
        return rows.isEmpty() ? NONE : rows.get(rows.size() - 1).number();
    }

    /** The oldest rows go when there are too many, but for pinned ones; the others' numbers go up all the same. */
    private static boolean isKept(MessageRow row, List<MessageRow> rows) {
        int low = 0;
        int high = rows.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            long number = rows.get(middle).number();
            if (number == row.number()) {
                return true;
            }
            if (number < row.number()) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return false;
    }
}
