package org.icws.testbench.queues;

import java.util.List;
import java.util.stream.IntStream;
import javafx.beans.binding.Bindings;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.icws.testbench.control.CountdownRing;
import org.icws.testbench.control.DataTable;
import org.icws.testbench.control.EmptyState;
import org.icws.testbench.control.Legend;
import org.icws.testbench.control.Nodes;
import org.icws.testbench.control.PipelineBar;
import org.icws.testbench.control.Remembered;
import org.icws.testbench.control.SegmentedControl;
import org.icws.testbench.control.StackedArea;
import org.icws.testbench.control.StatTile;
import org.icws.testbench.store.Format;
import org.kordamp.ikonli.javafx.FontIcon;

/** Where messages wait: totals, each client on a common scale, the course, and how far canisters are read. */
public final class QueuesView extends VBox implements Remembered {

    private static final String[] TOKENS = {"service", "up", "warn", "down"};
    private static final List<String> AXIS = List.of("5 min ago", "4 min", "3 min", "2 min", "1 min", "now");
    private static final int SPARK_SECONDS = 60;
    private static final int[] REFRESH = {0, 1, 5, 10};
    private static final int MOST_RINGS = 3;

    private final StatTile backlog = new StatTile("Waiting in canisters", "fth-database", "", "warn");
    private final StatTile inFlight = new StatTile("Calls in flight", "fth-send", "", "up");
    private final StatTile outbox = new StatTile("Gateway outbox", "fth-inbox", "", "service");
    private final StatTile unacked = new StatTile("Unacked", "fth-clock", "", "down");
    private final StackedArea course = new StackedArea(TOKENS);
    private final DataTable<QueueRow> table;
    private final VBox positions = new VBox(12);
    private final HBox rings = new HBox(14);
    private final Label ringNote = Nodes.label("", "t-small", "muted");
    private final HBox banner = new HBox();
    private final Label finding = Nodes.label("", "t-heading", "fg-warn");
    private final Label facts = Nodes.label("", "t-body");

    public QueuesView(QueuesViewModel model, Runnable openPolls) {
        getStyleClass().add("page");
        setMinHeight(0);
        HBox tiles = new HBox(12, backlog, inFlight, outbox, unacked);
        table = makeTable(model);
        Legend legend = new Legend()
                .add("service", "outbox", false)
                .add("up", "in flight", false)
                .add("warn", "waiting for their turn", false)
                .add("down", "unacked", false);
        VBox clients = Nodes.card(
                table,
                Nodes.label("Per client", "t-heading"),
                Nodes.label("one scale for all bars", "t-caption"),
                Nodes.spacer(),
                legend);
        clients.getStyleClass().add("flush");
        Nodes.clipRound(table, 9);
        VBox.setVgrow(clients, Priority.ALWAYS);
        HBox lower = new HBox(12, courseCard(), positionsCard(), ringsCard());
        lower.setMinHeight(170);
        lower.setPrefHeight(280);
        getChildren().addAll(head(model), makeBanner(openPolls), tiles, clients, lower);
        model.totalsProperty().addListener((o, old, now) -> show(now));
        model.positionsProperty().addListener((o, old, now) -> showPositions(now));
        model.rows().addListener((javafx.beans.Observable o) -> showRings(model.rows()));
        show(model.totalsProperty().get());
        showPositions(model.positionsProperty().get());
        showRings(model.rows());
    }

    @Override
    public DataTable<?> table() {
        return table;
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
        return Nodes.pageHead("Queues", Nodes.spacer(), stale, words, refresh);
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

    private VBox courseCard() {
        VBox body = new VBox(course);
        VBox.setVgrow(course, Priority.ALWAYS);
        body.getStyleClass().add("card-body");
        VBox card = Nodes.card(
                body, Nodes.label("Queued over time", "t-heading"), Nodes.label("messages, last 5 min", "t-caption"));
        HBox.setHgrow(card, Priority.ALWAYS);
        return card;
    }

    private VBox positionsCard() {
        positions.getStyleClass().add("card-pad");
        VBox card = Nodes.card(
                Nodes.scroll(positions),
                Nodes.label("Canister positions", "t-heading"),
                Nodes.label("keys of this gateway", "t-caption"));
        card.setMinWidth(290);
        card.setMaxWidth(420);
        HBox.setHgrow(card, Priority.SOMETIMES);
        return card;
    }

    private VBox ringsCard() {
        ringNote.setWrapText(true);
        ringNote.setMinHeight(USE_PREF_SIZE);
        VBox body = new VBox(12, rings, ringNote);
        body.getStyleClass().add("card-body");
        VBox card = Nodes.card(
                body, Nodes.label("Next acknowledgements", "t-heading"), Nodes.label("as configured", "t-caption"));
        card.setMinWidth(250);
        card.setMaxWidth(280);
        return card;
    }

    private static DataTable<QueueRow> makeTable(QueuesViewModel model) {
        DataTable<QueueRow> t = new DataTable<>(model.rows(), false, r -> "");
        t.setId("queues-table");
        t.setAccessibleText("Queues of each client");
        t.text("Client", 120, QueueRow::client, "strong")
                .about("Identity", "name of the client, or number of the session")
                .text("Canister", 110, QueueRow::canister, "quiet-cell")
                .about("Identity", "whom it talks to")
                .bar("Where its messages are", 360, TOKENS, r ->
                        new double[] {r.scale(), r.outbox(), r.inFlight(), r.waiting(), r.unacked()})
                .grows()
                .text("Outbox", 66, r -> Format.count(r.outbox()), "num")
                .about("Places", "frames on their way to the client")
                .text("Bytes", 78, r -> Format.bytes(r.outboxBytes()), "num")
                .about("Places", "bytes of those frames")
                .text("In flight", 72, r -> Format.count(r.inFlight()), "num")
                .about("Places", "calls that the network has not answered")
                .text("Waiting", 70, r -> Format.count(r.waiting()), "num")
                .about("Places", "messages of the client that wait for their turn")
                .text("Unacked", 70, r -> Format.count(r.unacked()), "num")
                .about("Places", "messages that the client has not said to have")
                .text("Total", 76, QueueRow::totalText, "num")
                .about("Places", "all of it; the arrow compares with the look before")
                .ring("Next ack", 150, r -> new DataTable.RingText(r.ackShare(), r.ackText()))
                .about("Time", "until the canister's next AckMessage, or until the client must have answered it");
        t.setPlaceholder(new EmptyState("fth-layers", "Nobody is connected", "A client's queues appear with it."));
        return t;
    }

    private void show(QueuesViewModel.Totals now) {
        inFlight.show(Format.count(now.inFlight()), "calls", Format.count(now.waiting()) + " more wait for their turn");
        inFlight.showCourse(tail(now.inFlightCourse()));
        outbox.show(Format.count(now.outbox()), "messages", now.slowest());
        outbox.showCourse(tail(now.outboxCourse()));
        unacked.show(Format.count(now.unacked()), "messages", "sent, the clients have not said that they have them");
        unacked.showCourse(tail(now.unackedCourse()));
        backlog.showCourse(tail(now.backlogCourse()));
        course.show(
                QueuesViewModel.COURSE_SECONDS,
                AXIS,
                now.outboxCourse(),
                now.inFlightCourse(),
                now.waitingCourse(),
                now.unackedCourse());
        course.setAccessibleText(
                Format.count(now.outbox() + now.inFlight() + now.waiting() + now.unacked(), "message") + " queued now");
    }

    private static double[] tail(double[] values) {
        return values.length <= SPARK_SECONDS
                ? values
                : java.util.Arrays.copyOfRange(values, values.length - SPARK_SECONDS, values.length);
    }

    private void showPositions(List<CanisterPosition> all) {
        positions.getChildren().clear();
        long waiting = all.stream().mapToLong(CanisterPosition::backlog).sum();
        boolean exact = all.stream().allMatch(CanisterPosition::exact);
        String note = all.isEmpty()
                ? "none is polled"
                : exact
                        ? "told by the canisters"
                        : waiting == 0 ? "as of the last polls" : "at least: not every canister tells";
        backlog.show((exact || waiting == 0 ? "" : "≥ ") + Format.count(waiting), "messages", note);
        CanisterPosition worst = all.stream()
                .filter(p -> p.backlog() > 0)
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
        all.forEach(p -> positions.getChildren().add(position(p)));
        if (all.isEmpty()) {
            positions.getChildren().add(Nodes.label("No canister is polled: nobody is connected.", "t-small", "muted"));
        }
    }

    private static Node position(CanisterPosition p) {
        Label verdict = Nodes.label(p.verdict(), "t-caption");
        if (p.backlog() > 0) {
            verdict.getStyleClass().add("fg-warn");
        }
        PipelineBar bar = new PipelineBar("ok", "down", "service", "warn");
        bar.setMaxWidth(Double.MAX_VALUE);
        bar.show(p.head(), p.acked(), p.sent() - p.acked(), p.polled() - p.sent(), p.backlog());
        String numbers = "head " + (p.exact() ? "" : "≥ ") + Format.count(p.head()) + "  polled "
                + Format.count(p.polled()) + "  sent " + Format.count(p.sent()) + "  acked " + Format.count(p.acked());
        Label positions = Nodes.label(numbers, "t-mono-sm", "muted");
        positions.setWrapText(true);
        positions.setMinHeight(USE_PREF_SIZE);
        bar.setAccessibleText(p.canister() + ": " + numbers);
        Tooltip.install(
                bar,
                new Tooltip("How many messages have passed each place. Green: acknowledged. Purple: sent, not"
                        + " acknowledged.\nGrey: polled, not sent. Amber: still in the canister."));
        String state = p.slowest().isEmpty() ? p.state() : p.state() + ", " + p.slowest();
        return new VBox(
                4,
                Nodes.row(8, Nodes.label(p.canister(), "strong", "t-small"), Nodes.spacer(), verdict),
                bar,
                positions,
                Nodes.label(state, "t-caption"));
    }

    private void showRings(List<QueueRow> rows) {
        rings.getChildren().clear();
        rows.stream()
                .filter(r -> r.ackShare() >= 0)
                .sorted(java.util.Comparator.comparingDouble(QueueRow::ackShare).reversed())
                .limit(MOST_RINGS)
                .forEach(r -> rings.getChildren().add(ring(r)));
        boolean none = rings.getChildren().isEmpty();
        rings.setManaged(!none);
        ringNote.setText(
                none
                        ? "No message yet. A canister tells each client from time to time what has arrived; the client"
                                + " answers with a keep-alive."
                        : words(rows.get(0).limits()));
    }

    private static String words(AckLimits limits) {
        return "A canister sends an AckMessage every " + Format.count(limits.ackSeconds()) + " s and wants its answer"
                + " within " + Format.count(limits.keepAliveSeconds())
                + " s. It does not tell these times: Settings has"
                + " them.";
    }

    private static VBox ring(QueueRow row) {
        CountdownRing ring = new CountdownRing(56);
        String words = row.ackText();
        ring.show(row.ackShare(), words.length() <= 5 ? words : "");
        ring.setAccessibleText(row.client() + ": " + row.ackWords());
        Tooltip.install(ring, new Tooltip(row.ackWords()));
        VBox box = new VBox(
                3,
                ring,
                Nodes.label(row.client(), "strong", "t-small"),
                Nodes.label(Format.count(row.unacked()) + " open", "t-caption"));
        box.setAlignment(javafx.geometry.Pos.CENTER);
        return box;
    }
}
