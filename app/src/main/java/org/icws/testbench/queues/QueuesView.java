package org.icws.testbench.queues;

import java.util.List;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.icws.testbench.control.DataTable;
import org.icws.testbench.control.EmptyState;
import org.icws.testbench.control.Legend;
import org.icws.testbench.control.Nodes;
import org.icws.testbench.control.StackedArea;
import org.icws.testbench.control.StatTile;
import org.icws.testbench.store.Format;

/** Where messages wait: totals, each client on a common scale, the course, and how far canisters are read. */
public final class QueuesView extends VBox {

    private static final String[] TOKENS = {"service", "up", "warn"};
    private static final List<String> AXIS = List.of("5 min ago", "4 min", "3 min", "2 min", "1 min", "now");
    private static final int SPARK_SECONDS = 60;

    private final StatTile outbox = new StatTile("Gateway outbox", "fth-inbox", "", "service");
    private final StatTile inFlight = new StatTile("Calls in flight", "fth-send", "", "up");
    private final StatTile waiting = new StatTile("Waiting for their turn", "fth-clock", "", "warn");
    private final StatTile canistersTile = new StatTile("Canisters behind", "fth-database", "", null);
    private final StackedArea course = new StackedArea(TOKENS);
    private final VBox positions = new VBox(10);

    public QueuesView(QueuesViewModel model) {
        getStyleClass().add("page");
        setMinHeight(0);
        HBox tiles = new HBox(12, outbox, inFlight, waiting, canistersTile);
        DataTable<QueueRow> table = makeTable(model);
        Legend legend = new Legend()
                .add("service", "outbox, to the client", false)
                .add("up", "in flight, to the canister", false)
                .add("warn", "waiting for their turn", false);
        VBox clients = Nodes.card(
                table,
                Nodes.label("Outgoing queue of each client", "t-heading"),
                Nodes.label("one scale for all bars", "t-caption"),
                Nodes.spacer(),
                legend);
        clients.getStyleClass().add("flush");
        Nodes.clipRound(table, 9);
        VBox.setVgrow(clients, Priority.ALWAYS);
        VBox courseBody = new VBox(course);
        VBox.setVgrow(course, Priority.ALWAYS);
        courseBody.getStyleClass().add("card-body");
        VBox over = Nodes.card(
                courseBody,
                Nodes.label("Queued over time", "t-heading"),
                Nodes.label("messages, last 5 min", "t-caption"));
        HBox.setHgrow(over, Priority.ALWAYS);
        positions.getStyleClass().add("card-body");
        VBox canisters = Nodes.card(
                positions,
                Nodes.label("Canister positions", "t-heading"),
                Nodes.label("keys of this gateway", "t-caption"));
        canisters.setMinWidth(300);
        canisters.setMaxWidth(420);
        HBox.setHgrow(canisters, Priority.SOMETIMES);
        HBox lower = new HBox(12, over, canisters);
        lower.setMinHeight(150);
        lower.setPrefHeight(280);
        getChildren()
                .addAll(
                        Nodes.pageHead("Queues", Nodes.label("Arrows compare with one second ago", "t-small", "muted")),
                        tiles,
                        clients,
                        lower);
        model.totalsProperty().addListener((o, old, now) -> show(now));
        model.positionsProperty().addListener((o, old, now) -> showPositions(now));
        show(model.totalsProperty().get());
        showPositions(model.positionsProperty().get());
    }

    private static DataTable<QueueRow> makeTable(QueuesViewModel model) {
        DataTable<QueueRow> t = new DataTable<>(model.rows(), false, r -> "");
        t.setId("queues-table");
        t.text("Client", 120, QueueRow::client, "strong")
                .text("Canister", 110, QueueRow::canister, "quiet-cell")
                .bar("Where its messages are", 420, TOKENS, r ->
                        new double[] {r.scale(), r.outbox(), r.inFlight(), r.waiting()})
                .grows()
                .text("Outbox", 70, r -> Format.count(r.outbox()), "num")
                .text("Bytes", 84, r -> Format.bytes(r.outboxBytes()), "num")
                .text("In flight", 76, r -> Format.count(r.inFlight()), "num")
                .text("Waiting", 76, r -> Format.count(r.waiting()), "num")
                .text("Total", 80, QueueRow::totalText, "num");
        t.setPlaceholder(new EmptyState("fth-layers", "Nobody is connected", "A client's queues appear with it."));
        return t;
    }

    private void show(QueuesViewModel.Totals now) {
        outbox.show(Format.count(now.outbox()), "messages", now.slowest());
        outbox.showCourse(tail(now.outboxCourse()));
        inFlight.show(Format.count(now.inFlight()), "calls", "sent to the canister, not answered yet");
        inFlight.showCourse(tail(now.inFlightCourse()));
        waiting.show(Format.count(now.waiting()), "messages", "each client's messages go in order");
        waiting.showCourse(tail(now.waitingCourse()));
        course.show(
                QueuesViewModel.COURSE_SECONDS, AXIS, now.outboxCourse(), now.inFlightCourse(), now.waitingCourse());
        course.setAccessibleText(
                Format.count(now.outbox() + now.inFlight() + now.waiting(), "message") + " queued now");
    }

    private static double[] tail(double[] values) {
        return values.length <= SPARK_SECONDS
                ? values
                : java.util.Arrays.copyOfRange(values, values.length - SPARK_SECONDS, values.length);
    }

    private void showPositions(List<CanisterPosition> all) {
        positions.getChildren().clear();
        long behind = all.stream().filter(CanisterPosition::behind).count();
        String note = all.isEmpty() ? "none is polled" : behind == 0 ? "all read to their end" : "full pages come";
        canistersTile.show(Format.count(behind), "of " + Format.count(all.size()), note);
        for (CanisterPosition p : all) {
            Label verdict = Nodes.label(p.behind() ? "more messages wait" : "up to date", "t-caption");
            if (p.behind()) {
                verdict.getStyleClass().add("fg-warn");
            }
            positions
                    .getChildren()
                    .add(new VBox(
                            3,
                            Nodes.row(8, Nodes.label(p.canister(), "strong", "t-small"), Nodes.spacer(), verdict),
                            Nodes.label(
                                    "next " + Format.count(p.nextNonce()) + "   received " + Format.count(p.messages()),
                                    "t-mono-sm",
                                    "muted"),
                            Nodes.label(p.state(), "t-caption")));
        }
        if (all.isEmpty()) {
            positions.getChildren().add(Nodes.label("No canister is polled: nobody is connected.", "t-small", "muted"));
        }
    }
}
