package org.icws.testbench.messages;

import java.util.List;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;

/** Pins, marks and comments on the rows that are kept. FX thread only. */
final class RowNotes {

    private final RowList rows;
    private final RowFilter filter;
    private final ReadOnlyLongWrapper count = new ReadOnlyLongWrapper(this, "noteCount");
    private int pinned;

    RowNotes(RowList rows, RowFilter filter) {
        this.rows = rows;
        this.filter = filter;
    }

    /** Only these rows are left, all of them pinned. */
    void onlyPinned(List<MessageRow> left) {
        pinned = left.size();
        count.set(left.stream().filter(RowNotes::hasNote).count());
    }

    /** These rows are not kept any more. */
    void forget(List<MessageRow> gone) {
        long noted = gone.stream().filter(RowNotes::hasNote).count();
        if (noted > 0) {
            count.set(count.get() - noted);
        }
    }

    /** Pins or unpins. */
    void togglePin(MessageRow row) {
        MessageRow.Note old = row.note();
        put(row, new MessageRow.Note(!old.pinned(), old.marked(), old.comment()));
    }

    /** Marks or unmarks. */
    void toggleMark(MessageRow row) {
        MessageRow.Note old = row.note();
        put(row, new MessageRow.Note(old.pinned(), !old.marked(), old.comment()));
    }

    /** Writes a comment on a row; an empty one takes it away. */
    void comment(MessageRow row, String words) {
        MessageRow.Note old = row.note();
        put(row, new MessageRow.Note(old.pinned(), old.marked(), words.trim()));
    }

    /** Puts what was noted about a row when its session was saved. */
    void restore(MessageRow row, MessageRow.Note noted) {
        put(row, noted);
    }

    private void put(MessageRow row, MessageRow.Note next) {
        boolean before = hasNote(row);
        int at = rows.indexOf(row);
        if (at < 0) {
            row.setNote(next); // only its detail is left
        } else {
            pinned += (next.pinned() ? 1 : 0) - (row.note().pinned() ? 1 : 0);
            row.setNote(next);
            count.set(count.get() + (hasNote(row) ? 1 : 0) - (before ? 1 : 0));
            rows.touch(at);
            filter.touched(at);
        }
    }

    private static boolean hasNote(MessageRow row) {
        return !row.note().equals(MessageRow.Note.NONE);
    }

    /** How many rows are pinned. */
    int pinned() {
        return pinned;
    }

    /** Rows with a pin, a mark or a comment. */
    ReadOnlyLongProperty countProperty() {
        return count.getReadOnlyProperty();
    }
}
