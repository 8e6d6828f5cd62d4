package org.icws.testbench.messages;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.beans.property.SimpleBooleanProperty;

/** New rows on their way into the table: held back in a flood, and while somebody has paused it. FX thread only. */
final class Arrivals {

    private static final int FLOOD_ROWS = 200;
    private static final long FLOOD_NANOS = 240_000_000L;
    /** With a row chosen, or the end out of sight, each arrival has the table measure all its rows, and shows nothing new. */
    private static final long UNSEEN_FLOOD_NANOS = 960_000_000L;

    private final Consumer<List<MessageRow>> table;
    private final BooleanSupplier endInSight;
    private final List<MessageRow> waiting = new ArrayList<>();
    private final List<MessageRow> held = new ArrayList<>();
    private final BooleanProperty paused = new SimpleBooleanProperty(this, "paused");
    private final ReadOnlyLongWrapper waitingCount = new ReadOnlyLongWrapper(this, "waitingCount");
    private long appendedAt;

    /**
     * Without any rows yet.
     *
     * @param table takes rows when their time has come
     * @param endInSight whether whoever looks at the table looks at the newest rows only
     */
    Arrivals(Consumer<List<MessageRow>> table, BooleanSupplier endInSight) {
        this.table = table;
        this.endInSight = endInSight;
        paused.addListener((o, old, now) -> {
            if (!now) {
                release();
            }
        });
    }

    /**
     * Takes new rows.
     *
     * @param most how many may wait for the end of a pause
     * @return how many had to go because more do
     */
    int take(List<MessageRow> fresh, long nowNanos, int most) {
        if (fresh.isEmpty() && held.isEmpty()) {
            return 0;
        }
        if (!paused.get()) {
            pass(fresh, nowNanos);
            return 0;
        }
        waiting.addAll(fresh);
        int tooMany = Math.max(0, waiting.size() - most);
        waiting.subList(0, tooMany).clear();
        waitingCount.set(waiting.size());
        return tooMany;
    }

    /** Nobody reads hundreds of new rows ten times a second: in a flood they are shown together, four times a second or once. */
    private void pass(List<MessageRow> fresh, long nowNanos) {
        boolean flood = fresh.size() > FLOOD_ROWS || !held.isEmpty();
        held.addAll(fresh);
        long period = endInSight.getAsBoolean() ? FLOOD_NANOS : UNSEEN_FLOOD_NANOS;
        if (flood && nowNanos - appendedAt < period && nowNanos >= appendedAt) {
            return;
        }
        appendedAt = nowNanos;
        List<MessageRow> all = List.copyOf(held);
        held.clear();
        table.accept(all);
    }

    private void release() {
        table.accept(List.copyOf(waiting));
        waiting.clear();
        waitingCount.set(0);
    }

    /** Forgets what has not arrived yet. */
    void clear() {
        waiting.clear();
        held.clear();
        waitingCount.set(0);
    }

    /** The row with this event number, if it is among those that have not arrived yet. */
    Optional<MessageRow> find(long eventSequence) {
        return Stream.concat(held.stream(), waiting.stream())
                .filter(row -> row.id() == eventSequence)
                .findFirst();
    }

    /** Whether a row waits for the end of a pause. */
    boolean isWaiting(MessageRow row) {
        return waiting.contains(row);
    }

    BooleanProperty pausedProperty() {
        return paused;
    }

    ReadOnlyLongProperty waitingCountProperty() {
        return waitingCount.getReadOnlyProperty();
    }
}
