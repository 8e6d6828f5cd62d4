package org.icws.testbench.scenarios;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.RowConstraints;
import javafx.scene.layout.VBox;
import org.icws.testbench.control.Badge;
import org.icws.testbench.control.Nodes;
import org.icws.testbench.control.PipelineBar;
import org.icws.testbench.control.Sparkline;
import org.icws.testbench.store.Format;
import org.kordamp.ikonli.javafx.FontIcon;

/** A tile for each pair, and below them the way of one tick to all readers. A falling price is no failure: no red. */
final class RatesStage extends VBox implements ScenariosView.Shown {

    private static final int COLUMNS = 3;

    private final RatesScenario scenario;
    private final List<Tile> tiles = new ArrayList<>();
    private final List<Reader> readers = new ArrayList<>();
    private final HBox banner = new HBox(10);
    private final Label late = Nodes.label("", "strong", "fg-warn");
    private final Label lateWhy = Nodes.label("", "t-body");
    private final Label which = Nodes.label("", "t-mono-sm", "muted");
    private final Label spread = Nodes.label("", "t-small", "muted");

    RatesStage(RatesScenario scenario, Runnable openQueues) {
        super(12);
        this.scenario = scenario;
        FontIcon icon = new FontIcon("fth-alert-triangle");
        icon.getStyleClass().add("fg-warn");
        banner.getStyleClass().addAll("banner", "warn");
        Button queue = Nodes.button(null, "Show its queue");
        queue.setTooltip(new Tooltip("What waits where, on the Queues page"));
        queue.setOnAction(e -> openQueues.run());
        banner.getChildren().addAll(icon, late, lateWhy, Nodes.spacer(), queue);
        banner.setVisible(false);
        banner.setManaged(false);
        GridPane grid = new GridPane();
        grid.setHgap(12);
        grid.setVgap(12);
        grid.setMinHeight(0);
        for (int i = 0; i < COLUMNS; i++) {
            ColumnConstraints column = new ColumnConstraints();
            column.setPercentWidth(100.0 / COLUMNS);
            grid.getColumnConstraints().add(column);
        }
        for (int i = 0; i < RatesScenario.PAIRS.size(); i++) {
            Tile tile = new Tile(RatesScenario.PAIRS.get(i));
            tiles.add(tile);
            tile.setId("rate-" + i);
            tile.onChoose(() -> follow(tile.pair));
            grid.add(tile, i % COLUMNS, i / COLUMNS);
        }
        for (int i = 0; i < (RatesScenario.PAIRS.size() + COLUMNS - 1) / COLUMNS; i++) {
            RowConstraints row = new RowConstraints();
            row.setVgrow(Priority.ALWAYS);
            row.setMinHeight(0);
            row.setFillHeight(true);
            grid.getRowConstraints().add(row);
        }
        VBox.setVgrow(grid, Priority.ALWAYS);
        getChildren().addAll(banner, grid, readers());
        showFollowed();
        setMinHeight(0);
    }

    /** Follows the ticks of one pair to all readers. */
    private void follow(String pair) {
        scenario.follow(pair);
        showFollowed();
        showReaders();
    }

    private void showFollowed() {
        tiles.forEach(tile -> tile.mark(tile.pair.equals(scenario.followed())));
    }

    private static String spaced(String pair) {
        return pair.replace("/", " / ");
    }

    private VBox readers() {
        VBox rows = new VBox(6);
        rows.getStyleClass().add("card-body");
        scenario.kind().people().forEach(name -> {
            Reader reader = new Reader(name);
            readers.add(reader);
            rows.getChildren().add(reader);
        });
        Label title = Nodes.label("One tick, four readers", "t-heading");
        title.setMinWidth(USE_PREF_SIZE);
        which.setMinWidth(USE_PREF_SIZE);
        spread.setMinWidth(0);
        VBox card = Nodes.card(
                rows,
                title,
                which,
                Nodes.spacer(),
                spread,
                legend("service", "poll"),
                legend("down", "gateway"),
                legend("ok", "reader, verified"));
        card.setMinHeight(USE_PREF_SIZE);
        return card;
    }

    private static javafx.scene.Node legend(String token, String words) {
        javafx.scene.layout.Region dot = new javafx.scene.layout.Region();
        dot.getStyleClass().addAll("legend-dot", token);
        Label label = Nodes.label(words, "t-caption");
        label.setMinWidth(USE_PREF_SIZE);
        return Nodes.row(5, dot, label);
    }

    @Override
    public void show(long nowNanos) {
        for (int i = 0; i < tiles.size(); i++) {
            RatesScenario.Rate rate = scenario.rates().get(RatesScenario.PAIRS.get(i));
            if (rate != null) {
                tiles.get(i).show(rate, nowNanos, scenario.intervalMillis());
            }
        }
        showReaders();
        Map.Entry<String, Long> slow = scenario.isRunning() ? scenario.late(nowNanos) : null;
        banner.setVisible(slow != null);
        banner.setManaged(slow != null);
        if (slow != null) {
            late.setText(slow.getKey() + " is late");
            lateWhy.setText(String.format(
                    Locale.ROOT,
                    "Its last tick is %.1f s old; they are made every %d ms.",
                    slow.getValue() / 1e9,
                    scenario.intervalMillis()));
        }
    }

    private void showReaders() {
        List<RatesScenario.Way> ways = scenario.ways();
        if (ways.isEmpty() || ways.get(0) == null) {
            which.setText(spaced(scenario.followed()) + ", no tick yet");
            return;
        }
        long most = ways.stream().mapToLong(RatesScenario.Way::total).max().orElse(1);
        long least = ways.stream().mapToLong(RatesScenario.Way::total).min().orElse(0);
        which.setText(spaced(scenario.followed()) + ", seq " + Format.count(scenario.tickNumber()));
        which.setTooltip(new Tooltip("The canister stamped it " + Format.clock(scenario.tickNanos())));
        spread.setText("first to last " + Format.millis(most - least) + " ms");
        for (int i = 0; i < readers.size(); i++) {
            readers.get(i).show(ways.get(i), most * 1.05);
        }
    }

    /** One pair. */
    private static final class Tile extends VBox {

        private final Badge verdict = new Badge(Badge.Tone.SERVICE, "no tick yet");
        private final Label price = Nodes.label("–", "t-display");
        private final Label change = Nodes.label("", "t-mono", "muted");
        private final FontIcon trend = new FontIcon("fth-minus");
        private final Sparkline line = new Sparkline("ink");
        private final Label number = Nodes.label("", "t-mono-sm", "muted");
        private final Label took = Nodes.label("", "t-mono");

        private final String pair;
        private final Button follow;

        Tile(String pair) {
            this.pair = pair;
            follow = Nodes.iconButton("fth-crosshair", "Follow one tick of " + spaced(pair) + " to all readers");
            Label name = Nodes.label(spaced(pair), "t-heading");
            name.setMinWidth(USE_PREF_SIZE);
            Label origin = Nodes.label("simulated", "t-caption");
            origin.setMinWidth(USE_PREF_SIZE);
            line.setMinHeight(20);
            line.setPrefHeight(60);
            line.setMaxWidth(Double.MAX_VALUE);
            VBox.setVgrow(line, Priority.ALWAYS);
            price.setMinWidth(USE_PREF_SIZE);
            VBox body = new VBox(
                    4,
                    Nodes.row(8, price, trend, change, Nodes.spacer(), origin),
                    line,
                    Nodes.row(8, number, Nodes.spacer(), Nodes.label("stamped → here", "t-caption"), took));
            body.getStyleClass().add("card-body");
            body.setMinHeight(0);
            VBox card = Nodes.card(body, name, Nodes.spacer(), follow, verdict);
            VBox.setVgrow(card, Priority.ALWAYS);
            getChildren().add(card);
            setMinHeight(0);
        }

        void onChoose(Runnable chosen) {
            follow.setOnAction(e -> chosen.run());
        }

        void mark(boolean followed) {
            follow.getGraphic().getStyleClass().remove("fg-down");
            if (followed) {
                follow.getGraphic().getStyleClass().add("fg-down");
            }
            follow.setAccessibleHelp(followed ? "It is followed now." : null);
        }

        void show(RatesScenario.Rate rate, long nowNanos, int intervalMillis) {
            if (!rate.isThere()) {
                return;
            }
            price.setText(words(rate.price()));
            change.setText(String.format(Locale.ROOT, "%+.2f %%", rate.change()));
            trend.setIconLiteral(
                    rate.change() > 0.005
                            ? "fth-trending-up"
                            : rate.change() < -0.005 ? "fth-trending-down" : "fth-minus");
            line.setValues(rate.course());
            number.setText("seq " + Format.count(rate.number()));
            took.setText(Format.millis(rate.tookNanos()) + " ms");
            long age = (nowNanos - rate.receivedNanos()) / 1_000_000;
            if (age > 1_500 + 3L * intervalMillis) {
                verdict.show(Badge.Tone.WARN, String.format(Locale.ROOT, "%.1f s old", age / 1e3));
            } else {
                verdict.show(Badge.Tone.OK, "verified");
            }
        }

        private static String words(double price) {
            String pattern = price < 0.1 ? "%.6f" : price < 100 ? "%.4f" : "%,.2f";
            return String.format(Locale.ROOT, pattern, price);
        }
    }

    /** The way of the tick to one reader. */
    private static final class Reader extends HBox {

        private final PipelineBar bar = new PipelineBar("service", "down", "ok");
        private final Label total = Nodes.label("–", "t-mono");
        private final Badge verdict = new Badge(Badge.Tone.OK, "cert").bare();

        Reader(String name) {
            super(10);
            setAlignment(javafx.geometry.Pos.CENTER_LEFT);
            Label label = Nodes.label(name, "strong", "t-small");
            label.setMinWidth(70);
            HBox.setHgrow(bar, Priority.ALWAYS);
            bar.setMaxWidth(Double.MAX_VALUE);
            total.setMinWidth(70);
            verdict.setVisible(false);
            getChildren().addAll(label, bar, total, verdict);
        }

        void show(RatesScenario.Way way, double scale) {
            bar.show(scale / 1e6, way.waited() / 1e6, way.gateway() / 1e6, way.client() / 1e6);
            total.setText(String.format(Locale.ROOT, "%.1f ms", way.total() / 1e6));
            verdict.setVisible(true);
        }
    }
}
