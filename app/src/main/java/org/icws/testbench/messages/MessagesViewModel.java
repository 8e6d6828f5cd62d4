package org.icws.testbench.messages;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.transformation.FilteredList;
import org.icws.gateway.event.GatewayEvent;
import org.icws.testbench.store.Frame;
import org.icws.testbench.store.NameBook;

/** All messages that are kept, the part of them the filter lets through, and the chosen one. FX thread only. */
public final class MessagesViewModel {

    /** How many rows are kept unless told otherwise. */
    public static final int DEFAULT_CAPACITY = 10_000;

    private final int capacity;
    private final NameBook names;
    private MessageRows maker;
    private final ObservableList<MessageRow> rows = FXCollections.observableArrayList();
    private final FilteredList<MessageRow> shown = new FilteredList<>(rows);
    private final List<MessageRow> waiting = new ArrayList<>();
    private final Map<String, GatewayEvent.CallCompleted> calls;
    private final StringProperty filter = new SimpleStringProperty(this, "filter", "");
    private final BooleanProperty serviceHidden = new SimpleBooleanProperty(this, "serviceHidden", false);
    private final BooleanProperty paused = new SimpleBooleanProperty(this, "paused");
    private final BooleanProperty following = new SimpleBooleanProperty(this, "following", true);
    private final ObjectProperty<MessageRow> selected = new SimpleObjectProperty<>(this, "selected");
    private final ReadOnlyLongWrapper dropped = new ReadOnlyLongWrapper(this, "dropped");
    private final ReadOnlyLongWrapper waitingCount = new ReadOnlyLongWrapper(this, "waitingCount");
    private long suspicious;
    private long keptBytes;
    private final ReadOnlyLongWrapper serviceCount = new ReadOnlyLongWrapper(this, "serviceCount");

    public MessagesViewModel(NameBook names, int capacity) {
        this.capacity = capacity;
        this.names = names;
        this.maker = new MessageRows(names);
        this.calls = new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, GatewayEvent.CallCompleted> eldest) {
                return size() > capacity;
            }
        };
        filter.addListener(o -> refilter());
        serviceHidden.addListener(o -> refilter());
        paused.addListener((o, old, now) -> {
            if (!now) {
                release();
            }
        });
    }

    /** Forgets everything: another network numbers its events and messages anew. */
    public void clear() {
        maker = new MessageRows(names);
        selected.set(null);
        calls.clear();
        waiting.clear();
        waitingCount.set(0);
        rows.clear();
        serviceCount.set(0);
        dropped.set(0);
        suspicious = 0;
        keptBytes = 0;
    }

    /** Takes over what happened since the frame before. */
    public void onFrame(Frame frame) {
        List<MessageRow> fresh = new ArrayList<>();
        for (GatewayEvent event : frame.events()) {
            if (event instanceof GatewayEvent.CallCompleted call) {
                calls.put(HexFormat.of().formatHex(call.requestId()), call);
            }
            maker.of(event).ifPresent(row -> {
                fresh.add(row);
                suspicious += row.finding().suspicious() ? 1 : 0;
            });
        }
        dropped.set(dropped.get() + frame.lost());
        if (fresh.isEmpty()) {
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

    private void release() {
        append(List.copyOf(waiting));
        waiting.clear();
        waitingCount.set(0);
    }

    private void append(List<MessageRow> fresh) {
        rows.addAll(fresh);
        // Trimmed in chunks: removing from the head moves every row behind it.
        if (rows.size() > capacity + capacity / 10) {
            int tooMany = rows.size() - capacity;
            rows.remove(0, tooMany);
            dropped.set(dropped.get() + tooMany);
        }
        serviceCount.set(rows.stream().filter(MessageRow::service).count());
        keptBytes = rows.stream().mapToLong(MessageRow::byteCount).sum();
    }

    private void refilter() {
        String wanted = filter.get().trim().toLowerCase(Locale.ROOT);
        boolean hide = serviceHidden.get();
        if (wanted.isEmpty() && !hide) {
            shown.setPredicate(null);
            return;
        }
        String[] words = wanted.split("\\s+");
        shown.setPredicate(row -> !(hide && row.service()) && matches(row, words));
    }

    private static boolean matches(MessageRow row, String[] words) {
        String text = String.join(
                        " ",
                        row.directionWord(),
                        row.canister(),
                        row.client(),
                        row.kind(),
                        row.verdictWord(),
                        row.preview())
                .toLowerCase(Locale.ROOT);
        for (String word : words) {
            if (!text.contains(word)) {
                return false;
            }
        }
        return true;
    }

    /** Chooses the message with this event number, if it is still kept, and shows it even if a filter hid it. */
    public void select(long eventSequence) {
        find(eventSequence).ifPresent(row -> {
            if (!shown.contains(row)) {
                paused.set(false);
                filter.set("");
                serviceHidden.set(false);
            }
            following.set(false);
            selected.set(row);
        });
    }

    /** The message with this event number, if it is still kept. */
    public Optional<MessageRow> find(long eventSequence) {
        for (int i = rows.size() - 1; i >= 0; i--) {
            if (rows.get(i).id() == eventSequence) {
                return Optional.of(rows.get(i));
            }
        }
        return waiting.stream().filter(row -> row.id() == eventSequence).findFirst();
    }

    /** Size of the frames that are kept. */
    public long keptBytes() {
        return keptBytes;
    }

    /** How many messages so far did not follow the one before. */
    public long suspiciousCount() {
        return suspicious;
    }

    /** How the call ended that carried a message up; null if it has not ended or is forgotten. */
    public GatewayEvent.CallCompleted callOf(MessageRow row) {
        return row.event() instanceof GatewayEvent.ClientMessage up
                ? calls.get(HexFormat.of().formatHex(up.requestId()))
                : null;
    }

    /** Everything that is kept. Not to be changed by the reader. */
    public ObservableList<MessageRow> rows() {
        return rows;
    }

    /** What the filter lets through. */
    public FilteredList<MessageRow> shown() {
        return shown;
    }

    public int capacity() {
        return capacity;
    }

    /** Words that must all occur in a row. */
    public StringProperty filterProperty() {
        return filter;
    }

    /** Whether open, ack, keep-alive and close messages are left out. */
    public BooleanProperty serviceHiddenProperty() {
        return serviceHidden;
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
}
