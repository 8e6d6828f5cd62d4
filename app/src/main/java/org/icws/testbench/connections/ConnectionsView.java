package org.icws.testbench.connections;

import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.SplitPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.icws.testbench.control.Badge;
import org.icws.testbench.control.DataTable;
import org.icws.testbench.control.EmptyState;
import org.icws.testbench.control.FactGrid;
import org.icws.testbench.control.FactGrid.Entry;
import org.icws.testbench.control.Nodes;
import org.icws.testbench.control.StateDot;
import org.icws.testbench.control.StateMachineView;
import org.icws.testbench.store.Format;

/** All sessions in a table; the chosen one, and how the last one ended, beside it. */
public final class ConnectionsView extends VBox {

    private final ConnectionsViewModel model;
    private final DataTable<ConnectionRow> table;
    private final Label name = Nodes.label("", "t-heading");
    private final Label principal = Nodes.label("", "t-mono-sm", "faint");
    private final StateDot dot = new StateDot(StateDot.State.IDLE);
    private final Label state = Nodes.label("", "t-small");
    private final StateMachineView machine = new StateMachineView(
            new String[] {"Connected", "Opening", "Open", "Closing", "Closed"},
            new String[] {"ws_open", "Ok", "close", "ws_close"});
    private final FactGrid identity = new FactGrid(96);
    private final FactGrid traffic = new FactGrid(96);
    private final VBox detail;
    private final StackPane detailHost;
    private final VBox ending;

    public ConnectionsView(ConnectionsViewModel model) {
        this.model = model;
        getStyleClass().add("page");
        setMinHeight(0);
        table = makeTable();
        StackPane list = new StackPane(table);
        list.getStyleClass().addAll("card", "flush");
        list.setMinWidth(420);
        list.setMinHeight(0);
        Nodes.clipRound(table, 9);
        detail = makeDetail();
        detailHost = new StackPane(
                Nodes.card(new EmptyState("fth-share-2", "No connection chosen", "Select one to see its state.")),
                detail);
        detailHost.setMinHeight(0);
        VBox.setVgrow(detailHost, Priority.ALWAYS);
        ending = new VBox();
        VBox side = new VBox(12, detailHost, ending);
        side.setMinWidth(384);
        SplitPane split = new SplitPane(list, side);
        split.getStyleClass().add("plain-split");
        split.setDividerPositions(.67);
        SplitPane.setResizableWithParent(side, false);
        VBox.setVgrow(split, Priority.ALWAYS);
        Label count = Nodes.label("", "t-small", "muted");
        count.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> {
                            long live = model.rows().stream()
                                    .filter(r -> !r.closed())
                                    .count();
                            return Format.count(live) + " live, "
                                    + Format.count(model.rows().size() - live) + " ended";
                        },
                        model.rows()));
        getChildren().addAll(Nodes.pageHead("Connections", count, Nodes.spacer(), problem(), newClient()), split);
        model.selectedProperty().addListener((o, old, now) -> show(now));
        model.lastEndingProperty().addListener((o, old, now) -> showEnding(now));
        show(model.selectedProperty().get());
        showEnding(model.lastEndingProperty().get());
    }

    private DataTable<ConnectionRow> makeTable() {
        DataTable<ConnectionRow> t = new DataTable<>(model.rows(), false, ConnectionRow::style);
        t.setId("connections-table");
        t.state("State", 88, r -> new DataTable.StateText(r.dot(), r.state()))
                .text("Client", 104, ConnectionRow::client, "strong")
                .text("Principal", 98, ConnectionRow::principal, "mono", "dim")
                .text("Canister", 84, ConnectionRow::canister, "quiet-cell")
                .text("Up/s", 50, r -> r.closed() ? "–" : Format.rate(r.upPerSecond()), "num")
                .text("Down/s", 60, r -> r.closed() ? "–" : Format.rate(r.downPerSecond()), "num")
                .text("Last seq", 66, r -> seq(r.session().lastSeqDown()), "num")
                .text("Outbox", 60, r -> Format.count(r.session().outboxMessages()), "num")
                .text("Open for", 72, r -> Format.elapsed(r.openNanos()), "num")
                .text("Reason", 190, ConnectionRow::reason);
        t.setPlaceholder(
                new EmptyState("fth-share-2", "Nobody is connected", "Connect a client to the address in the header."));
        t.getSelectionModel().selectedItemProperty().addListener((o, old, now) -> {
            if (now != null) {
                model.select(now.id());
            }
        });
        return t;
    }

    private Label problem() {
        Label words = Nodes.label("", "t-small", "fg-fail");
        words.textProperty().bind(model.problemProperty());
        return words;
    }

    private Button newClient() {
        Button button = Nodes.button("fth-plus", "New client", "accent");
        button.setId("connections-new");
        button.disableProperty().bind(model.connectingProperty());
        button.textProperty()
                .bind(Bindings.when(model.connectingProperty())
                        .then("Connecting…")
                        .otherwise("New client"));
        button.setOnAction(e -> model.addClient());
        return button;
    }

    private static String seq(long number) {
        return number < 0 ? "–" : Format.count(number);
    }

    private VBox makeDetail() {
        VBox body = new VBox(
                8,
                machine,
                Nodes.label("Identity", "t-caption", "section-line"),
                identity,
                Nodes.label("Traffic", "t-caption", "section-line"),
                traffic);
        body.getStyleClass().add("card-pad");
        VBox card = Nodes.card(Nodes.scroll(body), name, principal, Nodes.spacer(), Nodes.row(6, dot, state));
        card.setVisible(false);
        return card;
    }

    private void show(ConnectionRow row) {
        detail.setVisible(row != null);
        detailHost.getChildren().get(0).setVisible(row == null);
        if (row == null) {
            return;
        }
        var s = row.session();
        name.setText(row.client());
        principal.setText(row.principal());
        dot.setState(row.dot());
        state.setText(row.state());
        int at = row.closed() ? 4 : s.state().ordinal();
        machine.show(at, row.failed() ? "fail" : at == 2 ? "ok" : at == 4 ? "service" : "warn");
        identity.show(List.of(
                new Entry(
                        "Principal",
                        s.clientKey() == null
                                ? "not known before ws_open"
                                : s.clientKey().principal().toString()),
                new Entry(
                        "Nonce",
                        s.clientKey() == null
                                ? "–"
                                : Long.toUnsignedString(s.clientKey().nonce())),
                new Entry("Canister", s.canister() == null ? "–" : row.canister() + "  " + s.canister()),
                new Entry("Address", s.remote()),
                new Entry("Since", Format.clock(s.openedAtNanos())),
                new Entry("Reason", row.reason().isEmpty() ? "–" : row.reason(), row.failed() ? "fg-fail" : "")));
        traffic.show(List.of(
                new Entry("Up", Format.count(s.framesIn(), "frame") + ", " + Format.bytes(s.bytesIn()), "fg-up"),
                new Entry("Down", Format.count(s.framesOut(), "frame") + ", " + Format.bytes(s.bytesOut()), "fg-down"),
                new Entry("Last seq", "up " + seq(s.lastSeqUp()) + ", down " + seq(s.lastSeqDown())),
                new Entry("Outbox", Format.count(s.outboxMessages(), "frame") + ", " + Format.bytes(s.outboxBytes())),
                new Entry("Calls", s.inFlightCalls() + " in flight, " + s.waitingCalls() + " waiting")));
        keepChosen(row);
    }

    private void keepChosen(ConnectionRow row) {
        ConnectionRow chosen = table.getSelectionModel().getSelectedItem();
        if (chosen == null || chosen.id() != row.id() || !chosen.equals(row)) {
            table.getSelectionModel().select(model.rows().indexOf(row));
        }
    }

    private void showEnding(ConnectionsViewModel.Ending now) {
        ending.getChildren().clear();
        ending.setManaged(now != null);
        if (now == null) {
            return;
        }
        int code = now.event().code();
        boolean good = code == 1000 || code == 1001;
        Label words = Nodes.label(CloseCodes.meaning(code), "t-heading");
        String reason = now.event().reason().isEmpty()
                ? "(no reason given)"
                : "“" + now.event().reason() + "”";
        Label detailText =
                Nodes.label("Ended by the " + now.event().initiator() + ". Reason: " + reason, "t-small", "muted");
        detailText.setWrapText(true);
        detailText.setMinHeight(USE_PREF_SIZE);
        VBox body = new VBox(6, words, detailText);
        body.getStyleClass().add("card-body");
        ending.getChildren()
                .add(Nodes.card(
                        body,
                        Nodes.label("Last close", "t-heading"),
                        Nodes.label(
                                now.client() + ", "
                                        + Format.shortClock(now.event().atNanos()),
                                "t-caption"),
                        Nodes.spacer(),
                        new Badge(good ? Badge.Tone.SERVICE : Badge.Tone.FAIL, String.valueOf(code))));
    }
}
