package org.icws.testbench.messages;

import javafx.beans.binding.Bindings;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.icws.testbench.control.DataTable;
import org.icws.testbench.control.EmptyState;
import org.icws.testbench.control.Nodes;
import org.icws.testbench.control.Switch;
import org.icws.testbench.store.Format;
import org.kordamp.ikonli.javafx.FontIcon;

/** All messages in a table, the chosen one beside it. */
public final class MessagesView extends VBox {

    private final MessagesViewModel model;
    private final DataTable<MessageRow> table;
    private final MessageDetailView detail;
    private final TextField filter = new TextField();
    private final EmptyState empty = new EmptyState("fth-inbox", "", "");
    private final Button pill = new Button();
    private long unseen;
    private int knownRows;

    public MessagesView(MessagesViewModel model, Runnable compose) {
        this.model = model;
        getStyleClass().add("page");
        setMinHeight(0);
        table = makeTable();
        detail = new MessageDetailView(model);
        StackPane list = new StackPane(table, makePill());
        list.getStyleClass().addAll("card", "flush");
        list.setMinHeight(0);
        list.setMinWidth(420);
        Nodes.clipRound(table, 9);
        SplitPane split = new SplitPane(list, detail);
        split.getStyleClass().add("plain-split");
        split.setDividerPositions(.69);
        SplitPane.setResizableWithParent(split.getItems().get(1), false);
        VBox.setVgrow(split, Priority.ALWAYS);
        getChildren().addAll(makeHead(), split);
        table.setPlaceholder(empty);
        model.shown().addListener((ListChangeListener<MessageRow>) change -> rowsChanged(compose));
        rowsChanged(compose);
        linkSelection();
        setOnKeyPressed(e -> {
            if (e.isShortcutDown() && e.getCode() == KeyCode.F) {
                filter.requestFocus();
                e.consume();
            } else if (e.getCode() == KeyCode.F6) {
                swapFocus();
                e.consume();
            }
        });
    }

    private void swapFocus() {
        if (table.isFocused()) {
            detail.requestFocus();
        } else {
            table.requestFocus();
        }
    }

    private DataTable<MessageRow> makeTable() {
        DataTable<MessageRow> t = new DataTable<>(model.shown(), true, MessageRow::rowStyle);
        t.setId("messages-table");
        t.text("#", 50, MessageRow::index, "num", "dim")
                .text("Time", 98, MessageRow::time, "mono")
                .text("Δ ms", 58, MessageRow::delta, "num", "dim")
                .badge("Direction", 66, r -> new DataTable.BadgeText(r.directionTone(), r.directionWord()))
                .text("Canister", 80, MessageRow::canister, "quiet-cell")
                .text("Client", 96, MessageRow::client)
                .text("Seq", 42, MessageRow::seq, "num")
                .text("Kind", 76, MessageRow::shortKind)
                .text("Bytes", 54, MessageRow::bytes, "num")
                .badge("Verdict", 84, r -> new DataTable.BadgeText(r.verdictTone(), r.verdictWord()))
                .text("Preview", 160, MessageRow::preview, "mono");
        return t;
    }

    private Node makeHead() {
        filter.setPromptText("Filter: words that occur in a row");
        filter.setId("messages-filter");
        filter.getStyleClass().add("bare-field");
        filter.textProperty().bindBidirectional(model.filterProperty());
        filter.setOnKeyPressed(e -> {
            if (e.getCode() == KeyCode.ESCAPE) {
                filter.clear();
            }
        });
        HBox.setHgrow(filter, Priority.ALWAYS);
        Label count = Nodes.label("", "t-mono", "strong-mono");
        Label total = Nodes.label("", "t-mono", "muted");
        count.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> Format.count(model.shown().size()), model.shown()));
        total.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> "/ " + Format.count(model.rows().size()), model.rows()));
        HBox field = new HBox(new FontIcon("fth-filter"), filter, count, total);
        field.getStyleClass().add("field");
        filter.focusedProperty().addListener((o, old, now) -> {
            field.getStyleClass().remove("focus");
            if (now) {
                field.getStyleClass().add("focus");
            }
        });
        HBox.setHgrow(field, Priority.ALWAYS);
        Label follow = Nodes.label("Follow", "t-small", "muted");
        Switch followSwitch = new Switch("Follow the newest message");
        followSwitch.onProperty().bindBidirectional(model.followingProperty());
        return Nodes.pageHead("Messages", field, serviceChip(), pauseButton(), follow, followSwitch);
    }

    private ToggleButton serviceChip() {
        ToggleButton chip = new ToggleButton();
        FontIcon eye = new FontIcon("fth-eye");
        chip.setGraphic(eye);
        chip.getStyleClass().add("toggle-chip");
        chip.setMinWidth(USE_PREF_SIZE);
        chip.selectedProperty().bindBidirectional(model.serviceHiddenProperty());
        Runnable show = () -> {
            boolean hidden = model.serviceHiddenProperty().get();
            eye.setIconLiteral(hidden ? "fth-eye-off" : "fth-eye");
            chip.setText((hidden ? "service messages hidden  " : "service messages shown  ")
                    + Format.count(model.serviceCountProperty().get()));
        };
        model.serviceHiddenProperty().addListener(o -> show.run());
        model.serviceCountProperty().addListener(o -> show.run());
        show.run();
        return chip;
    }

    private Button pauseButton() {
        Button button = Nodes.button("fth-pause", "Pause");
        button.setId("messages-pause");
        button.setOnAction(
                e -> model.pausedProperty().set(!model.pausedProperty().get()));
        Runnable show = () -> {
            boolean paused = model.pausedProperty().get();
            long waiting = model.waitingCountProperty().get();
            ((FontIcon) button.getGraphic()).setIconLiteral(paused ? "fth-play" : "fth-pause");
            button.setText(paused ? "Resume" + (waiting > 0 ? ", " + Format.count(waiting) + " new" : "") : "Pause");
        };
        model.pausedProperty().addListener(o -> show.run());
        model.waitingCountProperty().addListener(o -> show.run());
        return button;
    }

    private Button makePill() {
        pill.getStyleClass().add("pill-button");
        pill.setGraphic(new FontIcon("fth-arrow-down"));
        pill.setContentDisplay(javafx.scene.control.ContentDisplay.RIGHT);
        pill.setVisible(false);
        pill.setOnAction(e -> model.followingProperty().set(true));
        StackPane.setAlignment(pill, Pos.BOTTOM_CENTER);
        StackPane.setMargin(pill, new javafx.geometry.Insets(0, 0, 14, 0));
        model.followingProperty().addListener((o, old, now) -> {
            unseen = 0;
            pill.setVisible(false);
            if (now) {
                scrollToEnd();
            }
        });
        return pill;
    }

    private void rowsChanged(Runnable compose) {
        int now = model.shown().size();
        if (now == 0) {
            if (model.rows().isEmpty()) {
                empty.show("fth-inbox", "No messages yet", "Send one and watch its way.", "Send a message", compose);
            } else {
                String all = Format.count(model.rows().size(), "message");
                empty.show(
                        "fth-filter",
                        "The filter hides all " + all,
                        model.filterProperty().get(),
                        "Clear the filter",
                        this::clearFilter);
            }
        }
        if (model.followingProperty().get()) {
            scrollToEnd();
        } else if (now > knownRows) {
            unseen += now - knownRows;
            pill.setText(Format.count(unseen) + " new");
            pill.setVisible(true);
        }
        knownRows = now;
    }

    private void clearFilter() {
        model.filterProperty().set("");
        model.serviceHiddenProperty().set(false);
    }

    private void scrollToEnd() {
        if (!model.shown().isEmpty()) {
            table.scrollTo(model.shown().size() - 1);
        }
    }

    private void linkSelection() {
        table.getSelectionModel().selectedItemProperty().addListener((o, old, now) -> {
            if (now != null) {
                model.selectedProperty().set(now);
            }
        });
        model.selectedProperty().addListener((o, old, now) -> choose(now));
        choose(model.selectedProperty().get());
        // Scrolling up lets go of the newest row; the end of the list takes it up again.
        table.setOnScroll(e -> {
            if (e.getDeltaY() > 0) {
                model.followingProperty().set(false);
            }
        });
        table.addEventFilter(javafx.scene.input.MouseEvent.MOUSE_PRESSED, e -> {
            if (e.getTarget() instanceof Node node && isIn(node, ScrollBar.class)) {
                model.followingProperty().set(false);
            }
        });
        table.setOnKeyPressed(e -> {
            switch (e.getCode()) {
                case END -> model.followingProperty().set(true);
                case UP, PAGE_UP, HOME -> model.followingProperty().set(false);
                case SPACE -> model.pausedProperty().set(!model.pausedProperty().get());
                default -> {}
            }
        });
    }

    private void choose(MessageRow row) {
        if (row != null && table.getSelectionModel().getSelectedItem() != row) {
            table.getSelectionModel().select(row);
            table.scrollTo(row);
        }
    }

    private static boolean isIn(Node node, Class<?> type) {
        for (Node at = node; at != null; at = at.getParent()) {
            if (type.isInstance(at)) {
                return true;
            }
        }
        return false;
    }
}
