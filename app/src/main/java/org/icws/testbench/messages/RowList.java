package org.icws.testbench.messages;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.RandomAccess;
import javafx.collections.ObservableListBase;
import org.icws.testbench.filter.Renewing;

/**
 * A list that grows at its end and loses its head, both in one step whatever the number: the lists of the toolkit move
 * everything behind for each row that goes. Readers see a list they cannot change. FX thread only.
 */
final class RowList extends ObservableListBase<MessageRow> implements RandomAccess, Renewing {

    private static final int LEAST = 64;

    private MessageRow[] rows = new MessageRow[LEAST];
    private int head;
    private int size;
    private final List<Runnable> onRenewal = new ArrayList<>();

    @Override
    public MessageRow get(int index) {
        if (index < 0 || index >= size) {
            throw new IndexOutOfBoundsException("row " + index + " of " + size);
        }
        return rows[head + index];
    }

    @Override
    public int size() {
        return size;
    }

    /** Adds rows at the end. */
    void append(List<MessageRow> fresh) {
        if (fresh.isEmpty()) {
            return;
        }
        beginChange();
        put(fresh);
        nextAdd(size - fresh.size(), size);
        endChange();
    }

    private void put(List<MessageRow> fresh) {
        room(fresh.size());
        for (MessageRow row : fresh) {
            rows[head + size++] = row;
        }
    }

    /**
     * Adds rows at the end and loses as many at the head. All rows then stand in other places, which is told as a renewal and not as a
     * change: right for readers who look at the end and hold no place.
     */
    void slide(List<MessageRow> fresh) {
        if (fresh.size() > size) {
            throw new IllegalArgumentException(fresh.size() + " rows cannot push out as many of " + size);
        }
        put(fresh);
        Arrays.fill(rows, head, head + fresh.size(), null);
        head += fresh.size();
        size -= fresh.size();
        onRenewal.forEach(Runnable::run);
    }

    @Override
    public void onRenewal(Runnable listener) {
        onRenewal.add(listener);
    }

    /** Puts other rows, or none, in the place of the first ones. There may not be more than go. */
    void replaceHead(int count, List<MessageRow> stay) {
        if (count == 0) {
            return;
        }
        beginChange();
        List<MessageRow> gone = List.of(Arrays.copyOfRange(rows, head, head + count));
        int next = head + count - stay.size();
        Arrays.fill(rows, head, next, null);
        for (int i = 0; i < stay.size(); i++) {
            rows[next + i] = stay.get(i);
        }
        head = next;
        size -= count - stay.size();
        shrink();
        nextReplace(0, stay.size(), gone);
        endChange();
    }

    /** Puts other rows in the place of all. */
    void replaceAll(List<MessageRow> next) {
        beginChange();
        List<MessageRow> gone = List.of(Arrays.copyOfRange(rows, head, head + size));
        rows = next.toArray(new MessageRow[Math.max(LEAST, next.size())]);
        head = 0;
        size = next.size();
        nextReplace(0, size, gone);
        endChange();
    }

    /** Tells readers that this row looks different now. */
    void touch(int index) {
        beginChange();
        nextSet(index, get(index));
        endChange();
    }

    /** Takes one row out. */
    void drop(int index) {
        beginChange();
        MessageRow row = get(index);
        System.arraycopy(rows, head + index + 1, rows, head + index, size - index - 1);
        rows[head + --size] = null;
        nextRemove(index, row);
        endChange();
    }

    /** Puts one row in. */
    void insert(int index, MessageRow row) {
        beginChange();
        room(1);
        System.arraycopy(rows, head + index, rows, head + index + 1, size - index);
        rows[head + index] = row;
        size++;
        nextAdd(index, index + 1);
        endChange();
    }

    /** Makes room behind the last row: moves all to the front if that is enough, else into a longer array. */
    private void room(int more) {
        if (head + size + more <= rows.length) {
            return;
        }
        MessageRow[] next = size + more <= rows.length / 2 ? rows : new MessageRow[(size + more) * 3 / 2];
        System.arraycopy(rows, head, next, 0, size);
        if (next == rows) {
            Arrays.fill(rows, size, head + size, null);
        }
        rows = next;
        head = 0;
    }

    private void shrink() {
        if (rows.length > LEAST && size < rows.length / 4) {
            rows = Arrays.copyOfRange(rows, head, head + Math.max(LEAST, size * 2));
            head = 0;
        }
    }
}
