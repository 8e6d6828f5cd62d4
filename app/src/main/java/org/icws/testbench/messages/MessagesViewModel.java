package org.icws.testbench.messages;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyLongProperty;
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

    private final PayloadStore payloads;
    private final SessionBook sessions = new SessionBook();
    private final FrameRows maker;
    private final KeptRows kept;
    private final Arrivals arrivals;
    private final AckBook acks = new AckBook();
    private final OpenCalls calls = new OpenCalls(CALLS_WAITING);
    private final BooleanProperty following = new SimpleBooleanProperty(this, "following", true);
    private final ObjectProperty<MessageRow> selected = new SimpleObjectProperty<>(this, "selected");
    private final ObjectProperty<TimeMode> timeMode = new SimpleObjectProperty<>(this, "timeMode", TimeMode.WALL_CLOCK);
    private final ObjectProperty<MessageRow> reference = new SimpleObjectProperty<>(this, "reference");
    private long suspicious;

    /** Contents stay in memory. */
    public MessagesViewModel(NameBook names, int capacity) {
        this(names, capacity, new PayloadStore(MEMORY_FOR_CONTENTS, null));
    }

    public MessagesViewModel(NameBook names, int capacity, PayloadStore payloads) {
        this.payloads = payloads;
        this.maker = new FrameRows(names, payloads, sessions);
        this.kept = new KeptRows(capacity, payloads);
        selected.addListener((o, old, now) -> {
            if (old != null) {
                old.letGo();
            }
            if (now != null) {
                now.hold(); // it is read to the end, also when its row goes
            }
        });
        this.arrivals = new Arrivals(rows -> kept.append(rows, endInSight()), this::endInSight);
    }

    /** A chosen row would have to keep its place. */
    private boolean endInSight() {
        return following.get() && selected.get() == null;
    }

    /** Forgets everything: another network numbers its events and messages anew. */
    public void clear() {
        maker.clear();
        sessions.clear();
        forgetChoice();
        kept.clear();
        acks.clear();
        calls.clear();
        suspicious = 0;
        payloads.clear();
    }

    /** Takes all rows away but the pinned ones; what comes next is shown as before. */
    public void clearUnpinned() {
        forgetChoice();
        kept.clearUnpinned();
    }

    private void forgetChoice() {
        selected.set(null);
        reference.set(null);
        arrivals.clear();
    }

    /**
     * Makes rows of a frame's events before the FX thread gets it. Called by the pump's thread, before {@link #onFrame} with
     * the same frame.
     */
    public void prepare(Frame frame) {
        maker.prepare(frame);
    }

    /** Takes over what happened since the frame before. */
    public void onFrame(Frame frame) {
        FrameRows.Made made = maker.take(frame);
        List<MessageRow> fresh = new ArrayList<>(made.rows().size());
        for (int i = 0; i < made.rows().size(); i++) {
            MessageRow row = made.rows().get(i);
            if (row == null) {
                calls.end((GatewayEvent.CallCompleted) made.events().get(i));
            } else {
                fresh.add(row);
                welcome(row, made.events().get(i));
            }
        }
        kept.drop(frame.lost());
        kept.drop(arrivals.take(fresh, frame.nowNanos(), kept.capacity()));
    }

    private void welcome(MessageRow row, GatewayEvent event) {
        suspicious += row.finding().suspicious() ? 1 : 0;
        acks.take(row, event);
        if (event instanceof GatewayEvent.ClientMessage up) {
            calls.begin(row, up);
        }
    }

    /** Changes how many rows are kept; too many go at once. */
    public void setCapacity(int next) {
        kept.setCapacity(next);
    }

    /** Chooses the message with this event number, if it is still kept, and shows it even if a filter hid it. */
    public void select(long eventSequence) {
        find(eventSequence).ifPresent(row -> {
            if (arrivals.isWaiting(row)) {
                pausedProperty().set(false);
            }
            if (!filter().lets(row)) {
                filter().clear();
            }
            following.set(false);
            selected.set(row);
        });
    }

    /** The message with this event number, if it is still kept. */
    public Optional<MessageRow> find(long eventSequence) {
        return kept.find(eventSequence).or(() -> arrivals.find(eventSequence));
    }

    /** Where a row stands among those the filter lets through; negative if it does not, or is null. */
    int shownIndexOf(MessageRow row) {
        return row == null ? -1 : shown().indexOf(row);
    }

    /** The message with this number in the table, if it is still kept. */
    public Optional<MessageRow> findNumber(long number) {
        return rows().stream().filter(row -> row.number() == number).findFirst();
    }

    /** The nearest message before or after this one in its sequence, for a look at a gap. */
    public Optional<MessageRow> neighbour(MessageRow of, int step) {
        return kept.neighbour(of, step);
    }

    /** What shows why a number does not follow: the row that had it before, or else the one before it in its sequence. */
    Optional<MessageRow> reasonOf(MessageRow row) {
        return kept.reasonOf(row);
    }

    /** Pins or unpins: a pinned row survives clearing and trimming, with its contents. */
    public void togglePin(MessageRow row) {
        kept.notes().togglePin(row);
    }

    /** Marks or unmarks. */
    public void toggleMark(MessageRow row) {
        kept.notes().toggleMark(row);
    }

    /** Puts what was noted about an event when its session was saved. */
    public void restore(long eventSequence, MessageRow.Note noted) {
        find(eventSequence).ifPresent(row -> kept.notes().restore(row, noted));
    }

    /** Writes a comment on a row; an empty one takes it away. */
    public void comment(MessageRow row, String words) {
        kept.notes().comment(row, words);
    }

    /** What the time column says for a row. */
    public String timeText(MessageRow row) {
        return timeMode.get().text(row, zeroNanos());
    }

    /** What counts as zero: the reference if one is set, else the first message. */
    public long zeroNanos() {
        return reference.get() == null ? kept.firstNanos() : reference.get().atNanos();
    }

    /** Time from the reference, or else from the chosen message, to this one. */
    public String deltaToChosen(MessageRow row) {
        MessageRow from = reference.get() != null ? reference.get() : selected.get();
        return from == null ? "" : Format.delta(row.atNanos() - from.atNanos());
    }

    /** Size of the frames that are kept. */
    public long keptBytes() {
        return kept.bytes();
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
        return kept.filter();
    }

    /** What is typed into the filter field. */
    public StringProperty filterProperty() {
        return filter().textProperty();
    }

    /** Whether open, ack, keep-alive and close messages are left out. */
    public BooleanProperty serviceHiddenProperty() {
        return filter().serviceHiddenProperty();
    }

    /** Everything that is kept. Not to be changed by the reader. */
    public ObservableList<MessageRow> rows() {
        return kept.rows();
    }

    /** What the filter lets through. */
    public ObservableList<MessageRow> shown() {
        return filter().shown();
    }

    public int capacity() {
        return kept.capacity();
    }

    /** While true new messages wait; none is lost but what exceeds the capacity. */
    public BooleanProperty pausedProperty() {
        return arrivals.pausedProperty();
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
        return kept.droppedProperty();
    }

    /** Messages that wait for the end of a pause. */
    public ReadOnlyLongProperty waitingCountProperty() {
        return arrivals.waitingCountProperty();
    }

    /** Service messages among the kept ones. */
    public ReadOnlyLongProperty serviceCountProperty() {
        return kept.serviceCountProperty();
    }

    /** Rows with a pin, a mark or a comment. */
    public ReadOnlyLongProperty noteCountProperty() {
        return kept.notes().countProperty();
    }
}
