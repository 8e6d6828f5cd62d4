package org.icws.testbench.messages;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.ObservableList;
import org.icws.gateway.event.GatewayEvent;
import org.icws.testbench.store.Format;
import org.icws.testbench.store.Frame;
import org.icws.testbench.store.NameBook;
import org.icws.testbench.store.PayloadStore;

/**
 * All messages that are kept, the part of them the filter lets through, and the chosen one. FX thread only, but for
 * {@link #prepare}.
 */
public final class MessagesViewModel {

    /** How many rows are kept unless told otherwise. */
    public static final int DEFAULT_CAPACITY = 100_000;

    private static final long MEMORY_FOR_CONTENTS = 64L << 20;
    private static final int CALLS_WAITING = 20_000;
    private static final int FLOOD_ROWS = 200;
    private static final long FLOOD_NANOS = 240_000_000L;

    /** What the pump's thread made of a frame. */
    private record Prepared(Frame frame, List<MessageRow> rows, List<GatewayEvent> events) {}

    private final NameBook names;
    private final PayloadStore payloads;
    private final RowList rows = new RowList();
    private final RowFilter filter = new RowFilter(rows);
    private final AckBook acks = new AckBook();
    private final List<MessageRow> waiting = new ArrayList<>();
    private final List<MessageRow> held = new ArrayList<>();
    private final OpenCalls calls = new OpenCalls(CALLS_WAITING);
    private final BooleanProperty paused = new SimpleBooleanProperty(this, "paused");
    private final BooleanProperty following = new SimpleBooleanProperty(this, "following", true);
    private final ObjectProperty<MessageRow> selected = new SimpleObjectProperty<>(this, "selected");
    private final ObjectProperty<TimeMode> timeMode = new SimpleObjectProperty<>(this, "timeMode", TimeMode.WALL_CLOCK);
    private final ObjectProperty<MessageRow> reference = new SimpleObjectProperty<>(this, "reference");
    private final ReadOnlyLongWrapper dropped = new ReadOnlyLongWrapper(this, "dropped");
    private final ReadOnlyLongWrapper waitingCount = new ReadOnlyLongWrapper(this, "waitingCount");
    private final ReadOnlyLongWrapper serviceCount = new ReadOnlyLongWrapper(this, "serviceCount");
    private final ReadOnlyLongWrapper noteCount = new ReadOnlyLongWrapper(this, "noteCount");
    private final SessionBook sessions = new SessionBook();
    private volatile MessageRows maker;
    private volatile Prepared prepared;
    private int capacity;
    private int pinned;
    private long suspicious;
    private long keptBytes;
    private long firstNanos;
    private long appendedAt;

    /** Contents stay in memory. */
    public MessagesViewModel(NameBook names, int capacity) {
        this(names, capacity, new PayloadStore(MEMORY_FOR_CONTENTS, null));
    }

    public MessagesViewModel(NameBook names, int capacity, PayloadStore payloads) {
        this.capacity = capacity;
        this.names = names;
        this.payloads = payloads;
        this.maker = new MessageRows(names, payloads);
        paused.addListener((o, old, now) -> {
            if (!now) {
                release();
            }
        });
    }

    /** Forgets everything: another network numbers its events and messages anew. */
    public void clear() {
        maker = new MessageRows(names, payloads);
        sessions.clear();
        prepared = null;
        forgetRows(List.of());
        acks.clear();
        calls.clear();
        dropped.set(0);
        suspicious = 0;
        payloads.clear();
    }

    /** Takes all rows away but the pinned ones; what comes next is shown as before. */
    public void clearUnpinned() {
        forgetRows(rows.stream().filter(row -> row.note().pinned()).toList());
        waiting.forEach(calls::forget);
    }

    private void forgetRows(List<MessageRow> keep) {
        selected.set(null);
        reference.set(null);
        waiting.clear();
        held.clear();
        waitingCount.set(0);
        rows.replaceAll(keep);
        filter.replaced();
        pinned = keep.size();
        firstNanos = 0;
        keptBytes = keep.stream().mapToLong(MessageRow::byteCount).sum();
        serviceCount.set(keep.stream().filter(MessageRow::service).count());
        noteCount.set(keep.stream().filter(MessagesViewModel::hasNote).count());
    }

    /**
     * Makes rows of a frame's events before the FX thread gets it. Called by the pump's thread, before {@link #onFrame} with
     * the same frame.
     */
    public void prepare(Frame frame) {
        List<MessageRow> made = new ArrayList<>();
        List<GatewayEvent> events = new ArrayList<>();
        MessageRows now = maker;
        for (GatewayEvent event : frame.events()) {
            sessions.take(event);
            Optional<MessageRow> row = now.of(event);
            if (row.isPresent() || event instanceof GatewayEvent.CallCompleted) {
                made.add(row.orElse(null));
                events.add(event);
            }
        }
        prepared = new Prepared(frame, made, events);
    }

    /** Takes over what happened since the frame before. */
    public void onFrame(Frame frame) {
        if (prepared == null || prepared.frame() != frame) {
            prepare(frame);
        }
        Prepared now = prepared;
        prepared = null;
        List<MessageRow> fresh = new ArrayList<>(now.rows().size());
        for (int i = 0; i < now.rows().size(); i++) {
            MessageRow row = now.rows().get(i);
            if (row == null) {
                calls.end((GatewayEvent.CallCompleted) now.events().get(i));
            } else {
                fresh.add(row);
                welcome(row, now.events().get(i));
            }
        }
        dropped.set(dropped.get() + frame.lost());
        if (fresh.isEmpty() && held.isEmpty()) {
            return;
        }
        if (!paused.get() && hold(fresh, frame.nowNanos())) {
            return;
        }
        if (paused.get()) {
            waiting.addAll(fresh);
            if (waiting.size() > capacity) {
                int tooMany = waiting.size() - capacity;
                waiting.subList(0, tooMany).clear();
                dropped.set(dropped.get() + tooMany);
            }
            waitingCount.set(waiting.size());
        } else {
            append(fresh);
        }
    }

    private void welcome(MessageRow row, GatewayEvent event) {
        suspicious += row.finding().suspicious() ? 1 : 0;
        acks.take(row, event);
        if (event instanceof GatewayEvent.ClientMessage up) {
            calls.begin(row, up);
        }
    }

    /** Nobody reads hundreds of new rows ten times a second: in a flood they are shown together, four times a second. */
    private boolean hold(List<MessageRow> fresh, long nowNanos) {
        boolean flood = fresh.size() > FLOOD_ROWS || !held.isEmpty();
        held.addAll(fresh);
        if (flood && nowNanos - appendedAt < FLOOD_NANOS && nowNanos >= appendedAt) {
            return true;
        }
        appendedAt = nowNanos;
        List<MessageRow> all = List.copyOf(held);
        held.clear();
        append(all);
        return true;
    }

    private void release() {
        append(List.copyOf(waiting));
        waiting.clear();
        waitingCount.set(0);
    }

    private void append(List<MessageRow> fresh) {
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
        List<MessageRow> stay = pinned == 0
                ? List.of()
                : gone.stream().filter(row -> row.note().pinned()).toList();
        rows.replaceHead(tooMany, stay);
        filter.headReplaced(gone, stay);
        gone.removeIf(row -> row.note().pinned());
        count(gone, -1);
        dropped.set(dropped.get() + gone.size());
        MessageRow first = rows.isEmpty() ? null : rows.get(Math.min(pinned, rows.size() - 1));
        if (first != null) {
            payloads.dropBefore(first.firstSlot());
        }
    }

    private void count(List<MessageRow> some, int sign) {
        long service = 0;
        for (MessageRow row : some) {
            service += row.service() ? 1 : 0;
            keptBytes += sign * (long) row.byteCount();
        }
        serviceCount.set(serviceCount.get() + sign * service);
    }

    /** Changes how many rows are kept; too many go at once. */
    public void setCapacity(int next) {
        capacity = next;
        if (rows.size() > next) {
            trim(rows.size() - next);
        }
    }

    /** Chooses the message with this event number, if it is still kept, and shows it even if a filter hid it. */
    public void select(long eventSequence) {
        find(eventSequence).ifPresent(row -> {
            if (waiting.contains(row)) {
                paused.set(false);
            }
            if (!filter.lets(row)) {
                filter.clear();
            }
            following.set(false);
            selected.set(row);
        });
    }

    /** The message with this event number, if it is still kept. */
    public Optional<MessageRow> find(long eventSequence) {
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
        return Stream.concat(held.stream(), waiting.stream())
                .filter(row -> row.id() == eventSequence)
                .findFirst();
    }

    /** Where a row stands among those the filter lets through; negative if it does not, or is null. */
    int shownIndexOf(MessageRow row) {
        return row == null ? -1 : shown().indexOf(row);
    }

    /** The message with this number in the table, if it is still kept. */
    public Optional<MessageRow> findNumber(long number) {
        return rows.stream().filter(row -> row.number() == number).findFirst();
    }

    /** The nearest message before or after this one of the same client and direction, for a look at a gap. */
    public Optional<MessageRow> neighbour(MessageRow of, int step) {
        int at = rows.indexOf(of);
        for (int i = at + step; at >= 0 && i >= 0 && i < rows.size(); i += step) {
            MessageRow row = rows.get(i);
            if (row.direction() == of.direction()
                    && row.sequenceNumber() >= 0
                    && java.util.Objects.equals(row.clientKey(), of.clientKey())) {
                return Optional.of(row);
            }
        }
        return Optional.empty();
    }

    /** Pins or unpins: a pinned row survives clearing and trimming, with its contents. */
    public void togglePin(MessageRow row) {
        MessageRow.Note old = row.note();
        pinned += old.pinned() ? -1 : 1;
        note(row, new MessageRow.Note(!old.pinned(), old.marked(), old.comment()));
    }

    /** Marks or unmarks. */
    public void toggleMark(MessageRow row) {
        MessageRow.Note old = row.note();
        note(row, new MessageRow.Note(old.pinned(), !old.marked(), old.comment()));
    }

    /** Puts what was noted about an event when its session was saved. */
    public void restore(long eventSequence, MessageRow.Note noted) {
        find(eventSequence).ifPresent(row -> {
            pinned += noted.pinned() && !row.note().pinned() ? 1 : 0;
            note(row, noted);
        });
    }

    /** Writes a comment on a row; an empty one takes it away. */
    public void comment(MessageRow row, String words) {
        MessageRow.Note old = row.note();
        note(row, new MessageRow.Note(old.pinned(), old.marked(), words.trim()));
    }

    private void note(MessageRow row, MessageRow.Note next) {
        boolean before = hasNote(row);
        row.setNote(next);
        noteCount.set(noteCount.get() + (hasNote(row) ? 1 : 0) - (before ? 1 : 0));
        int at = rows.indexOf(row);
        if (at >= 0) {
            rows.touch(at);
            filter.touched(at);
        }
    }

    private static boolean hasNote(MessageRow row) {
        return !row.note().equals(MessageRow.Note.NONE);
    }

    /** What the time column says for a row. */
    public String timeText(MessageRow row) {
        return timeMode.get().text(row, zeroNanos());
    }

    /** What counts as zero: the reference if one is set, else the first message. */
    public long zeroNanos() {
        return reference.get() == null ? firstNanos : reference.get().atNanos();
    }

    /** Time from the reference, or else from the chosen message, to this one. */
    public String deltaToChosen(MessageRow row) {
        MessageRow from = reference.get() != null ? reference.get() : selected.get();
        return from == null ? "" : Format.delta(row.atNanos() - from.atNanos());
    }

    /** Size of the frames that are kept. */
    public long keptBytes() {
        return keptBytes;
    }

    /** How many messages so far did not follow the one before. */
    public long suspiciousCount() {
        return suspicious;
    }

    /** Who has acknowledged what. */
    public AckBook acks() {
        return acks;
    }

    /** How the sessions began. */
    public SessionBook sessions() {
        return sessions;
    }

    /** Where the contents lie. */
    public PayloadStore payloads() {
        return payloads;
    }

    /** What decides which rows are shown. */
    public RowFilter filter() {
        return filter;
    }

    /** What is typed into the filter field. */
    public StringProperty filterProperty() {
        return filter.textProperty();
    }

    /** Whether open, ack, keep-alive and close messages are left out. */
    public BooleanProperty serviceHiddenProperty() {
        return filter.serviceHiddenProperty();
    }

    /** Everything that is kept. Not to be changed by the reader. */
    public ObservableList<MessageRow> rows() {
        return rows;
    }

    /** What the filter lets through. */
    public ObservableList<MessageRow> shown() {
        return filter.shown();
    }

    public int capacity() {
        return capacity;
    }

    /** While true new messages wait; none is lost but what exceeds the capacity. */
    public BooleanProperty pausedProperty() {
        return paused;
    }

    /** Whether the newest row stays in sight. */
    public BooleanProperty followingProperty() {
        return following;
    }

    public ObjectProperty<MessageRow> selectedProperty() {
        return selected;
    }

    public ObjectProperty<TimeMode> timeModeProperty() {
        return timeMode;
    }

    /** The row that counts as time zero; null for the first one. */
    public ObjectProperty<MessageRow> referenceProperty() {
        return reference;
    }

    /** Messages that had to go because there are too many. */
    public ReadOnlyLongProperty droppedProperty() {
        return dropped.getReadOnlyProperty();
    }

    /** Messages that wait for the end of a pause. */
    public ReadOnlyLongProperty waitingCountProperty() {
        return waitingCount.getReadOnlyProperty();
    }

    /** Service messages among the kept ones. */
    public ReadOnlyLongProperty serviceCountProperty() {
        return serviceCount.getReadOnlyProperty();
    }

    /** Rows with a pin, a mark or a comment. */
    public ReadOnlyLongProperty noteCountProperty() {
        return noteCount.getReadOnlyProperty();
    }
}
