package org.icws.testbench.messages;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
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
    private boolean full;
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

    /**
     * Adds new rows; the oldest go where they would be too many.
     *
     * @param sliding whether whoever looks at the rows looks at the newest and holds no place among them
     */
    void append(List<MessageRow> fresh, boolean sliding) {
        if (fresh.isEmpty()) {
            return;
        }
        firstNanos = firstNanos == 0 ? fresh.get(0).atNanos() : firstNanos;
        int free = Math.max(0, capacity - rows.size());
        if (!sliding || notes.pinned() > 0) {
            add(fresh);
        } else if (free >= fresh.size() && (filter.letsAll() || !full)) {
            add(fresh);
        } else if (filter.letsAll()) {
            add(fresh.subList(0, free));
            slideOrAdd(fresh.subList(free, fresh.size()));
        } else {
            slideOrAdd(fresh);
        }
    }

    private void add(List<MessageRow> fresh) {
        rows.append(fresh);
        filter.appended(fresh);
        count(fresh, 1);
        // Trimmed in chunks: the table measures all its rows anew each time.
        if (rows.size() > capacity) {
            trim(rows.size() - capacity + chunk());
        }
    }

    private int chunk() {
        return capacity / 10;
    }

    /** With as many shown rows gone as have come, a table has as many as before, and nothing to measure. */
    private void slideOrAdd(List<MessageRow> fresh) {
        int most = Math.min(rows.size(), fresh.size() + chunk());
        int gone = filter.goneFor(fresh, most);
        int left = rows.size() + fresh.size() - gone;
        if (gone < 0 || left > capacity || left < capacity - 2 * chunk()) {
            add(fresh);
            return;
        }
        List<MessageRow> old = List.copyOf(rows.subList(0, gone));
        rows.replaceHead(gone, List.of());
        rows.append(fresh);
        filter.slide(fresh);
        count(fresh, 1);
        forget(old);
    }

    private void trim(int tooMany) {
        full = true;
        List<MessageRow> gone = new ArrayList<>(rows.subList(0, tooMany));
        List<MessageRow> stay = notes.pinned() == 0
                ? List.of()
                : gone.stream().filter(row -> row.note().pinned()).toList();
        rows.replaceHead(tooMany, stay);
        filter.headReplaced(gone, stay);
        gone.removeIf(row -> row.note().pinned());
        forget(gone);
    }

    private void forget(List<MessageRow> gone) {
        count(gone, -1);
        notes.forget(gone);
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
        full = false;
        firstNanos = 0;
        bytes = pinned.stream().mapToLong(MessageRow::byteCount).sum();
        serviceCount.set(pinned.stream().filter(MessageRow::service).count());
    }

    /** Changes how many rows are kept; too many go at once. */
    void setCapacity(int next) {
        capacity = next;
        full = false;
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

    /** The nearest row before or after this one of the same client, canister and direction. */
    Optional<MessageRow> neighbour(MessageRow of, int step) {
        return neighbour(of, step, row -> true);
    }

    /** What a number that does not follow has to be seen beside: the row that had it before, or the one before it. */
    Optional<MessageRow> reasonOf(MessageRow of) {
        boolean repeated = of.finding().kind() == SequenceCheck.Kind.REPEATED;
        return neighbour(of, -1, row -> !repeated || row.sequenceNumber() == of.sequenceNumber());
    }

    private Optional<MessageRow> neighbour(MessageRow of, int step, Predicate<MessageRow> fits) {
        int at = rows.indexOf(of);
        for (int i = at + step; at >= 0 && i >= 0 && i < rows.size(); i += step) {
            MessageRow row = rows.get(i);
            if (row.isOfSameSequence(of) && fits.test(row)) {
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
