package org.icws.testbench.queues;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.ObservableList;
import org.ic4j.types.Principal;
import org.icws.gateway.PollerSnapshot;
import org.icws.gateway.SessionSnapshot;
import org.icws.gateway.event.GatewayEvent;
import org.icws.gateway.event.SessionState;
import org.icws.testbench.filter.LiveRows;
import org.icws.testbench.messages.AckBook;
import org.icws.testbench.store.Frame;
import org.icws.testbench.store.NameBook;
import org.icws.testbench.store.SecondSeries;

/** What waits where, for each client and in total. FX thread only. */
public final class QueuesViewModel {

    /** A row for each client. */
    public static final int BY_CLIENT = 0;

    /** A row for each canister, with all its clients. */
    public static final int BY_CANISTER = 1;

    /** The course of what waits where, one on top of the other. */
    public static final int STACKED = 0;

    /** The same as lines that all begin at zero. */
    public static final int LINES = 1;

    /** How many seconds the course goes back. */
    public static final int COURSE_SECONDS = 300;

    private static final long SECOND = 1_000_000_000L;

    /** Totals now and their course, one value a second, oldest first. */
    public record Totals(
            long outbox,
            long outboxBytes,
            long inFlight,
            long waiting,
            long unacked,
            String slowest,
            double[] outboxCourse,
            double[] inFlightCourse,
            double[] waitingCourse,
            double[] unackedCourse,
            double[] backlogCourse) {

        static final Totals NONE = new Totals(
                0, 0, 0, 0, 0, "", new double[0], new double[0], new double[0], new double[0], new double[0]);
    }

    /** Asks a canister for its own figures; empty if it has none. Answers on any thread. */
    @FunctionalInterface
    public interface StatsSource {

        CompletionStage<Optional<CanisterStats>> ask(Principal canister);
    }

    private final NameBook names;
    private final LiveRows<QueueRow> rows = new LiveRows<>((old, now) -> old.session() == now.session());
    private final LiveRows<CanisterQueueRow> byCanister =
            new LiveRows<>((old, now) -> old.canister().equals(now.canister()));
    private Comparator<QueueRow> order;
    private Comparator<CanisterQueueRow> canisterOrder;
    private List<QueueRow> asTheyCame = List.of();
    private List<CanisterQueueRow> canistersAsTheyCame = List.of();
    private final Map<String, Long> canisterTotalsBefore = new HashMap<>();
    private final ObjectProperty<Integer> grouping = new SimpleObjectProperty<>(this, "grouping", BY_CLIENT);
    private final ObjectProperty<Integer> courseStyle = new SimpleObjectProperty<>(this, "courseStyle", STACKED);
    private final ReadOnlyObjectWrapper<Totals> totals = new ReadOnlyObjectWrapper<>(this, "totals", Totals.NONE);
    private final ReadOnlyObjectWrapper<List<CanisterPosition>> positions =
            new ReadOnlyObjectWrapper<>(this, "positions", List.of());
    private final SecondSeries outbox = new SecondSeries(COURSE_SECONDS + 1);
    private final SecondSeries inFlight = new SecondSeries(COURSE_SECONDS + 1);
    private final SecondSeries waiting = new SecondSeries(COURSE_SECONDS + 1);
    private final Map<Long, Long> totalsBefore = new HashMap<>();
    private final SecondSeries unacked = new SecondSeries(COURSE_SECONDS + 1);
    private final SecondSeries backlog = new SecondSeries(COURSE_SECONDS + 1);
    private final Map<Principal, CanisterTrack> canisters = new HashMap<>();
    private final AckBook acks;
    private final StatsSource source;
    private final Executor fxThread;
    private final ObjectProperty<Integer> refreshSeconds = new SimpleObjectProperty<>(this, "refreshSeconds", 1);
    private final ObjectProperty<AckLimits> limits = new SimpleObjectProperty<>(this, "limits", AckLimits.CDK);
    private final ReadOnlyLongWrapper refreshed = new ReadOnlyLongWrapper(this, "refreshed");
    private long askedAt;

    /** Without anything told by canisters. */
    public QueuesViewModel(NameBook names) {
        this(names, new AckBook(), canister -> CompletableFuture.completedFuture(Optional.empty()), Runnable::run);
    }

    /**
     * @param acks who has acknowledged what
     * @param source what canisters tell about themselves
     * @param fxThread where their answers are taken over
     */
    public QueuesViewModel(NameBook names, AckBook acks, StatsSource source, Executor fxThread) {
        this.names = names;
        this.acks = acks;
        this.source = source;
        this.fxThread = fxThread;
    }

    /** Forgets the clients and canisters of an earlier network. */
    public void clear() {
        asTheyCame = List.of();
        canistersAsTheyCame = List.of();
        rows.clear();
        byCanister.clear();
        canisters.clear();
        totalsBefore.clear();
        canisterTotalsBefore.clear();
        positions.set(List.of());
        totals.set(Totals.NONE);
        for (SecondSeries series : List.of(outbox, inFlight, waiting, unacked, backlog)) {
            series.clear();
        }
    }

    /** Takes over the engine's view. */
    public void onFrame(Frame frame) {
        for (GatewayEvent event : frame.events()) {
            if (event instanceof GatewayEvent.PollCompleted poll) {
                track(poll.canister()).polled(poll);
            } else if (event instanceof GatewayEvent.CanisterMessage m) {
                track(m.canister()).passed(m);
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
        int seconds = refreshSeconds.get();
        if (seconds > 0 && frame.nowNanos() - askedAt >= SECOND) {
            askedAt = frame.nowNanos();
            frame.snapshot().pollers().forEach(p -> track(p.canister()).ask(p, frame.nowNanos(), source, fxThread));
        }
        if (seconds > 0 && frame.nowNanos() - refreshed.get() >= seconds * SECOND) {
            refresh(frame, out, flying, held);
            refreshed.set(frame.nowNanos());
        }
    }

    private CanisterTrack track(Principal canister) {
        return canisters.computeIfAbsent(canister, c -> new CanisterTrack());
    }

    private void refresh(Frame frame, long out, long flying, long held) {
        List<SessionSnapshot> sessions = frame.snapshot().sessions().stream()
                .filter(s -> s.state() != SessionState.CLOSED)
                .toList();
        List<QueueRow> fresh = rows(sessions, frame.nowNanos());
        asTheyCame = fresh;
        rows.take(sorted(fresh, order));
        totalsBefore.clear();
        fresh.forEach(r -> totalsBefore.put(r.session(), r.total()));
        long open = fresh.stream().mapToLong(QueueRow::unacked).sum();
        unacked.set(frame.nowNanos(), open);
        List<CanisterPosition> now =
                frame.snapshot().pollers().stream().map(p -> position(p, frame)).toList();
        groupByCanister(fresh, now);
        backlog.set(
                frame.nowNanos(),
                now.stream().mapToLong(CanisterPosition::backlog).sum());
        totals.set(new Totals(
                out,
                sessions.stream().mapToLong(SessionSnapshot::outboxBytes).sum(),
                flying,
                held,
                open,
                slowest(fresh),
                outbox.course(frame.nowNanos(), COURSE_SECONDS),
                inFlight.course(frame.nowNanos(), COURSE_SECONDS),
                waiting.course(frame.nowNanos(), COURSE_SECONDS),
                unacked.course(frame.nowNanos(), COURSE_SECONDS),
                backlog.course(frame.nowNanos(), COURSE_SECONDS)));
        positions.set(now);
    }

    private List<QueueRow> rows(List<SessionSnapshot> sessions, long nowNanos) {
        long scale = sessions.stream()
                .mapToLong(s -> s.outboxMessages()
                        + s.inFlightCalls()
                        + s.waitingCalls()
                        + acks.of(s.clientKey(), s.canister()).openDown())
                .max()
                .orElse(0);
        List<QueueRow> fresh = new ArrayList<>();
        for (SessionSnapshot s : sessions) {
            fresh.add(row(s, Math.max(10, scale), nowNanos));
        }
        return fresh;
    }

    private static <R> List<R> sorted(List<R> fresh, Comparator<R> wanted) {
        return wanted == null ? fresh : fresh.stream().sorted(wanted).toList();
    }

    /** Shows the clients in this order, whatever becomes of them; null for that in which they came. */
    public void sortBy(Comparator<QueueRow> wanted) {
        order = wanted;
        rows.take(sorted(asTheyCame, wanted));
    }

    /** The same for the canisters. */
    public void sortCanistersBy(Comparator<CanisterQueueRow> wanted) {
        canisterOrder = wanted;
        byCanister.take(sorted(canistersAsTheyCame, wanted));
    }

    private static String slowest(List<QueueRow> clients) {
        return clients.stream()
                .filter(r -> r.outbox() > 0)
                .max(Comparator.comparingLong(QueueRow::outboxBytes))
                .map(r -> "most: " + r.client())
                .orElse("every client keeps up");
    }

    private void groupByCanister(List<QueueRow> clients, List<CanisterPosition> now) {
        List<CanisterQueueRow> fresh = CanisterQueueRow.of(clients, now, canisterTotalsBefore);
        canistersAsTheyCame = fresh;
        byCanister.take(sorted(fresh, canisterOrder));
        canisterTotalsBefore.clear();
        fresh.forEach(r -> canisterTotalsBefore.put(r.canister(), r.total()));
    }

    private QueueRow row(SessionSnapshot s, long scale, long now) {
        AckBook.State state = acks.of(s.clientKey(), s.canister());
        long total = s.outboxMessages() + s.inFlightCalls() + s.waitingCalls() + state.openDown();
        return new QueueRow(
                s.id(),
                names.nameOf(s.clientKey(), s.canister(), s.id()),
                names.nameOf(s.canister()),
                s.outboxMessages(),
                s.outboxBytes(),
                s.inFlightCalls(),
                s.waitingCalls(),
                state,
                limits.get(),
                Long.compare(total, totalsBefore.getOrDefault(s.id(), total)),
                scale,
                now);
    }

    private CanisterPosition position(PollerSnapshot p, Frame frame) {
        long open = frame.snapshot().sessions().stream()
                .filter(s -> p.canister().equals(s.canister()))
                .mapToLong(s -> acks.of(s.clientKey(), s.canister()).openDown())
                .sum();
        return track(p.canister())
                .position(names.nameOf(p.canister()), p, frame.snapshot().gateway(), open, frame.nowNanos());
    }

    /** Seconds from one look at the queues to the next, with which the arrows compare; 0 = what is shown stays as it is. */
    public ObjectProperty<Integer> refreshSecondsProperty() {
        return refreshSeconds;
    }

    /** When the queues were looked at last, ns since the epoch; 0 before the first time. */
    public ReadOnlyLongProperty refreshedProperty() {
        return refreshed.getReadOnlyProperty();
    }

    /** The times that canisters are configured with, as far as a person said so. */
    public ObjectProperty<AckLimits> limitsProperty() {
        return limits;
    }

    /** {@link #BY_CLIENT} or {@link #BY_CANISTER}. */
    public ObjectProperty<Integer> groupingProperty() {
        return grouping;
    }

    /** {@link #STACKED} or {@link #LINES}. */
    public ObjectProperty<Integer> courseStyleProperty() {
        return courseStyle;
    }

    /** A row for each canister. */
    public ObservableList<CanisterQueueRow> byCanister() {
        return byCanister;
    }

    /** A row for each client. */
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
