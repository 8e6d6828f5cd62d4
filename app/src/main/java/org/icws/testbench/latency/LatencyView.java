package org.icws.testbench.latency;

import java.util.List;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.icws.testbench.control.Badge;
import org.icws.testbench.control.Heatmap;
import org.icws.testbench.control.Legend;
import org.icws.testbench.control.LifeLine;
import org.icws.testbench.control.LifeLine.Station;
import org.icws.testbench.control.Nodes;
import org.icws.testbench.control.PollTimeline;
import org.icws.testbench.control.SegmentedControl;
import org.icws.testbench.control.StatTile;
import org.icws.testbench.store.Format;

/** How long it takes: numbers, then every poll, then the way of one message. */
public final class LatencyView extends VBox {

    private static final double ROOM_FOR_TWO = 760;

    private final StatTile p50 = new StatTile("Polling p50", null, "", "ink");
    private final StatTile p95 = new StatTile("Polling p95", null, "", null);
    private final StatTile p99 = new StatTile("Polling p99", null, "", null);
    private final StatTile max = new StatTile("Polling max", null, "", null);
    private final StatTile delivery = new StatTile("Stamped → sent, p95", null, "", null);
    private final StatTile call = new StatTile("Client → certified, p95", null, "", null);
    private final PollTimeline timeline = new PollTimeline();
    private final Heatmap heat = new Heatmap((column, bucket, count) -> DurationGrid.words(bucket, count));
    private final LifeLine line = new LifeLine();
    private final Badge wayBadge = new Badge(Badge.Tone.DOWN, "");
    private final Label wayNote = Nodes.label("", "t-small", "muted");

    public LatencyView(LatencyViewModel model, Runnable openQueues) {
        getStyleClass().add("page");
        setMinHeight(0);
        SegmentedControl window = new SegmentedControl(0, "1 min", "5 min");
        window.onChange(i -> model.windowProperty().set(LatencyViewModel.Window.values()[i]));
        HBox tiles = new HBox(12, p50, p95, p99, max, delivery, call);
        Legend legend = new Legend()
                .add("service", "empty page", true)
                .add("down", "some messages", false)
                .add("warn", "more are waiting", false)
                .add("fail", "failed", false);
        Button queues = Nodes.button(null, "Open queues", "quiet");
        queues.setOnAction(e -> openQueues.run());
        VBox body = new VBox(timeline);
        body.getStyleClass().add("card-body");
        VBox.setVgrow(timeline, Priority.ALWAYS);
        VBox every = Nodes.card(
                body,
                Nodes.label("Every poll", "t-heading"),
                Nodes.label("duration, log scale", "t-caption"),
                Nodes.spacer(),
                legend,
                queues);
        VBox.setVgrow(every, Priority.ALWAYS);
        VBox spread = spreadCard();
        VBox wayBody = new VBox(line);
        wayBody.getStyleClass().add("card-body");
        VBox way = Nodes.card(
                wayBody, Nodes.label("The last message's way", "t-heading"), wayBadge, Nodes.spacer(), wayNote);
        way.setMinHeight(USE_PREF_SIZE);
        getChildren().addAll(Nodes.pageHead("Latency", Nodes.spacer(), window), tiles, every, spread, way);
        model.stateProperty().addListener((o, old, now) -> show(now));
        show(model.stateProperty().get());
    }

    private VBox spreadCard() {
        VBox body = new VBox(heat);
        body.getStyleClass().add("card-body");
        VBox.setVgrow(heat, Priority.ALWAYS);
        heat.setAccessibleText("How many polls took how long, over the last five minutes");
        VBox card = Nodes.card(
                body,
                Nodes.label("How durations spread over time", "t-heading"),
                Nodes.label("last 5 min, a column is 5 s, a row doubles", "t-caption"));
        VBox.setVgrow(card, Priority.ALWAYS);
        // A low window has room for one chart: then it is the one with every poll.
        heightProperty().addListener((o, old, now) -> {
            card.setVisible(now.doubleValue() >= ROOM_FOR_TWO);
            card.setManaged(card.isVisible());
        });
        return card;
    }

    private void show(LatencyViewModel.State now) {
        Samples.Stats polls = now.polls();
        String n = "n = " + Format.count(polls.count(), "poll");
        percentile(p50, polls, polls.p50Nanos(), "poll");
        p50.showCourse(now.pollCourse());
        percentile(p95, polls, polls.p95Nanos(), "poll");
        percentile(p99, polls, polls.p99Nanos(), "poll");
        if (polls.count() == 0) {
            max.show("–", "", "no poll yet");
        } else {
            String failed = now.failedPolls() == 0 ? "" : ", " + Format.count(now.failedPolls()) + " failed";
            max.show(Format.millis(polls.maxNanos()), "ms", n + failed);
        }
        percentile(delivery, now.deliveries(), now.deliveries().p95Nanos(), "message");
        percentile(call, now.calls(), now.calls().p95Nanos(), "call");
        timeline.show(now.timeline());
        timeline.setAccessibleText(
                polls.enough() ? "95 % of polls took at most " + Format.millis(polls.p95Nanos()) + " ms" : n);
        heat.show(now.spread());
        showWay(now.lastWay());
    }

    private static void percentile(StatTile tile, Samples.Stats stats, long nanos, String noun) {
        if (stats.enough()) {
            tile.show(Format.millis(nanos), "ms", "n = " + Format.count(stats.count(), noun));
        } else if (stats.count() == 0) {
            tile.show("–", "", "no " + noun + " yet");
        } else {
            tile.show("n = " + stats.count(), "", "too few for a percentile (" + Samples.ENOUGH + ")");
        }
    }

    private void showWay(LatencyViewModel.Way way) {
        wayBadge.setVisible(way != null);
        if (way == null) {
            wayNote.setText("No message was delivered yet.");
            line.show(List.of());
            return;
        }
        wayBadge.show(Badge.Tone.DOWN, way.kind() + ", seq " + Format.count(way.sequence()));
        double wait = Math.max(0, way.polledNanos() - way.stampedNanos()) / 1e6;
        double send = Math.max(0, way.sentNanos() - way.polledNanos()) / 1e6;
        line.show(List.of(
                new Station("Canister stamped", Format.clock(way.stampedNanos()), 0, "service"),
                new Station("Polled", "gateway has it", wait, "service"),
                new Station("Sent", "to " + way.client(), send, "down")));
        double all = wait + send;
        wayNote.setText(
                all <= 0
                        ? ""
                        : Math.round(100 * wait / all) + " % of the time until delivery it waited for the next poll");
    }
}
