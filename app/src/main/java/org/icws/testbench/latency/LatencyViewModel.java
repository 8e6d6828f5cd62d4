package org.icws.testbench.latency;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import org.icws.gateway.ClockSkew;
import org.icws.gateway.event.CallOutcome;
import org.icws.gateway.event.GatewayEvent;
import org.icws.testbench.control.Heatmap;
import org.icws.testbench.control.PollTimeline;
import org.icws.testbench.control.PollTimeline.Page;
import org.icws.testbench.messages.MessageRow;
import org.icws.testbench.messages.MessagesViewModel;
import org.icws.testbench.store.Format;
import org.icws.testbench.store.Frame;
import org.icws.testbench.store.PollingWords;
import org.icws.testbench.store.SecondSeries;

/** How long polls, deliveries and calls take. FX thread only. */
public final class LatencyViewModel {

    /** How far back the page looks. */
    public enum Window {
        ONE_MINUTE(60),
        FIVE_MINUTES(300),
        WHOLE_RUN(Integer.MAX_VALUE);

        /** The most seconds that a course goes back. */
        public static final int LONGEST_COURSE = 3_600;

        /** How many points a course has at most. */
        public static final int COURSE_POINTS = 60;

        private final int seconds;

        Window(int seconds) {
            this.seconds = seconds;
        }

        public int seconds() {
            return seconds;
        }

        /** How far back a course goes. */
        public int courseSeconds() {
            return Math.min(seconds, LONGEST_COURSE);
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
            ClockSkew skew,
            PollingWords pace) {

        static final State NONE = new State(
                Samples.Stats.NONE,
                Samples.Stats.NONE,
                Samples.Stats.NONE,
                0,
                new double[0],
                PollTimeline.Picture.EMPTY,
                Heatmap.Picture.EMPTY,
                ClockSkew.UNKNOWN,
                PollingWords.of(List.of()));
    }

    /** How the page's figures went, oldest first, in milliseconds; empty where there are too few samples for a percentile. */
    public record Courses(
            double[] pollsP95, double[] pollsP99, double[] pollsMax, double[] deliveriesP95, double[] callsP95) {}

    private record Poll(long atNanos, long durationNanos, Page page) {}

    private static final int MOST_SAMPLES = 20_000;
    /** Few enough that a part has some samples to take percentiles of. */
    private static final int COURSE_PARTS = 30;

    private static final int MOST_DOTS = 1_200;
    private static final int MOST_LOOKED_AT = 200;
    private static final long REFRESH_NANOS = 400_000_000L;

    private final ObjectProperty<Window> window = new SimpleObjectProperty<>(this, "window", Window.ONE_MINUTE);
    private final ReadOnlyObjectWrapper<State> state = new ReadOnlyObjectWrapper<>(this, "state", State.NONE);
    private final Samples polls = new Samples(MOST_SAMPLES);
    private final Samples deliveries = new Samples(MOST_SAMPLES);
    private final Samples calls = new Samples(MOST_SAMPLES);
    private final ArrayDeque<Poll> dots = new ArrayDeque<>();
    private final SecondSeries pollSums = new SecondSeries(Window.LONGEST_COURSE + 1);
    private final SecondSeries pollCounts = new SecondSeries(Window.LONGEST_COURSE + 1);
    private final DurationGrid grid = new DurationGrid();
    private final MessagesViewModel messages;
    private final ObjectProperty<MessageRow> chosen = new SimpleObjectProperty<>(this, "chosen");
    private boolean stepping;
    private ClockSkew skew = ClockSkew.UNKNOWN;
    private PollingWords pace = State.NONE.pace();
    private long firstNanos;
    private long failed;
    private long refreshedAt;
    private long lastNow;

    /** @param messages whose ways are shown */
    public LatencyViewModel(MessagesViewModel messages) {
        this.messages = messages;
        window.addListener(o -> refresh(lastNow));
    }

    /** Takes over what was measured since the frame before. */
    public void onFrame(Frame frame) {
        frame.events().forEach(this::take);
        lastNow = frame.nowNanos();
        if (firstNanos == 0) {
            firstNanos = frame.events().isEmpty()
                    ? lastNow
                    : Math.min(lastNow, frame.events().get(0).atNanos());
        }
        skew = frame.snapshot().clockSkew();
        pace = PollingWords.of(frame.snapshot().pollers());
        if (lastNow - refreshedAt >= REFRESH_NANOS) {
            refresh(lastNow);
        }
    }

    private void take(GatewayEvent event) {
        if (event instanceof GatewayEvent.PollCompleted poll) {
            polls.add(poll.atNanos(), poll.durationNanos());
            pollSums.add(poll.atNanos(), poll.durationNanos() / 1e6);
            pollCounts.add(poll.atNanos(), 1);
            grid.add(poll.atNanos(), poll.durationNanos(), poll.returned());
            Page page = poll.returned() == 0 ? Page.EMPTY : poll.endOfQueue() ? Page.SOME : Page.FULL;
            dot(new Poll(poll.atNanos(), poll.durationNanos(), page));
        } else if (event instanceof GatewayEvent.PollFailed poll) {
            failed++;
            dot(new Poll(poll.atNanos(), poll.durationNanos(), Page.FAILED));
        } else if (event instanceof GatewayEvent.CanisterMessage m && m.sentAtNanos() > 0) {
            if (m.canisterTimestampNanos() > 0) {
                long stamped = m.canisterTimestampNanos() - skew.estimateNanos();
                deliveries.add(m.sentAtNanos(), Math.max(0, m.sentAtNanos() - stamped));
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

    private long from(long now) {
        return window.get() == Window.WHOLE_RUN
                ? firstNanos
                : now - window.get().nanos();
    }

    private void refresh(long now) {
        refreshedAt = now;
        long from = from(now);
        if (!stepping) {
            newest();
        }
        Samples.Stats pollStats = polls.since(from);
        state.set(new State(
                pollStats,
                deliveries.since(from),
                calls.since(from),
                failed,
                pollCourse(now),
                timeline(now, from, pollStats),
                grid.picture(now),
                skew,
                pace));
    }

    /** How the figures went until the last frame. Made when somebody looks: of a flood it takes milliseconds. */
    public Courses courses() {
        long now = lastNow;
        long from = from(now);
        double[][] ofPolls = polls.courses(from, now, COURSE_PARTS, .95, .99, 1);
        return new Courses(
                ofPolls[0],
                ofPolls[1],
                ofPolls[2],
                deliveries.courses(from, now, COURSE_PARTS, .95)[0],
                calls.courses(from, now, COURSE_PARTS, .95)[0]);
    }

    private double[] pollCourse(long now) {
        double[] sums = pollSums.course(now, window.get().courseSeconds(), Window.COURSE_POINTS);
        double[] counts = pollCounts.course(now, window.get().courseSeconds(), Window.COURSE_POINTS);
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
                double at = (p.atNanos() - from) / (double) Math.max(1, now - from);
                shown.add(new PollTimeline.Poll(Math.min(1, at), p.durationNanos() / 1e6, p.page()));
            }
        }
        List<String> times = new ArrayList<>();
        for (int i = 0; i <= 4; i++) {
            times.add(Format.shortClock(from + (now - from) / 4 * i));
        }
        return new PollTimeline.Picture(shown, stats.enough() ? stats.p95Nanos() / 1e6 : 0, times);
    }

    private void newest() {
        List<MessageRow> rows = messages.rows();
        for (int i = rows.size() - 1; i >= 0 && i > rows.size() - MOST_LOOKED_AT; i--) {
            if (LifeStory.isTold(rows.get(i)) && !rows.get(i).service()) {
                chosen.set(rows.get(i));
                return;
            }
        }
    }

    /** Shows the way of the message before or after the one shown, and stays there; past the newest it follows again. */
    public void step(int by) {
        List<MessageRow> rows = messages.rows();
        int at = rows.indexOf(chosen.get());
        for (int i = at + by; at >= 0 && i >= 0 && i < rows.size(); i += by) {
            if (LifeStory.isTold(rows.get(i))) {
                stepping = true;
                chosen.set(rows.get(i));
                return;
            }
        }
        if (by > 0) {
            stepping = false;
            newest();
        }
    }

    /** Shows the way of this message and stays there. */
    public void show(MessageRow row) {
        stepping = true;
        chosen.set(row);
    }

    /** Whether the newest message is always the one shown. */
    public boolean followsNewest() {
        return !stepping;
    }

    /** The message whose way is shown; null before the first. */
    public ObjectProperty<MessageRow> chosenProperty() {
        return chosen;
    }

    /** What happened to that message, in order. */
    public LifeStory story() {
        return chosen.get() == null ? LifeStory.NONE : LifeStory.of(chosen.get(), skew.estimateNanos());
    }

    /** Forgets an earlier network. */
    public void clear() {
        stepping = false;
        chosen.set(null);
        firstNanos = 0;
        failed = 0;
        polls.clear();
        deliveries.clear();
        calls.clear();
        dots.clear();
        pollSums.clear();
        pollCounts.clear();
        grid.clear();
        skew = ClockSkew.UNKNOWN;
        pace = State.NONE.pace();
        state.set(State.NONE);
    }

    /** The filter expression for the messages that came with the polls of a cell of the heatmap; empty if none did. */
    public String filterOf(int column, int bucket) {
        return grid.filter(lastNow, column, bucket);
    }

    /** A cell of the heatmap in words. */
    public String wordsOf(int column, int bucket, int count) {
        return grid.words(lastNow, column, bucket, count);
    }

    public ObjectProperty<Window> windowProperty() {
        return window;
    }

    public ReadOnlyObjectProperty<State> stateProperty() {
        return state.getReadOnlyProperty();
    }
}
