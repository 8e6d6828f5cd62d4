package org.icws.testbench.messages;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import org.icws.testbench.store.PayloadStore;

/** The rows that are kept, in the order of their events, and what there is of them. The oldest go, but for pinned ones. FX thread only. */
final class KeptRows {

    private final PayloadStore payloads;
    private final RowList rows = new RowList();
    private final RowFilter filter = new RowFilter(rows);
    private final RowNotes notes = new RowNotes(rows, filter);
    private final ReadOnlyLongWrapper dropped = new ReadOnlyLongWrapper(this, "dropped");
    private final ReadOnlyLongWrapper serviceCount = new ReadOnlyLongWrapper(this, "serviceCount");
    private int capacity;
    private long bytes;
    private long firstNanos;

    /** @param payloads where the contents of the rows lie */
    KeptRows(int capacity, PayloadStore payloads) {
        this.capacity = capacity;
        this.payloads = payloads;
    }

    RowList rows() {
        return rows;
    }

    RowFilter filter() {
        return filter;
    }

    RowNotes notes() {
        return notes;
    }

    /** Adds new rows. */
    void append(List<MessageRow> fresh) {
        if (fresh.isEmpty()) {
            return;
        }
        firstNanos = firstNanos == 0 ? fresh.get(0).atNanos() : firstNanos;
        rows.append(fresh);
        filter.appended(fresh);
        count(fresh, 1);
        // Trimmed in chunks: the table measures all its rows anew each time.
        if (rows.size() > capacity + capacity / 10) {
            trim(rows.size() - capacity);
        }
    }

    private void trim(int tooMany) {
        List<MessageRow> gone = new ArrayList<>(rows.subList(0, tooMany));
        List<MessageRow> stay = notes.pinned() == 0
                ? List.of()
                : gone.stream().filter(row -> row.note().pinned()).toList();
        rows.replaceHead(tooMany, stay);
        filter.headReplaced(gone, stay);
        gone.removeIf(row -> row.note().pinned());
        count(gone, -1);
        drop(gone.size());
        MessageRow first = rows.isEmpty() ? null : rows.get(Math.min(notes.pinned(), rows.size() - 1));
        if (first != null) {
            payloads.dropBefore(first.firstSlot());
        }
    }

    private void count(List<MessageRow> some, int sign) {
        long service = 0;
        for (MessageRow row : some) {
            service += row.service() ? 1 : 0;
            bytes += sign * (long) row.byteCount();
        }
        serviceCount.set(serviceCount.get() + sign * service);
    }

    /** Notes that so many messages are not kept. */
    void drop(long messages) {
        dropped.set(dropped.get() + messages);
    }

    /** Forgets all rows and how many were dropped. */
    void clear() {
        keepOnly(List.of());
        dropped.set(0);
    }

    /** Takes all rows away but the pinned ones. */
    void clearUnpinned() {
        keepOnly(rows.stream().filter(row -> row.note().pinned()).toList());
    }

    private void keepOnly(List<MessageRow> pinned) {
        rows.replaceAll(pinned);
        filter.replaced();
        notes.onlyPinned(pinned);
        firstNanos = 0;
        bytes = pinned.stream().mapToLong(MessageRow::byteCount).sum();
        serviceCount.set(pinned.stream().filter(MessageRow::service).count());
    }

    /** Changes how many rows are kept; too many go at once. */
    void setCapacity(int next) {
        capacity = next;
        if (rows.size() > next) {
            trim(rows.size() - next);
        }
    }

    int capacity() {
        return capacity;
    }

    /** The row with this event number. */
    Optional<MessageRow> find(long eventSequence) {
        int low = 0;
        int high = rows.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            long id = rows.get(middle).id();
            if (id == eventSequence) {
                return Optional.of(rows.get(middle));
            } else if (id < eventSequence) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return Optional.empty();
    }

    /** The nearest row before or after this one of the same client and direction. */
    Optional<MessageRow> neighbour(MessageRow of, int step) {
        int at = rows.indexOf(of);
        for (int i = at + step; at >= 0 && i >= 0 && i < rows.size(); i += step) {
            MessageRow row = rows.get(i);
            if (row.direction() == of.direction()
                    && row.sequenceNumber() >= 0
                    && Objects.equals(row.clientKey(), of.clientKey())) {
                return Optional.of(row);
            }
        }
        return Optional.empty();
    }

    /** When the first message came since all were cleared; 0 before. */
    long firstNanos() {
        return firstNanos;
    }

    /** Size of the frames. */
    long bytes() {
        return bytes;
    }

    /** Messages that had to go because there are too many. */
    ReadOnlyLongProperty droppedProperty() {
        return dropped.getReadOnlyProperty();
    }

    /** Service messages among the rows. */
    ReadOnlyLongProperty serviceCountProperty() {
        return serviceCount.getReadOnlyProperty();
    }
}
