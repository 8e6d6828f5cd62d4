package org.icws.testbench.overview;

import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import org.icws.gateway.Counters;
import org.icws.gateway.GatewaySnapshot;
import org.icws.gateway.PollerSnapshot;
import org.icws.gateway.SessionSnapshot;
import org.icws.gateway.event.GatewayEvent;
import org.icws.gateway.event.SessionState;
import org.icws.testbench.connections.CloseCodes;
import org.icws.testbench.control.Badge.Tone;
import org.icws.testbench.control.SwimLane;
import org.icws.testbench.latency.LatencyViewModel;
import org.icws.testbench.latency.LatencyViewModel.Window;
import org.icws.testbench.latency.Samples;
import org.icws.testbench.messages.MessageRow;
import org.icws.testbench.messages.MessagesViewModel;
import org.icws.testbench.store.Format;
import org.icws.testbench.store.Frame;
import org.icws.testbench.store.NameBook;
import org.icws.testbench.store.PollingWords;
import org.icws.testbench.store.SecondSeries;

/** One sentence, six numbers, one picture. FX thread only. */
public final class OverviewViewModel {

    /** A tile's texts and the course of its value. */
    public record Tile(String value, String unit, String note, double[] course) {

        static final Tile NONE = new Tile("–", "", "", new double[0]);
    }

    /** The six numbers. */
    public record Tiles(Tile connections, Tile up, Tile down, Tile polling, Tile verified, Tile queued) {

        static final Tiles NONE = new Tiles(Tile.NONE, Tile.NONE, Tile.NONE, Tile.NONE, Tile.NONE, Tile.NONE);
    }

    private static final int MOST_EVENTS_TOLD = 200;
    private static final int LINES_SHOWN = 48;
    private static final int CALM = 100;
    private static final int LEAST_SHOWN = 12;
    private static final int RATE_SECONDS = 5;
    private static final int MOST_BROKEN = 1_000;
    private static final long BROKEN_NANOS = 60_000_000_000L;
    private static final long REFRESH_NANOS = 500_000_000L;

    private final LatencyViewModel latency;
    private final MessagesViewModel messages;
    private LaneStory story = new LaneStory();
    private final LanePainter painter;
    private final BooleanProperty following = new SimpleBooleanProperty(this, "following", true);
    private final ReadOnlyObjectWrapper<Health> health =
            new ReadOnlyObjectWrapper<>(this, "health", new Health(Tone.NEUTRAL, "Starting", ""));
    private final ReadOnlyObjectWrapper<Tiles> tiles = new ReadOnlyObjectWrapper<>(this, "tiles", Tiles.NONE);
    private final ReadOnlyObjectWrapper<SwimLane.Picture> lane =
            new ReadOnlyObjectWrapper<>(this, "lane", SwimLane.Picture.EMPTY);
    private final ObjectProperty<MessageRow> glance = new SimpleObjectProperty<>(this, "glance");
    private final SecondSeries connections = new SecondSeries(Window.LONGEST_COURSE + 1);
    private final SecondSeries framesUp = new SecondSeries(Window.LONGEST_COURSE + 1);
    private final SecondSeries framesDown = new SecondSeries(Window.LONGEST_COURSE + 1);
    private final SecondSeries bytesUp = new SecondSeries(Window.LONGEST_COURSE + 1);
    private final SecondSeries bytesDown = new SecondSeries(Window.LONGEST_COURSE + 1);
    private final SecondSeries queued = new SecondSeries(Window.LONGEST_COURSE + 1);
    private final SecondSeries verifiedShare = new SecondSeries(Window.LONGEST_COURSE + 1);
    private List<LaneStory.Line> frozen = List.of();
    private String pollText = "";
    private int back;
    private long newestAnswer = -1;
    private String gatewayName = "";
    private final FailingPolls failing;
    private final Deque<GatewayEvent.SessionClosed> broken = new ArrayDeque<>();
    private final Deque<GatewayEvent.CallCompleted> refused = new ArrayDeque<>();
    private Counters before;
    private long refreshedAt;

    public OverviewViewModel(NameBook names, LatencyViewModel latency, MessagesViewModel messages) {
        this.failing = new FailingPolls(names);
        this.latency = latency;
        this.messages = messages;
        this.painter = new LanePainter(names);
    }

    /** Forgets the picture and the counts of an earlier network. */
    public void clear() {
        story = new LaneStory();
        before = null;
        frozen = List.of();
        back = 0;
        newestAnswer = -1;
        failing.clear();
        broken.clear();
        refused.clear();
        for (SecondSeries series :
                List.of(connections, framesUp, framesDown, bytesUp, bytesDown, queued, verifiedShare)) {
            series.clear();
        }
        tiles.set(Tiles.NONE);
        glance.set(null);
        lane.set(SwimLane.Picture.EMPTY);
        following.set(true);
    }

    /** Where the gateway listens; its port names the middle track. */
    public void setGateway(URI url) {
        gatewayName = ":" + url.getPort();
    }

    /** Takes over a frame; the messages' and the latency's view models must have had it before. */
    public void onFrame(Frame frame) {
        boolean changed = tell(frame.events());
        count(frame);
        boolean due = frame.nowNanos() - refreshedAt >= REFRESH_NANOS;
        if (following.get() && (changed || due)) {
            pollText = pollText(frame.snapshot());
            frozen = story.lines(frame.nowNanos());
            back = 0;
            paintLane();
        }
        if (following.get() && newestAnswer >= 0 && (due || frame.events().size() < CALM)) {
            messages.find(newestAnswer).ifPresent(glance::set);
            newestAnswer = -1;
        }
        if (due) {
            refreshedAt = frame.nowNanos();
            refresh(frame);
        }
    }

    private void paintLane() {
        int end = frozen.size() - back;
        lane.set(painter.picture(frozen.subList(Math.max(0, end - LINES_SHOWN), end), gatewayName, pollText));
    }

    /** Scrolls the picture by so many lines, back if positive; it stops following, and follows again at its end. */
    public void scroll(int lines) {
        int next = Math.max(0, Math.min(frozen.size() - LEAST_SHOWN, back + lines));
        if (next <= 0 && lines < 0) {
            following.set(true);
        } else if (next > 0) {
            following.set(false);
            back = next;
            paintLane();
        }
    }

    private boolean tell(List<GatewayEvent> events) {
        boolean changed = false;
        // The picture shows some 20 rows: of a flood only the end is worth reading.
        int from = Math.max(0, events.size() - MOST_EVENTS_TOLD);
        for (int i = 0; i < events.size(); i++) {
            GatewayEvent event = events.get(i);
            if (i >= from || event instanceof GatewayEvent.SessionIdentified) {
                changed |= story.add(event);
            }
            if (event instanceof GatewayEvent.PollFailed poll) {
                failing.take(poll);
            } else if (event instanceof GatewayEvent.SessionClosed end && !CloseCodes.clean(end.code())) {
                broken.addLast(end);
            } else if (event instanceof GatewayEvent.CallCompleted call && isRefused(call)) {
                refused.addLast(call);
            } else if (event instanceof GatewayEvent.PollCompleted poll) {
                failing.take(poll);
            } else if (event instanceof GatewayEvent.CanisterMessage m && !m.service()) {
                newestAnswer = m.sequence();
            }
        }
        return changed;
    }

    private static String pollText(GatewaySnapshot snapshot) {
        return snapshot.pollers().isEmpty()
                ? ""
                : "polls " + PollingWords.of(snapshot.pollers()).every();
    }

    private void count(Frame frame) {
        Counters now = frame.snapshot().counters();
        long at = frame.nowNanos();
        if (before != null) {
            framesUp.add(at, now.framesIn() - before.framesIn());
            framesDown.add(at, now.framesOut() - before.framesOut());
            bytesUp.add(at, now.bytesIn() - before.bytesIn());
            bytesDown.add(at, now.bytesOut() - before.bytesOut());
        }
        before = now;
        connections.set(at, frame.snapshot().sessions().size());
        queued.set(at, queuedNow(frame.snapshot()));
        verifiedShare.set(at, share(now));
    }

    private static long queuedNow(GatewaySnapshot snapshot) {
        return snapshot.sessions().stream()
                .mapToLong(s -> s.outboxMessages() + s.inFlightCalls() + s.waitingCalls())
                .sum();
    }

    /** Percent of the messages that are verified; 100 while there are none. */
    private static double share(Counters c) {
        long all = c.verified() + c.failed() + c.unverified();
        return all == 0 ? 100 : 100.0 * c.verified() / all;
    }

    private void refresh(Frame frame) {
        Samples.Stats polls = latency.stateProperty().get().polls();
        keepRecent(broken, frame.nowNanos());
        keepRecent(refused, frame.nowNanos());
        failing.retain(frame.snapshot().pollers().stream()
                .map(PollerSnapshot::canister)
                .collect(Collectors.toSet()));
        health.set(Health.of(
                frame.snapshot(),
                new Health.Evidence(
                        polls,
                        messages.suspiciousCount(),
                        failing.words(),
                        List.copyOf(broken),
                        List.copyOf(refused))));
        long now = frame.nowNanos();
        Counters c = frame.snapshot().counters();
        tiles.set(new Tiles(
                connectionTile(frame.snapshot().sessions(), now),
                rateTile(framesUp, bytesUp, c.framesIn(), now),
                rateTile(framesDown, bytesDown, c.framesOut(), now),
                pollTile(polls, frame.snapshot()),
                verifiedTile(c, now),
                queuedTile(frame.snapshot(), now)));
    }

    /** The gateway's own ws_close is not among them: a canister that has forgotten the client already refuses that. */
    private static boolean isRefused(GatewayEvent.CallCompleted call) {
        return !call.method().equals("ws_close")
                && switch (call.outcome()) {
                    case REPLIED_ERR, REJECTED, FAILED -> true;
                    default -> false;
                };
    }

    private static void keepRecent(Deque<? extends GatewayEvent> findings, long now) {
        while (!findings.isEmpty()
                && (findings.size() > MOST_BROKEN || now - findings.getFirst().atNanos() > BROKEN_NANOS)) {
            findings.removeFirst();
        }
    }

    private double[] course(SecondSeries series, long now) {
        return series.course(now, latency.windowProperty().get().courseSeconds(), Window.COURSE_POINTS);
    }

    private Tile connectionTile(List<SessionSnapshot> sessions, long now) {
        long open =
                sessions.stream().filter(s -> s.state() == SessionState.OPEN).count();
        String note = Format.count(open) + " open, " + Format.count(sessions.size() - open) + " other";
        return new Tile(Format.count(sessions.size()), "live", note, course(connections, now));
    }

    /** Frames, as in Connections: the gateway's greeting and a client's opening are among them, and are no messages. */
    private Tile rateTile(SecondSeries frames, SecondSeries bytes, long total, long now) {
        double rate = frames.perSecond(now, RATE_SECONDS);
        String flow = rate > 0
                ? Format.bytes((long) bytes.perSecond(now, RATE_SECONDS)) + "/s"
                : total == 0 ? "waiting for data…" : "currently idle";
        return new Tile(Format.rate(rate), "/s", flow + " · " + Format.count(total) + " in total", course(frames, now));
    }

    private Tile pollTile(Samples.Stats polls, GatewaySnapshot snapshot) {
        double[] course = latency.stateProperty().get().pollCourse();
        PollingWords words = PollingWords.of(snapshot.pollers());
        if (!polls.enough()) {
            String few = words.isSlow() ? words.brief() : "too few for a percentile";
            return new Tile("n = " + polls.count(), "", few, course);
        }
        String note = snapshot.pollers().isEmpty()
                ? "nothing is polled now"
                : "of " + Format.count(polls.count(), "poll") + ", every " + words.every();
        return new Tile(Format.millis(polls.p95Nanos()), "ms", note, course);
    }

    private Tile verifiedTile(Counters c, long now) {
        long all = c.verified() + c.failed() + c.unverified();
        if (all == 0) {
            return new Tile("–", "", "no message yet", new double[0]);
        }
        // Never rounded up: 100 % means every single one.
        String percent = c.verified() == all ? "100" : String.valueOf((int) Math.min(99, share(c)));
        String note = Format.count(c.verified()) + " of " + Format.count(all, "message");
        return new Tile(percent, "%", note, course(verifiedShare, now));
    }

    private Tile queuedTile(GatewaySnapshot snapshot, long now) {
        long calls = snapshot.sessions().stream()
                .mapToLong(s -> s.inFlightCalls() + s.waitingCalls())
                .sum();
        long all = queuedNow(snapshot);
        return new Tile(
                Format.count(all),
                all == 1 ? "message" : "messages",
                Format.count(calls) + " up, " + Format.count(all - calls) + " down",
                course(queued, now));
    }

    /** Shows a message of the picture beside it and stops following. */
    public void look(long eventSequence) {
        messages.find(eventSequence).ifPresent(row -> {
            following.set(false);
            glance.set(row);
        });
    }

    /** How long polls take; also has how far back the page looks. */
    public LatencyViewModel latency() {
        return latency;
    }

    /** Whether the picture moves with the traffic. */
    public BooleanProperty followingProperty() {
        return following;
    }

    public ReadOnlyObjectProperty<Health> healthProperty() {
        return health.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<Tiles> tilesProperty() {
        return tiles.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<SwimLane.Picture> laneProperty() {
        return lane.getReadOnlyProperty();
    }

    /** The message shown beside the picture: the newest answer while following, else the chosen one. */
    public ObjectProperty<MessageRow> glanceProperty() {
        return glance;
    }
}
