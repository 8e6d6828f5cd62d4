package org.icws.testbench.queues;

import java.util.List;
import java.util.stream.IntStream;
import javafx.beans.binding.Bindings;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.icws.testbench.control.DataTable;
import org.icws.testbench.control.FirstFocus;
import org.icws.testbench.control.InSight;
import org.icws.testbench.control.Legend;
import org.icws.testbench.control.Nodes;
import org.icws.testbench.control.Remembered;
import org.icws.testbench.control.SegmentedControl;
import org.icws.testbench.control.StackedArea;
import org.icws.testbench.control.StatTile;
import org.icws.testbench.store.Format;
import org.kordamp.ikonli.javafx.FontIcon;

/** Where messages wait: totals, each client on a common scale, the course, and how far canisters are read. */
public final class QueuesView extends VBox implements Remembered, FirstFocus {

    private static final String[] TOKENS = {"service", "up", "warn", "down"};
    private static final List<String> AXIS = List.of("5 min ago", "4 min", "3 min", "2 min", "1 min", "now");
    private static final int SPARK_SECONDS = 60;
    private static final double TABLE_HEIGHT = 180;
    private static final double LOWER_HEIGHT = 420;
    private static final int[] REFRESH = {0, 1, 5, 10};

    private final StatTile backlog = new StatTile("Waiting in canisters", "fth-database", "", "warn");
    private final StatTile inFlight = new StatTile("Calls in flight", "fth-send", "", "up");
    private final StatTile outbox = new StatTile("Gateway outbox", "fth-inbox", "", "service");
    private final StatTile unacked = new StatTile("Unacked", "fth-clock", "", "down");
    private final StackedArea course = new StackedArea(TOKENS);
    private final DataTable<QueueRow> table;
    private final DataTable<CanisterQueueRow> canisters;
    private final PositionsCard positions = new PositionsCard();
    private final AckCard acks = new AckCard();
    private final StackPane tables = new StackPane();
    private final Label heading = Nodes.label("", "t-heading");
    private final Legend legend = new Legend();
    private final HBox banner = new HBox();
    private final Label finding = Nodes.label("", "t-heading", "fg-warn");
    private final Label facts = Nodes.label("", "t-body");

    public QueuesView(QueuesViewModel model, Runnable openPolls) {
        getStyleClass().add("page");
        setMinHeight(0);
        HBox tiles = new HBox(12, backlog, inFlight, outbox, unacked);
        // Four of them: with the usual bound they leave a third of a wide window empty.
        List.of(backlog, inFlight, outbox, unacked).forEach(tile -> tile.setMaxWidth(Double.MAX_VALUE));
        table = QueueTables.ofClients(model);
        canisters = QueueTables.ofCanisters(model);
        tables.getChildren().addAll(table, canisters);
        tables.setMinHeight(0);
        tables.setPrefHeight(TABLE_HEIGHT); // what it would like for itself would take the room of the cards below
        VBox clients =
                Nodes.card(tables, heading, Nodes.label("one scale for all bars", "t-caption"), Nodes.spacer(), legend);
        clients.getStyleClass().add("flush");
        Nodes.clipRound(tables, 9);
        VBox.setVgrow(clients, Priority.ALWAYS);
        HBox lower = new HBox(12, courseCard(model), positionsCard(), acksCard());
        lower.setMinHeight(170);
        lower.setPrefHeight(280);
        lower.setMaxHeight(LOWER_HEIGHT);
        VBox.setVgrow(lower, Priority.ALWAYS); // few clients leave most of a high table empty
        getChildren().addAll(head(model), makeBanner(openPolls), tiles, clients, lower);
        InSight.show(
                this,
                () -> {
                    show(model.totalsProperty().get());
                    acks.show(model.rows());
                },
                model.totalsProperty());
        InSight.show(this, () -> showPositions(model.positionsProperty().get()), model.positionsProperty());
        model.groupingProperty().addListener((o, old, now) -> group(now));
        group(model.groupingProperty().get());
    }

    @Override
    public DataTable<?> table() {
        return table;
    }

    /** The table that is shown now. */
    @Override
    public DataTable<?> firstFocus() {
        return canisters.isVisible() ? canisters : table;
    }

    @Override
    public DataTable<?> otherTable() {
        return canisters;
    }

    /** Shows the clients, or the canisters with all their clients. */
    private void group(int grouping) {
        boolean byCanister = grouping == QueuesViewModel.BY_CANISTER;
        table.setVisible(!byCanister);
        canisters.setVisible(byCanister);
        heading.setText(byCanister ? "Per canister" : "Per client");
        legend.getChildren().clear();
        legend.add("service", "outbox", false)
                .add("up", "in flight", false)
                .add("warn", byCanister ? "waiting, here or in the canister" : "waiting for their turn", false)
                .add("down", "unacked", false);
    }

    private static HBox head(QueuesViewModel model) {
        int now = model.refreshSecondsProperty().get();
        int chosen = IntStream.range(0, REFRESH.length)
                .filter(i -> REFRESH[i] == now)
                .findFirst()
                .orElse(1);
        SegmentedControl refresh = new SegmentedControl(chosen, "Off", "1 s", "5 s", "10 s");
        refresh.setId("queues-refresh");
        refresh.onChange(i -> model.refreshSecondsProperty().set(REFRESH[i]));
        Label words = Nodes.label("Refresh", "t-small", "muted");
        words.setTooltip(new Tooltip("How often the queues are looked at. The arrows compare with the look before."));
        Label stale = Nodes.label("", "t-small", "fg-warn");
        stale.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> model.refreshSecondsProperty().get() > 0
                                        || model.refreshedProperty().get() == 0
                                ? ""
                                : "as of "
                                        + Format.shortClock(
                                                model.refreshedProperty().get()),
                        model.refreshSecondsProperty(),
                        model.refreshedProperty()));
        SegmentedControl grouping =
                new SegmentedControl(Math.min(1, model.groupingProperty().get()), "By client", "By canister");
        grouping.setId("queues-grouping");
        grouping.onChange(i -> model.groupingProperty().set(i));
        return Nodes.pageHead("Queues", Nodes.spacer(), stale, words, refresh, grouping);
    }

    private HBox makeBanner(Runnable openPolls) {
        FontIcon icon = new FontIcon("fth-alert-triangle");
        icon.getStyleClass().add("fg-warn");
        finding.setMinWidth(USE_PREF_SIZE);
        Button polls = Nodes.button(null, "See the polls");
        polls.setOnAction(e -> openPolls.run());
        banner.getStyleClass().addAll("banner", "warn");
        banner.getChildren().addAll(icon, finding, facts, Nodes.spacer(), polls);
        return banner;
    }

    private VBox courseCard(QueuesViewModel model) {
        course.setNames("outbox", "in flight", "waiting", "unacked");
        SegmentedControl style =
                new SegmentedControl(Math.min(1, model.courseStyleProperty().get()), "Stacked", "Lines");
        style.setId("queues-course-style");
        style.onChange(i -> model.courseStyleProperty().set(i));
        model.courseStyleProperty().addListener((o, old, now) -> course.setLines(now == QueuesViewModel.LINES));
        course.setLines(model.courseStyleProperty().get() == QueuesViewModel.LINES);
        VBox body = new VBox(course);
        VBox.setVgrow(course, Priority.ALWAYS);
        body.getStyleClass().add("card-body");
        VBox card = Nodes.card(
                body,
                Nodes.label("Queued over time", "t-heading"),
                Nodes.label("messages, last 5 min", "t-caption"),
                Nodes.spacer(),
                style);
        HBox.setHgrow(card, Priority.ALWAYS);
        return card;
    }

    private VBox positionsCard() {
        VBox card = Nodes.card(
                Nodes.scroll(positions),
                Nodes.label("Canister positions", "t-heading"),
                Nodes.label("keys of this gateway", "t-caption"));
        card.setMinWidth(290);
        card.setMaxWidth(420);
        HBox.setHgrow(card, Priority.SOMETIMES);
        return card;
    }

    private VBox acksCard() {
        VBox card = Nodes.card(
                Nodes.scroll(acks), Nodes.label("Next acks", "t-heading"), Nodes.label("as configured", "t-caption"));
        card.setMinWidth(250);
        card.setMaxWidth(280);
        return card;
    }

    private void show(QueuesViewModel.Totals now) {
        inFlight.show(
                Format.count(now.inFlight()),
                Format.noun(now.inFlight(), "call"),
                now.waiting() == 1
                        ? "1 more waits for its turn"
                        : Format.count(now.waiting()) + " more wait for their turn");
        inFlight.showCourse(tail(now.inFlightCourse()));
        outbox.show(Format.count(now.outbox()), Format.noun(now.outbox(), "message"), now.slowest());
        outbox.showCourse(tail(now.outboxCourse()));
        unacked.show(Format.count(now.unacked()), Format.noun(now.unacked(), "message"), "sent, not acknowledged yet");
        unacked.showCourse(tail(now.unackedCourse()));
        backlog.showCourse(tail(now.backlogCourse()));
        course.show(
                QueuesViewModel.COURSE_SECONDS,
                AXIS,
                now.outboxCourse(),
                now.inFlightCourse(),
                sum(now.waitingCourse(), now.backlogCourse()),
                now.unackedCourse());
        course.setAccessibleText(Format.count(now.outbox() + now.inFlight() + now.waiting() + now.unacked(), "message")
                + " queued here now");
    }

    /** What waits for its turn here and what waits in the canisters; the newest values stand at the same place. */
    private static double[] sum(double[] here, double[] there) {
        double[] all = here.clone();
        for (int i = 1; i <= Math.min(here.length, there.length); i++) {
            all[all.length - i] += there[there.length - i];
        }
        return all;
    }

    private static double[] tail(double[] values) {
        return values.length <= SPARK_SECONDS
                ? values
                : java.util.Arrays.copyOfRange(values, values.length - SPARK_SECONDS, values.length);
    }

    private void showPositions(List<CanisterPosition> all) {
        long waiting = all.stream().mapToLong(CanisterPosition::backlog).sum();
        boolean exact = all.stream().allMatch(CanisterPosition::exact);
        String note = all.isEmpty()
                ? "none is polled"
                : exact
                        ? "told by the canisters"
                        : waiting == 0 ? "as of the last polls" : "at least: not every canister tells";
        backlog.show(
                (exact || waiting == 0 ? "" : "≥ ") + Format.count(waiting), Format.noun(waiting, "message"), note);
        CanisterPosition worst = all.stream()
                .filter(p -> p.lags() && p.backlog() > 0)
                .max(java.util.Comparator.comparingLong(CanisterPosition::backlog))
                .orElse(null);
        banner.setVisible(worst != null);
        banner.setManaged(worst != null);
        if (worst != null) {
            finding.setText(worst.canister() + " is " + worst.verdict());
            facts.setText(
                    worst.behind()
                            ? "and its last poll was a full page. The gateway asks again at once until the backlog is gone."
                            : "and the next poll will bring them.");
        }
        positions.show(all);
    }
}
