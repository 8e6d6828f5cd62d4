package org.icws.testbench.connections;

import java.util.List;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.geometry.Side;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SplitPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.icws.gateway.event.GatewayEvent;
import org.icws.testbench.control.Availability;
import org.icws.testbench.control.Badge;
import org.icws.testbench.control.DataTable;
import org.icws.testbench.control.EmptyState;
import org.icws.testbench.control.FilterBox;
import org.icws.testbench.control.InSight;
import org.icws.testbench.control.Nodes;
import org.icws.testbench.control.Remembered;
import org.icws.testbench.store.Format;
import org.kordamp.ikonli.javafx.FontIcon;

/** All sessions in a table; the chosen one, and how the last one ended, beside it. */
public final class ConnectionsView extends VBox implements Remembered {

    private final ConnectionsViewModel model;
    private final Consumer<String> showMessages;
    private final DataTable<ConnectionRow> table;
    private final SplitPane split;
    private final ClosePopOver closing;
    private final Button close;
    private final ConnectionDetail detail;
    private final StackPane detailHost;
    private final FilterBox filter;
    private final EmptyState empty = new EmptyState("fth-share-2", "", "");
    private final VBox ending;

    /** @param showMessages opens the messages that a filter expression lets through */
    public ConnectionsView(ConnectionsViewModel model, Consumer<String> showMessages) {
        this.model = model;
        this.showMessages = showMessages;
        getStyleClass().add("page");
        setMinHeight(0);
        closing = new ClosePopOver(model::close);
        close = closeButton();
        table = makeTable();
        StackPane list = new StackPane(table);
        list.getStyleClass().addAll("card", "flush");
        list.setMinWidth(420);
        list.setMinHeight(0);
        Nodes.clipRound(table, 9);
        detail = new ConnectionDetail(close);
        detail.setVisible(false);
        detailHost = new StackPane(
                Nodes.card(new EmptyState("fth-share-2", "No connection chosen", "Select one to see its state.")),
                detail);
        detailHost.setMinHeight(0);
        VBox.setVgrow(detailHost, Priority.ALWAYS);
        ending = new VBox();
        VBox side = new VBox(12, detailHost, ending);
        side.setMinWidth(384);
        split = new SplitPane(list, side);
        split.getStyleClass().add("plain-split");
        split.setDividerPositions(.67);
        SplitPane.setResizableWithParent(side, false);
        VBox.setVgrow(split, Priority.ALWAYS);
        filter = makeFilter();
        Node head =
                Nodes.pageHead("Connections", filter, endedChip(), problem(), columns(), new NewClientButtons(model));
        head.setViewOrder(-1); // what the filter says about itself lies over the table
        getChildren().addAll(head, split);
        model.filter().changesProperty().addListener(o -> rowsFollowed());
        rowsFollowed();
        InSight.show(this, () -> detail.show(model.figuresProperty().get()), model.figuresProperty());
        InSight.show(this, () -> show(model.selectedProperty().get()), model.selectedProperty());
        model.lastEndingProperty().addListener((o, old, now) -> showEnding(now));
        showEnding(model.lastEndingProperty().get());
    }

    @Override
    public DataTable<?> table() {
        return table;
    }

    @Override
    public SplitPane split() {
        return split;
    }

    /** Typing goes into the filter from now on. */
    public void takeFilter() {
        filter.take();
    }

    private FilterBox makeFilter() {
        var shown = model.filter().shown();
        Label count = FilterBox.figure(
                Bindings.createStringBinding(() -> Format.count(shown.size()), shown), "t-mono", "strong-mono");
        count.setId("connections-count");
        Label total = FilterBox.figure(
                Bindings.createStringBinding(
                        () -> "/ " + Format.count(model.rows().size()), model.rows()),
                "t-mono",
                "muted");
        total.setId("connections-total");
        Tooltip split = new Tooltip();
        split.textProperty().bind(Bindings.createStringBinding(this::liveAndEnded, model.rows()));
        total.setTooltip(split);
        FilterBox box = new FilterBox(
                model.filter(),
                "connections-filter",
                "Filter: words, or ~state open & ~canister rates",
                "Filter of the connections",
                count,
                total);
        box.setMinWidth(240);
        HBox.setHgrow(box, Priority.ALWAYS);
        return box;
    }

    private String liveAndEnded() {
        long live = model.rows().stream().filter(r -> !r.closed()).count();
        return Format.count(live) + " live, " + Format.count(model.rows().size() - live) + " ended";
    }

    private ToggleButton endedChip() {
        ToggleButton chip = new ToggleButton();
        FontIcon eye = new FontIcon("fth-eye");
        chip.setGraphic(eye);
        chip.setId("connections-ended");
        chip.getStyleClass().add("toggle-chip");
        chip.setMinWidth(USE_PREF_SIZE);
        chip.selectedProperty().bindBidirectional(model.filter().endedHiddenProperty());
        chip.setTooltip(new Tooltip("Connections that have ended; the last "
                + Format.count(ConnectionsViewModel.MOST_CLOSED) + " are remembered."));
        Runnable show = () -> {
            eye.setIconLiteral(chip.isSelected() ? "fth-eye-off" : "fth-eye");
            chip.setText((chip.isSelected() ? "ended hidden  " : "ended shown  ")
                    + Format.count(
                            model.rows().stream().filter(ConnectionRow::closed).count()));
        };
        chip.selectedProperty().addListener(o -> show.run());
        model.filter().changesProperty().addListener(o -> show.run());
        show.run();
        return chip;
    }

    private Button columns() {
        Button choose = Nodes.button("fth-columns", "Columns");
        choose.setId("connections-columns");
        choose.setOnAction(e -> table.chooser().menu().show(choose, Side.BOTTOM, 0, 4));
        return choose;
    }

    private void rowsFollowed() {
        ConnectionRow chosen = model.selectedProperty().get();
        if (chosen != null) {
            keepChosen(chosen);
        }
        if (model.rows().isEmpty()) {
            empty.show("fth-share-2", "Nobody is connected", "Connect a client to the address in the header.");
        } else if (model.filter().shown().isEmpty()) {
            empty.show(
                    "fth-filter",
                    "The filter hides "
                            + (model.rows().size() == 1
                                    ? "the only connection"
                                    : "all " + Format.count(model.rows().size()) + " connections"),
                    model.filter().appliedProperty().get().isEmpty()
                            ? "Those that have ended are hidden."
                            : model.filter().appliedProperty().get(),
                    "Clear the filter",
                    model.filter()::clear);
        }
    }

    private DataTable<ConnectionRow> makeTable() {
        DataTable<ConnectionRow> t = ConnectionTable.make(model);
        t.setRowMenu((row, column) -> {
            MenuItem end = Nodes.menuItem("Close the connection…", this::openClose);
            end.setDisable(row.closed());
            return List.of(
                    Nodes.menuItem("Show its messages", () -> showMessages.accept("~session " + row.id())),
                    Nodes.menuItem("Copy its principal", () -> Nodes.copy(principalOf(row))),
                    end);
        });
        t.setPlaceholder(empty);
        t.getSelectionModel().selectedItemProperty().addListener((o, old, now) -> {
            if (now != null && !model.filter().isChanging()) {
                model.select(now.id());
            }
        });
        return t;
    }

    private static String principalOf(ConnectionRow row) {
        return row.session().clientKey() == null
                ? ""
                : row.session().clientKey().principal().toString();
    }

    private Label problem() {
        Label words = Nodes.label("", "t-small", "fg-fail");
        words.textProperty().bind(model.problemProperty());
        words.managedProperty().bind(words.textProperty().isNotEmpty());
        return words;
    }

    private Button closeButton() {
        Button button = Nodes.button("fth-x", "Close…", "quiet");
        button.setId("connections-close");
        Availability.follow(button, Bindings.createStringBinding(model::whyNotClose, model.selectedProperty()));
        button.setOnAction(e -> closing.toggle(button));
        return button;
    }

    /** Asks how the chosen connection is to be closed; does nothing if there is none. */
    public void openClose() {
        if (model.whyNotClose() == null) {
            closing.toggle(close);
        }
    }

    private void show(ConnectionRow row) {
        detail.setVisible(row != null);
        detailHost.getChildren().get(0).setVisible(row == null);
        if (row == null) {
            return;
        }
        detail.show(row);
        keepChosen(row);
        if (row.closed()) {
            showEnding(model.endingOf(row.id()));
        }
    }

    /** The table shows what is chosen; what the filter hides stays chosen, beside the table. */
    private void keepChosen(ConnectionRow row) {
        var shown = model.filter().shown();
        var selection = table.getSelectionModel();
        int at = 0;
        while (at < shown.size() && shown.get(at).id() != row.id()) {
            at++;
        }
        if (at == shown.size()) {
            selection.clearSelection();
        } else if (selection.getSelectedIndex() != at
                || selection.getSelectedItem() == null
                || selection.getSelectedItem().id() != row.id()) {
            selection.clearAndSelect(at);
        }
    }

    private void showEnding(ConnectionsViewModel.Ending now) {
        ending.getChildren().clear();
        ending.setManaged(now != null);
        if (now == null) {
            return;
        }
        GatewayEvent.SessionClosed event = now.event();
        int code = event.code();
        Label words = Nodes.label(CloseCodes.meaning(code), "t-heading");
        String reason = event.reason().isEmpty() ? "(no reason given)" : "“" + event.reason() + "”";
        Label detailText = Nodes.label(
                Character.toUpperCase(CloseCodes.word(code).charAt(0))
                        + CloseCodes.word(code).substring(1) + ", begun by the " + event.initiator() + ". Reason: "
                        + reason,
                "t-small",
                "muted");
        detailText.setWrapText(true);
        detailText.setMinHeight(USE_PREF_SIZE);
        Button messages = Nodes.button("fth-list", "Show its messages");
        messages.setOnAction(e -> showMessages.accept("~session " + event.sessionId()));
        Button again = Nodes.button("fth-refresh-cw", "Connect a new client");
        again.setOnAction(e -> model.addClient());
        VBox body = new VBox(8, words, detailText, Nodes.row(8, messages, again));
        body.getStyleClass().add("card-body");
        ending.setMinHeight(USE_PREF_SIZE);
        boolean clean = CloseCodes.clean(code);
        Badge pill = new Badge(
                clean ? Badge.Tone.SERVICE : code == 1006 ? Badge.Tone.WARN : Badge.Tone.FAIL, String.valueOf(code));
        ending.getChildren()
                .add(Nodes.card(
                        body,
                        Nodes.label("Close", "t-heading"),
                        Nodes.label(now.client() + ", " + Format.shortClock(event.atNanos()), "t-caption"),
                        Nodes.spacer(),
                        pill));
    }
}
