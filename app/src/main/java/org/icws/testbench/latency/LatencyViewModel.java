package org.icws.testbench.latency;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import org.icws.gateway.event.CallOutcome;
import org.icws.gateway.event.GatewayEvent;
import org.icws.testbench.control.Heatmap;
import org.icws.testbench.control.PollTimeline;
import org.icws.testbench.control.PollTimeline.Page;
import org.icws.testbench.store.Format;
import org.icws.testbench.store.Frame;
import org.icws.testbench.store.NameBook;
import org.icws.testbench.store.SecondSeries;

/** How long polls, deliveries and calls take. FX thread only. */
public final class LatencyViewModel {

    /** How far back the page looks. */
    public enum Window {
        ONE_MINUTE(60),
        FIVE_MINUTES(300);

        private final int seconds;

        Window(int seconds) {
            this.seconds = seconds;
        }

        public int seconds() {
            return seconds;
        }

        long nanos() {
            return seconds * 1_000_000_000L;
        }
    }

    /** Everything the page shows. */
    public record State(
            Samples.Stats polls,
            Samples.Stats deliveries,
            Samples.Stats calls,
            long failedPolls,
            double[] pollCourse,
            PollTimeline.Picture timeline,
            Heatmap.Picture spread,
            Way lastWay) {

        static final State NONE = new State(
                Samples.Stats.NONE,
                Samples.Stats.NONE,
                Samples.Stats.NONE,
                0,
                new double[0],
                PollTimeline.Picture.EMPTY,
                Heatmap.Picture.EMPTY,
                null);
    }

    /** When the last delivered message passed which place; nanoseconds since the epoch. */
    public record Way(String client, String kind, long sequence, long stampedNanos, long polledNanos, long sentNanos) {}

    private record Poll(long atNanos, long durationNanos, Page page) {}

    private static final int MOST_SAMPLES = 20_000;
    private static final int MOST_DOTS = 1_200;
    private static final long REFRESH_NANOS = 400_000_000L;

    private final NameBook names;
    private final ObjectProperty<Window> window = new SimpleObjectProperty<>(this, "window", Window.ONE_MINUTE);
    private final ReadOnlyObjectWrapper<State> state = new ReadOnlyObjectWrapper<>(this, "state", State.NONE);
    private final Samples polls = new Samples(MOST_SAMPLES);
    private final Samples deliveries = new Samples(MOST_SAMPLES);
    private final Samples calls = new Samples(MOST_SAMPLES);
    private final ArrayDeque<Poll> dots = new ArrayDeque<>();
    private final SecondSeries pollSums = new SecondSeries(61);
    private final SecondSeries pollCounts = new SecondSeries(61);
    private final DurationGrid grid = new DurationGrid();
    private long failed;
    private Way lastWay;
    private long refreshedAt;
    private long lastNow;

    public LatencyViewModel(NameBook names) {
        this.names = names;
        window.addListener(o -> refresh(lastNow));
    }

    /** Takes over what was measured since the frame before. */
    public void onFrame(Frame frame) {
        frame.events().forEach(this::take);
        lastNow = frame.nowNanos();
        if (lastNow - refreshedAt >= REFRESH_NANOS) {
            refresh(lastNow);
        }
    }

    private void take(GatewayEvent event) {
        if (event instanceof GatewayEvent.PollCompleted poll) {
            polls.add(poll.atNanos(), poll.durationNanos());
            pollSums.add(poll.atNanos(), poll.durationNanos() / 1e6);
            pollCounts.add(poll.atNanos(), 1);
            grid.add(poll.atNanos(), poll.durationNanos());
            Page page = poll.returned() == 0 ? Page.EMPTY : poll.endOfQueue() ? Page.SOME : Page.FULL;
            dot(new Poll(poll.atNanos(), poll.durationNanos(), page));
        } else if (event instanceof GatewayEvent.PollFailed poll) {
            failed++;
            dot(new Poll(poll.atNanos(), poll.durationNanos(), Page.FAILED));
        } else if (event instanceof GatewayEvent.CanisterMessage m && m.sentAtNanos() > 0) {
            if (m.canisterTimestampNanos() > 0) {
                deliveries.add(m.sentAtNanos(), Math.max(0, m.sentAtNanos() - m.canisterTimestampNanos()));
                lastWay = new Way(
                        names.nameOf(m.clientKey().principal()),
                        m.kind(),
                        m.sequenceNumber(),
                        m.canisterTimestampNanos(),
                        m.polledAtNanos(),
                        m.sentAtNanos());
            }
        } else if (event instanceof GatewayEvent.CallCompleted call && call.outcome() == CallOutcome.REPLIED_OK) {
            calls.add(call.atNanos(), call.durationNanos());
        }
    }

    private void dot(Poll poll) {
        if (dots.size() == MOST_SAMPLES) {
            dots.removeFirst();
        }
        dots.addLast(poll);
    }

    private void refresh(long now) {
        refreshedAt = now;
        long from = now - window.get().nanos();
        Samples.Stats pollStats = polls.since(from);
        state.set(new State(
                pollStats,
                deliveries.since(from),
                calls.since(from),
                failed,
                pollCourse(now),
                timeline(now, from, pollStats),
                grid.picture(now),
                lastWay));
    }

    private double[] pollCourse(long now) {
        double[] sums = pollSums.course(now, 60);
        double[] counts = pollCounts.course(now, 60);
        double[] means = new double[Math.min(sums.length, counts.length)];
        for (int i = 0; i < means.length; i++) {
            means[i] = counts[i] == 0 ? (i == 0 ? 0 : means[i - 1]) : sums[i] / counts[i];
        }
        return means;
    }

    private PollTimeline.Picture timeline(long now, long from, Samples.Stats stats) {
        List<Poll> inside = dots.stream().filter(p -> p.atNanos() >= from).toList();
        // Too many dots are a blur: thin out the empty polls, never those that brought something.
        int keepEvery = Math.max(1, inside.size() / MOST_DOTS);
        List<PollTimeline.Poll> shown = new ArrayList<>();
        for (int i = 0; i < inside.size(); i++) {
            Poll p = inside.get(i);
            if (p.page() != Page.EMPTY || i % keepEvery == 0) {
                double at = (p.atNanos() - from) / (double) (now - from);
                shown.add(new PollTimeline.Poll(Math.min(1, at), p.durationNanos() / 1e6, p.page()));
            }
        }
        List<String> times = new ArrayList<>();
        for (int i = 0; i <= 4; i++) {
            times.add(Format.shortClock(from + (now - from) / 4 * i));
        }
        return new PollTimeline.Picture(shown, stats.enough() ? stats.p95Nanos() / 1e6 : 0, times);
    }

    public ObjectProperty<Window> windowProperty() {
        return window;
    }

    public ReadOnlyObjectProperty<State> stateProperty() {
        return state.getReadOnlyProperty();
    }
}
