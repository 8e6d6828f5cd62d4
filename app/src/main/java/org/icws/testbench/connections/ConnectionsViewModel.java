package org.icws.testbench.connections;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.ObservableList;
import org.icws.gateway.Limits;
import org.icws.gateway.SessionSnapshot;
import org.icws.gateway.event.GatewayEvent;
import org.icws.gateway.event.SessionState;
import org.icws.protocol.principal.Principals;
import org.icws.testbench.filter.LiveRows;
import org.icws.testbench.messages.AckBook;
import org.icws.testbench.queues.AckLimits;
import org.icws.testbench.store.Format;
import org.icws.testbench.store.Frame;
import org.icws.testbench.store.NameBook;
import org.icws.testbench.store.SecondSeries;

/** The sessions, running and ended, and the chosen one. FX thread only. */
public final class ConnectionsViewModel {

    /** How many ended sessions are remembered. */
    public static final int MOST_CLOSED = 500;

    private static final long REFRESH_NANOS = 400_000_000L;
    private static final int RATE_SECONDS = 3;
    private static final long SECOND = 1_000_000_000L;
    private static final long IDLE_NANOS = 60 * SECOND;
    private static final int LOOKS_TO_VANISH = 3; // events and snapshot of one look are not of one moment
    private static final int GONE = 1006;
    private static final String END_LOST = "how it ended was lost, with more events than the window could take";

    /** The end of a session. */
    public record Ending(String client, GatewayEvent.SessionClosed event) {}

    /** What is remembered of one session between two frames. */
    private static final class Track {

        private final SecondSeries up = new SecondSeries(10);
        private final SecondSeries down = new SecondSeries(10);
        private final SecondSeries bytesUp = new SecondSeries(10);
        private final SecondSeries bytesDown = new SecondSeries(10);
        private final SessionTally tally = new SessionTally();
        private SessionSnapshot last;
        private BriefSession brief; // while the engine's view of it was not seen
        private long lastFrameAt;
        private long look; // the last one that showed it
        private GatewayEvent.SessionClosed closed;
    }

    private final NameBook names;
    private final AckBook acks;
    private final Supplier<CompletableFuture<String>> clientMaker;
    private final SessionCloser closer;
    private final Supplier<Limits> limits;
    private final Executor fxThread;
    private final ReadOnlyBooleanWrapper connecting = new ReadOnlyBooleanWrapper(this, "connecting");
    private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper(this, "problem", "");
    private final Map<Long, Track> tracks = new LinkedHashMap<>();
    private final Map<Long, Track> unseen = new HashMap<>();
    private final LiveRows<ConnectionRow> rows = ConnectionFilter.liveRows();
    private final ConnectionFilter filter = new ConnectionFilter(rows);
    private final ObjectProperty<AckLimits> ackLimits = new SimpleObjectProperty<>(this, "ackLimits", AckLimits.CDK);
    private final ReadOnlyObjectWrapper<ConnectionFigures> figures = new ReadOnlyObjectWrapper<>(this, "figures");
    private final ReadOnlyObjectWrapper<ConnectionRow> selected = new ReadOnlyObjectWrapper<>(this, "selected");
    private final ReadOnlyObjectWrapper<Ending> lastEnding = new ReadOnlyObjectWrapper<>(this, "lastEnding");
    private CompletableFuture<String> attempt;
    private long selectedId = -1;
    private long refreshedAt;
    private boolean lossy;
    private long looks;

    /** @param clientMaker connects one more client of our own and tells its name, or why it could not; cancelling that ends it */
    public ConnectionsViewModel(NameBook names, Supplier<CompletableFuture<String>> clientMaker, Executor fxThread) {
        this(
                names,
                new AckBook(),
                clientMaker,
                (id, code, reason) -> CompletableFuture.completedFuture(false),
                () -> null,
                fxThread);
    }

    /**
     * @param acks who has acknowledged what
     * @param closer ends sessions on the gateway's side
     * @param limits the gateway's bounds; null while they are not known
     */
    public ConnectionsViewModel(
            NameBook names,
            AckBook acks,
            Supplier<CompletableFuture<String>> clientMaker,
            SessionCloser closer,
            Supplier<Limits> limits,
            Executor fxThread) {
        this.names = names;
        this.acks = acks;
        this.clientMaker = clientMaker;
        this.closer = closer;
        this.limits = limits;
        this.fxThread = fxThread;
    }

    /** Why the chosen connection cannot be closed, in a sentence; null if it can. */
    public String whyNotClose() {
        ConnectionRow row = selected.get();
        if (row == null) {
            return "No connection is chosen.";
        }
        return row.closed() ? "The chosen connection has ended already." : null;
    }

    /**
     * Has the gateway close the chosen connection; does nothing if there is none to close.
     *
     * @param code close code its client is told
     * @param reason what its client is told; see {@link CloseCodes#problem}
     */
    public void close(int code, String reason) {
        if (whyNotClose() != null) {
            return;
        }
        String client = selected.get().client();
        problem.set("");
        closer.close(selected.get().id(), code, reason)
                .whenComplete((found, failure) -> fxThread.execute(() -> {
                    if (failure != null) {
                        problem.set(client + " was not closed: " + words(failure));
                    } else if (!found) {
                        problem.set(client + " had left before it could be closed.");
                    }
                }));
    }

    /** Connects one more client of our own; does nothing while one is being connected. */
    public void addClient() {
        if (connecting.get()) {
            return;
        }
        connecting.set(true);
        problem.set("");
        attempt = clientMaker.get();
        attempt.whenComplete((name, failure) -> fxThread.execute(() -> {
            connecting.set(false);
            boolean failed = failure != null && !attempt.isCancelled();
            problem.set(failed ? "No client was connected: " + words(failure) : "");
        }));
    }

    /** Ends the attempt to connect one more client; does nothing if there is none. */
    public void cancelClient() {
        if (connecting.get()) {
            attempt.cancel(true);
        }
    }

    private static String words(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    /** Whether a client is being connected. */
    public ReadOnlyBooleanProperty connectingProperty() {
        return connecting.getReadOnlyProperty();
    }

    /** Why the last client could not be connected; empty if it could. */
    public ReadOnlyStringProperty problemProperty() {
        return problem.getReadOnlyProperty();
    }

    /** Forgets everything: another network numbers its sessions anew. */
    public void clear() {
        tracks.clear();
        unseen.clear();
        rows.clear();
        filter.follow();
        selectedId = -1;
        lossy = false;
        selected.set(null);
        figures.set(null);
        lastEnding.set(null);
        problem.set("");
    }

    /** Takes over the engine's view; the rows are renewed a few times a second, at once if sessions came or went. */
    public void onFrame(Frame frame) {
        Map<Long, GatewayEvent.SessionClosed> endings = new HashMap<>();
        for (GatewayEvent event : frame.events()) {
            if (event instanceof GatewayEvent.SessionClosed closed) {
                endings.put(closed.sessionId(), closed);
            }
        }
        looks++;
        boolean changed = !endings.isEmpty() | follow(frame);
        for (SessionSnapshot session : frame.snapshot().sessions()) {
            changed |= observe(frame.nowNanos(), session);
        }
        lossy |= frame.lost() > 0;
        count(frame);
        identify(frame.events());
        endings.forEach(this::end);
        changed |= lossy && endVanished(frame.nowNanos());
        forget();
        if (changed || frame.nowNanos() - refreshedAt >= REFRESH_NANOS) {
            refreshedAt = frame.nowNanos();
            refresh(frame.nowNanos());
        }
    }

    /** A session that begins and ends between two looks is in no snapshot; whether one began. */
    private boolean follow(Frame frame) {
        boolean began = false;
        for (GatewayEvent event : frame.events()) {
            if (event instanceof GatewayEvent.SessionOpened opened) {
                began |= begin(opened, frame.nowNanos());
            } else if (!unseen.isEmpty()) {
                Track track = unseen.get(SessionTally.sessionOf(event));
                if (track != null) {
                    track.brief.take(event);
                }
            }
        }
        unseen.values().forEach(track -> track.last = track.brief.snapshot());
        return began;
    }

    private boolean begin(GatewayEvent.SessionOpened opened, long now) {
        if (tracks.containsKey(opened.sessionId())) {
            return false;
        }
        Track track = new Track();
        track.brief = new BriefSession(opened);
        track.lastFrameAt = now;
        track.look = looks;
        tracks.put(opened.sessionId(), track);
        unseen.put(opened.sessionId(), track);
        return true;
    }

    private void count(Frame frame) {
        if (frame.lost() > 0) {
            tracks.values().forEach(track -> track.tally.skip());
        }
        long ahead = frame.snapshot().clockSkew().estimateNanos();
        for (GatewayEvent event : frame.events()) {
            Track track = tracks.get(SessionTally.sessionOf(event));
            if (track != null) {
                track.tally.take(event, ahead);
            }
        }
    }

    private boolean observe(long now, SessionSnapshot session) {
        Track track = tracks.computeIfAbsent(session.id(), id -> new Track());
        SessionSnapshot before = track.brief == null ? track.last : null;
        track.brief = null;
        track.look = looks;
        unseen.remove(session.id());
        track.up.add(now, before == null ? session.framesIn() : session.framesIn() - before.framesIn());
        track.down.add(now, before == null ? session.framesOut() : session.framesOut() - before.framesOut());
        track.bytesUp.add(now, before == null ? session.bytesIn() : session.bytesIn() - before.bytesIn());
        track.bytesDown.add(now, before == null ? session.bytesOut() : session.bytesOut() - before.bytesOut());
        if (before == null || before.framesIn() != session.framesIn() || before.framesOut() != session.framesOut()) {
            track.lastFrameAt = now;
        }
        track.last = session;
        return before == null || before.state() != session.state();
    }

    /** A session that was refused and ended between two looks is never seen with its client. */
    private void identify(List<GatewayEvent> events) {
        for (GatewayEvent event : events) {
            if (event instanceof GatewayEvent.SessionIdentified who && tracks.containsKey(who.sessionId())) {
                Track track = tracks.get(who.sessionId());
                if (track.last.clientKey() == null) {
                    track.last = of(who, track.last);
                }
            }
        }
    }

    private static SessionSnapshot of(GatewayEvent.SessionIdentified who, SessionSnapshot s) {
        return new SessionSnapshot(
                s.id(),
                s.protocol(),
                s.remote(),
                who.clientKey(),
                who.canister(),
                s.state(),
                s.stateReason(),
                s.openedAtNanos(),
                s.framesIn(),
                s.framesOut(),
                s.bytesIn(),
                s.bytesOut(),
                s.lastSeqUp(),
                s.lastSeqDown(),
                s.outboxMessages(),
                s.outboxBytes(),
                s.inFlightCalls(),
                s.waitingCalls());
    }

    private void end(long id, GatewayEvent.SessionClosed closed) {
        Track track = tracks.get(id);
        if (track != null) {
            track.closed = closed;
            unseen.remove(id);
            lastEnding.set(new Ending(clientName(track.last), closed));
        }
    }

    /** The end of a session may be among the events that were lost; that the engine has it no more is an end too. */
    private boolean endVanished(long now) {
        boolean any = false;
        for (Map.Entry<Long, Track> each : tracks.entrySet()) {
            Track track = each.getValue();
            if (track.closed == null && looks - track.look >= LOOKS_TO_VANISH) {
                end(each.getKey(), new GatewayEvent.SessionClosed(0, now, each.getKey(), GONE, END_LOST, "network"));
                any = true;
            }
        }
        return any;
    }

    private void forget() {
        long ended = tracks.values().stream().filter(t -> t.closed != null).count();
        if (ended > MOST_CLOSED) {
            List<Long> oldest = tracks.entrySet().stream()
                    .filter(e -> e.getValue().closed != null)
                    .limit(ended - MOST_CLOSED)
                    .map(Map.Entry::getKey)
                    .toList();
            oldest.forEach(tracks::remove);
        }
    }

    private void refresh(long now) {
        List<ConnectionRow> fresh = new ArrayList<>(tracks.size());
        for (Track track : tracks.values()) {
            fresh.add(row(track, now));
        }
        rows.take(fresh);
        if (selectedId < 0 && !rows.isEmpty()) {
            selectedId = rows.get(0).id();
        }
        filter.follow();
        choose();
    }

    private void choose() {
        ConnectionRow row =
                rows.stream().filter(r -> r.id() == selectedId).findFirst().orElse(null);
        selected.set(row);
        Track track = tracks.get(selectedId);
        figures.set(
                row == null || track == null
                        ? null
                        : ConnectionFigures.of(row, track.tally, limits.get(), ackLimits.get(), lossy, refreshedAt));
    }

    private ConnectionRow row(Track track, long now) {
        SessionSnapshot s = track.last;
        boolean ended = track.closed != null;
        long until = ended ? track.closed.atNanos() : now;
        long quiet = ended || now - track.lastFrameAt < IDLE_NANOS ? 0 : (now - track.lastFrameAt) / SECOND * SECOND;
        return new ConnectionRow(
                s,
                clientName(s),
                s.clientKey() == null ? "–" : Principals.shorten(s.clientKey().principal()),
                names.nameOf(s.canister()),
                ended ? 0 : track.up.perSecond(now, RATE_SECONDS),
                ended ? 0 : track.down.perSecond(now, RATE_SECONDS),
                ended ? 0 : track.bytesUp.perSecond(now, RATE_SECONDS),
                ended ? 0 : track.bytesDown.perSecond(now, RATE_SECONDS),
                acks.of(s.clientKey(), s.canister()),
                ended ? track.closed.code() : 0,
                reason(track, quiet),
                quiet,
                (until - s.openedAtNanos()) / SECOND * SECOND,
                track.tally.numbersUp().all() + track.tally.numbersDown().all());
    }

    /** Of an open connection there is nothing to explain unless it is idle; the chosen one's says how it became open. */
    private static String reason(Track track, long quiet) {
        if (track.closed != null) {
            return track.closed.code() + (track.closed.reason().isEmpty() ? "" : " · " + track.closed.reason());
        } else if (track.last.state() != SessionState.OPEN) {
            return track.last.stateReason();
        }
        return quiet == 0 ? "" : "no frame for " + Format.elapsed(quiet);
    }

    private String clientName(SessionSnapshot session) {
        return names.nameOf(session.clientKey(), session.canister(), session.id());
    }

    /** Chooses a session by its number. */
    public void select(long id) {
        selectedId = id;
        choose();
    }

    /** How a session ended; null if it has not. */
    public Ending endingOf(long id) {
        Track track = tracks.get(id);
        return track == null || track.closed == null ? null : new Ending(clientName(track.last), track.closed);
    }

    public ObservableList<ConnectionRow> rows() {
        return rows;
    }

    /** What of the rows is shown. */
    public ConnectionFilter filter() {
        return filter;
    }

    /** How near the chosen session is to its limits, and its counts; null if there is none. */
    public ReadOnlyObjectProperty<ConnectionFigures> figuresProperty() {
        return figures.getReadOnlyProperty();
    }

    /** The times of the canisters' acknowledgements, as a person configured them. */
    public ObjectProperty<AckLimits> ackLimitsProperty() {
        return ackLimits;
    }

    /** The chosen session as it is now; null if there is none. */
    public ReadOnlyObjectProperty<ConnectionRow> selectedProperty() {
        return selected.getReadOnlyProperty();
    }

    /** The session that ended last; null before the first. */
    public ReadOnlyObjectProperty<Ending> lastEndingProperty() {
        return lastEnding.getReadOnlyProperty();
    }
}
