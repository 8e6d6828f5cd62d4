package org.icws.testbench.latency;

import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.RowConstraints;
import javafx.scene.layout.VBox;
import org.icws.gateway.ClockSkew;
import org.icws.testbench.control.Badge;
import org.icws.testbench.control.FirstFocus;
import org.icws.testbench.control.Heatmap;
import org.icws.testbench.control.InSight;
import org.icws.testbench.control.Legend;
import org.icws.testbench.control.LifeLine;
import org.icws.testbench.control.Nodes;
import org.icws.testbench.control.PollTimeline;
import org.icws.testbench.control.StatTile;
import org.icws.testbench.messages.MessageRow;
import org.icws.testbench.store.Format;

/** How long it takes: numbers, then every poll, then the way of one message. */
public final class LatencyView extends VBox implements FirstFocus {

    private static final double ROOM_FOR_TWO = 760;

    private final StatTile p50 = new StatTile("Polling p50", null, "", "ink");
    private final StatTile p95 = new StatTile("Polling p95", null, "", "ink");
    private final StatTile p99 = new StatTile("Polling p99", null, "", "ink");
    private final StatTile max = new StatTile("Polling max", null, "", "ink");
    private final StatTile delivery = new StatTile("Stamped → sent, p95", null, "", "down");
    private final StatTile call = new StatTile("Client → certified, p95", null, "", "up");
    private final PollTimeline timeline = new PollTimeline();
    private final LatencyViewModel model;
    private final WindowSwitch window;
    private final Heatmap heat;
    private final LifeLine line = new LifeLine();
    private final Badge wayBadge = new Badge(Badge.Tone.DOWN, "");
    private final Label wayNote = Nodes.label("", "t-small", "muted");
    private final Label wayTitle = Nodes.label("", "t-heading");
    private final Label scaleNote = Nodes.label("duration, log scale", "t-caption");
    private final HBox shades = Heatmap.scale();
    private final Label paceNote = Nodes.label("", "t-caption");
    private final Label skewNote = Nodes.label("", "t-small", "muted");

    /** @param showMessages opens the messages that a filter expression lets through */
    public LatencyView(LatencyViewModel model, Runnable openQueues, Consumer<String> showMessages) {
        this.model = model;
        window = new WindowSwitch(model);
        heat = new Heatmap(model::wordsOf);
        heat.setOnChoose((column, bucket) -> {
            String filter = model.filterOf(column, bucket);
            if (!filter.isEmpty()) { // polls that brought nothing have no messages to show
                showMessages.accept(filter);
            }
        });
        getStyleClass().add("page");
        setMinHeight(0);
        paceNote.setId("latency-pace");
        shades.setId("latency-shades");
        HBox tiles = new HBox(12, p50, p95, p99, max, delivery, call);
        Legend legend = new Legend()
                .add("service", "empty", true)
                .add("down", "some", false)
                .add("warn", "more waiting", false)
                .add("fail", "failed", false);
        Button queues = Nodes.button(null, "Open queues", "quiet");
        queues.setOnAction(e -> openQueues.run());
        VBox body = new VBox(timeline);
        body.getStyleClass().add("card-body");
        VBox.setVgrow(timeline, Priority.ALWAYS);
        VBox every = Nodes.card(
                body, Nodes.label("Every poll", "t-heading"), scaleNote, paceNote, Nodes.spacer(), legend, queues);
        VBox spread = spreadCard();
        VBox wayBody = new VBox(line);
        wayBody.getStyleClass().add("card-body");
        VBox way = Nodes.card(wayBody, wayTitle, wayBadge, Nodes.spacer(), wayNote, stepButton(-1), stepButton(1));
        way.setMinHeight(USE_PREF_SIZE);
        Pane charts = charts(every, spread);
        getChildren().addAll(Nodes.pageHead("Latency", skewNote, Nodes.spacer(), window), tiles, charts, way);
        InSight.show(this, () -> show(model.stateProperty().get()), model.stateProperty());
        sceneProperty().addListener(o -> showCourses());
        InSight.show(this, this::showWay, model.chosenProperty());
    }

    @Override
    public Node firstFocus() {
        return window.getChildren().get(0);
    }

    private Button stepButton(int by) {
        Button button = Nodes.iconButton(
                by < 0 ? "fth-chevron-left" : "fth-chevron-right",
                by < 0 ? "The message before" : "The message after; past the newest it follows again");
        button.setOnAction(e -> {
            model.step(by);
            showWay();
        });
        return button;
    }

    private VBox spreadCard() {
        VBox body = new VBox(heat);
        body.getStyleClass().add("card-body");
        VBox.setVgrow(heat, Priority.ALWAYS);
        heat.setAccessibleText("How many polls took how long, over the last five minutes");
        VBox card = Nodes.card(
                body,
                Nodes.label("How durations spread over time", "t-heading"),
                Nodes.label("last 5 min, a column is 5 s, a row doubles", "t-caption"),
                Nodes.spacer(),
                shades);
        return card;
    }

    /** The two charts below each other, or side by side while the window is too low for that. */
    private Pane charts(Region every, Region spread) {
        GridPane grid = new GridPane();
        grid.setHgap(12);
        grid.setVgap(14);
        grid.setMinHeight(0);
        VBox.setVgrow(grid, Priority.ALWAYS);
        for (Region chart : List.of(every, spread)) {
            GridPane.setHgrow(chart, Priority.ALWAYS);
            GridPane.setVgrow(chart, Priority.ALWAYS);
            chart.setMinWidth(0);
            grid.getChildren().add(chart);
        }
        Runnable lay = () -> {
            boolean low = getHeight() > 0 && getHeight() < ROOM_FOR_TWO;
            // Beside each other there is no room for it, and the axis shows it.
            scaleNote.setVisible(!low);
            scaleNote.setManaged(!low);
            shades.setVisible(!low);
            shades.setManaged(!low);
            GridPane.setConstraints(every, 0, 0);
            GridPane.setConstraints(spread, low ? 1 : 0, low ? 0 : 1);
            List<ColumnConstraints> columns = low ? List.of(share(55), share(45)) : List.of(share(100));
            grid.getColumnConstraints().setAll(columns);
            List<RowConstraints> rows = low ? List.of(high(100)) : List.of(high(54), high(46));
            grid.getRowConstraints().setAll(rows);
        };
        heightProperty().addListener(o -> lay.run());
        lay.run();
        return grid;
    }

    private static ColumnConstraints share(double percent) {
        ColumnConstraints column = new ColumnConstraints();
        column.setPercentWidth(percent);
        return column;
    }

    private static RowConstraints high(double percent) {
        RowConstraints row = new RowConstraints();
        row.setPercentHeight(percent);
        return row;
    }

    private void show(LatencyViewModel.State now) {
        Samples.Stats polls = now.polls();
        String n = "n = " + Format.count(polls.count(), "poll");
        percentile(p50, polls, polls.p50Nanos(), "poll");
        p50.showCourse(now.pollCourse());
        showCourses();
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
        paceNote.setText(
                now.pace().every().isEmpty()
                        ? "nothing is polled now"
                        : now.pace().sentence());
        skewNote.setText(skewWords(now.skew()));
        showWay();
    }

    private void showCourses() {
        if (getScene() == null) {
            return; // another page is open
        }
        LatencyViewModel.Courses courses = model.courses();
        p95.showCourse(courses.pollsP95());
        p99.showCourse(courses.pollsP99());
        max.showCourse(courses.pollsMax());
        delivery.showCourse(courses.deliveriesP95());
        call.showCourse(courses.callsP95());
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

    private void showWay() {
        MessageRow row = model.chosenProperty().get();
        LifeStory story = model.story();
        wayBadge.setVisible(row != null);
        wayTitle.setText(row == null || model.followsNewest() ? "The last message's way" : "One message's way");
        line.show(story.stations());
        line.setAccessibleText(story.words());
        if (row == null) {
            wayNote.setText("No message was delivered yet.");
            return;
        }
        wayBadge.show(
                row.rowStyle().equals("fail") ? Badge.Tone.FAIL : row.directionTone(),
                row.preview().length() > 40 ? row.kind() + ", seq " + row.seq() : row.preview());
        wayNote.setText(story.finding());
    }

    private static String skewWords(ClockSkew skew) {
        if (skew.observations() == 0) {
            return "The network's clock has not been seen yet";
        }
        String limits = skew.lowestNanos() == Long.MIN_VALUE || skew.highestNanos() == Long.MAX_VALUE
                ? ""
                : ", proven between " + signed(skew.lowestNanos(), 0) + " and " + signed(skew.highestNanos(), 0)
                        + " ms";
        return "The network's clock is " + signed(skew.estimateNanos(), 1) + " ms from this one's" + limits
                + "; times are corrected";
    }

    /** Milliseconds with their sign, which nothing has none of. */
    static String signed(long nanos, int places) {
        String words = String.format(Locale.ROOT, "%+." + places + "f", nanos / 1e6);
        return words.matches("[+-][0.]+") ? words.substring(1) : words.replace('-', '−');
    }
}
