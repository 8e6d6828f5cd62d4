package org.icws.testbench.queues;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.icws.gateway.PollerSnapshot;
import org.icws.gateway.SessionSnapshot;
import org.icws.gateway.event.GatewayEvent;
import org.icws.gateway.event.SessionState;
import org.icws.testbench.store.Frame;
import org.icws.testbench.store.NameBook;
import org.icws.testbench.store.SecondSeries;

/** What waits where, for each client and in total. FX thread only. */
public final class QueuesViewModel {

    /** How many seconds the course goes back. */
    public static final int COURSE_SECONDS = 300;

    private static final long REFRESH_NANOS = 400_000_000L;

    /** Totals now and their course, one value a second, oldest first. */
    public record Totals(
            long outbox,
            long outboxBytes,
            long inFlight,
            long waiting,
            String slowest,
            double[] outboxCourse,
            double[] inFlightCourse,
            double[] waitingCourse) {

        static final Totals NONE = new Totals(0, 0, 0, 0, "", new double[0], new double[0], new double[0]);
    }

    private final NameBook names;
    private final ObservableList<QueueRow> rows = FXCollections.observableArrayList();
    private final ReadOnlyObjectWrapper<Totals> totals = new ReadOnlyObjectWrapper<>(this, "totals", Totals.NONE);
    private final ReadOnlyObjectWrapper<List<CanisterPosition>> positions =
            new ReadOnlyObjectWrapper<>(this, "positions", List.of());
    private final SecondSeries outbox = new SecondSeries(COURSE_SECONDS + 1);
    private final SecondSeries inFlight = new SecondSeries(COURSE_SECONDS + 1);
    private final SecondSeries waiting = new SecondSeries(COURSE_SECONDS + 1);
    private final Map<Long, Long> totalsBefore = new HashMap<>();
    private final Map<String, Boolean> behind = new HashMap<>();
    private long refreshedAt;
    private long trendAt;

    public QueuesViewModel(NameBook names) {
        this.names = names;
    }

    /** Forgets the clients and canisters of an earlier network. */
    public void clear() {
        rows.clear();
        behind.clear();
        totalsBefore.clear();
        positions.set(List.of());
        totals.set(Totals.NONE);
    }

    /** Takes over the engine's view. */
    public void onFrame(Frame frame) {
        for (GatewayEvent event : frame.events()) {
            if (event instanceof GatewayEvent.PollCompleted poll) {
                behind.put(poll.canister().toString(), !poll.endOfQueue());
            }
        }
        long out = 0;
        long flying = 0;
        long held = 0;
        for (SessionSnapshot s : frame.snapshot().sessions()) {
            out += s.outboxMessages();
            flying += s.inFlightCalls();
            held += s.waitingCalls();
        }
        outbox.set(frame.nowNanos(), out);
        inFlight.set(frame.nowNanos(), flying);
        waiting.set(frame.nowNanos(), held);
        if (frame.nowNanos() - refreshedAt >= REFRESH_NANOS) {
            refreshedAt = frame.nowNanos();
            refresh(frame, out, flying, held);
        }
    }

    private void refresh(Frame frame, long out, long flying, long held) {
        List<SessionSnapshot> sessions = frame.snapshot().sessions().stream()
                .filter(s -> s.state() != SessionState.CLOSED)
                .toList();
        long scale = sessions.stream()
                .mapToLong(s -> s.outboxMessages() + s.inFlightCalls() + s.waitingCalls())
                .max()
                .orElse(0);
        List<QueueRow> fresh = new ArrayList<>();
        for (SessionSnapshot s : sessions) {
            fresh.add(row(s, Math.max(10, scale)));
        }
        if (!rows.equals(fresh)) {
            rows.setAll(fresh);
        }
        if (frame.nowNanos() - trendAt >= 1_000_000_000L) {
            trendAt = frame.nowNanos();
            totalsBefore.clear();
            fresh.forEach(r -> totalsBefore.put(r.session(), r.total()));
        }
        String slowest = fresh.stream()
                .filter(r -> r.outbox() > 0)
                .max(java.util.Comparator.comparingLong(QueueRow::outboxBytes))
                .map(r -> "most: " + r.client())
                .orElse("every client keeps up");
        totals.set(new Totals(
                out,
                sessions.stream().mapToLong(SessionSnapshot::outboxBytes).sum(),
                flying,
                held,
                slowest,
                outbox.course(frame.nowNanos(), COURSE_SECONDS),
                inFlight.course(frame.nowNanos(), COURSE_SECONDS),
                waiting.course(frame.nowNanos(), COURSE_SECONDS)));
        positions.set(frame.snapshot().pollers().stream().map(this::position).toList());
    }

    private QueueRow row(SessionSnapshot s, long scale) {
        boolean named = s.clientKey() != null && names.knows(s.clientKey().principal());
        long total = s.outboxMessages() + s.inFlightCalls() + s.waitingCalls();
        return new QueueRow(
                s.id(),
                named ? names.nameOf(s.clientKey().principal()) : "Session " + s.id(),
                names.nameOf(s.canister()),
                s.outboxMessages(),
                s.outboxBytes(),
                s.inFlightCalls(),
                s.waitingCalls(),
                Long.compare(total, totalsBefore.getOrDefault(s.id(), total)),
                scale);
    }

    private CanisterPosition position(PollerSnapshot p) {
        return new CanisterPosition(
                names.nameOf(p.canister()),
                p.nextNonce(),
                p.messages(),
                behind.getOrDefault(p.canister().toString(), false),
                p.state());
    }

    public ObservableList<QueueRow> rows() {
        return rows;
    }

    public ReadOnlyObjectProperty<Totals> totalsProperty() {
        return totals.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<List<CanisterPosition>> positionsProperty() {
        return positions.getReadOnlyProperty();
    }
}
