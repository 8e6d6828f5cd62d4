package org.icws.testbench.messages;

import java.util.List;
import java.util.function.BiFunction;
import javafx.beans.Observable;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.geometry.Insets;
import javafx.geometry.Orientation;
import javafx.geometry.Pos;
import javafx.geometry.Side;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.SplitPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.icws.testbench.control.Availability;
import org.icws.testbench.control.ColumnChooser;
import org.icws.testbench.control.DataTable;
import org.icws.testbench.control.EmptyState;
import org.icws.testbench.control.Nodes;
import org.icws.testbench.control.Switch;
import org.icws.testbench.store.Format;
import org.kordamp.ikonli.javafx.FontIcon;

/** All messages in a table, the chosen one beside it. */
public final class MessagesView extends VBox {

    private final MessagesViewModel model;
    private final MessageDeeds deeds;
    private final DataTable<MessageRow> table;
    private final ColumnChooser<MessageRow> columns;
    private final FilterField filter;
    private final MessageDetailView detail;
    private final SplitPane split;
    private final EmptyState empty = new EmptyState("fth-inbox", "", "");
    private final Button pill = new Button();
    private long unseen;
    private int knownRows;

    public MessagesView(MessagesViewModel model, MessageDeeds deeds) {
        this.model = model;
        this.deeds = deeds;
        getStyleClass().add("page");
        setMinHeight(0);
        table = MessageTable.make(model, true);
        columns = table.chooser();
        table.setRowMenu(new RowMenu(model, columns, deeds, this::takeComment)::items);
        filter = new FilterField(model);
        detail = new MessageDetailView(model, deeds);
        StackPane list = new StackPane(table, makePill());
        list.getStyleClass().addAll("card", "flush");
        list.setMinHeight(0);
        list.setMinWidth(420);
        Nodes.clipRound(table, 9);
        split = new SplitPane(list, detail);
        split.getStyleClass().add("plain-split");
        split.setDividerPositions(.69);
        SplitPane.setResizableWithParent(detail, false);
        VBox.setVgrow(split, Priority.ALWAYS);
        Node head = makeHead();
        head.setViewOrder(-1); // what the filter says about itself lies over the table
        getChildren().addAll(head, split);
        table.setPlaceholder(empty);
        model.shown().addListener((ListChangeListener<MessageRow>) change -> rowsChanged());
        model.pausedProperty().addListener(o -> showEmpty());
        model.waitingCountProperty().addListener(o -> showEmpty());
        model.timeModeProperty().addListener(o -> table.refresh());
        model.referenceProperty().addListener(o -> table.refresh());
        knownRows = model.shown().size(); // what is there from the beginning, as in a recording, is not new
        rowsChanged();
        linkSelection();
        // The page comes and goes; whenever it comes, single letters are for the list, not for the filter.
        sceneProperty().addListener((o, old, now) -> {
            showRows(now != null);
            if (now != null) {
                table.requestFocus();
                focusTableAfterLayout(now);
            }
        });
    }

    /** A table that nobody sees would follow every change of its rows all the same. */
    private void showRows(boolean seen) {
        table.setItems(seen ? model.shown() : FXCollections.emptyObservableList());
        if (seen) {
            rowsChanged();
            choose(model.selectedProperty().get());
        }
    }

    /** Once more after the page is laid out: what had the focus before was taken away, and the scene looks for another by then. */
    private void focusTableAfterLayout(Scene scene) {
        Runnable[] once = new Runnable[1];
        once[0] = () -> {
            scene.removePostLayoutPulseListener(once[0]);
            table.requestFocus();
        };
        scene.addPostLayoutPulseListener(once[0]);
    }

    /** The rows and columns that are shown, for a file. */
    public Sheet sheet() {
        List<String> shown = table.shownColumns();
        return new Sheet(shown, List.copyOf(model.shown()), table::wordsOf);
    }

    /** What the table shows. */
    public record Sheet(List<String> columns, List<MessageRow> rows, BiFunction<String, MessageRow, String> words) {}

    /** The table's columns, to remember them. */
    public ColumnChooser<MessageRow> columns() {
        return columns;
    }

    /** The pane with the table and the detail, to remember its divider. */
    public SplitPane split() {
        return split;
    }

    public void setCompact(boolean compact) {
        table.setCompact(compact);
    }

    /** Typing goes into the filter from now on. */
    public void takeFilter() {
        filter.take();
    }

    /** Typing comments the chosen row from now on. */
    public void takeComment() {
        detail.takeComment();
    }

    /** Keys go to the table. */
    public void takeTable() {
        table.requestFocus();
    }

    /** Keys go to the detail. */
    public void takeDetail() {
        detail.requestFocus();
    }

    /** Keys go to the other pane. */
    public void swapFocus() {
        if (table.isFocused()) {
            takeDetail();
        } else {
            takeTable();
        }
    }

    /** Chooses the row so many lines below. */
    public void move(int by) {
        int now = table.getSelectionModel().getSelectedIndex();
        int next = Math.max(0, Math.min(model.shown().size() - 1, now + by));
        if (!model.shown().isEmpty()) {
            model.followingProperty().set(false);
            table.getSelectionModel().clearAndSelect(next);
            table.scrollTo(Math.max(0, next - 3));
        }
    }

    /** Chooses the first row. */
    public void first() {
        move(-model.shown().size());
    }

    /** Takes up following the newest row. */
    public void last() {
        model.followingProperty().set(true);
        scrollToEnd();
    }

    private Node makeHead() {
        HBox.setHgrow(filter, Priority.ALWAYS);
        Label follow = Nodes.label("Follow", "t-small", "muted");
        follow.setMinWidth(USE_PREF_SIZE);
        Switch followSwitch = new Switch("Follow the newest message");
        followSwitch.onProperty().bindBidirectional(model.followingProperty());
        Button clear = Nodes.iconButton("fth-trash-2", "Clear the messages (Ctrl+Shift+Delete)");
        clear.setOnAction(e -> deeds.clear());
        Availability.set(clear, deeds.whyNotClear());
        Button export = Nodes.iconButton("fth-download", "Save or export…");
        export.setId("messages-export");
        export.setOnAction(e -> {
            ContextMenu ways = new ContextMenu();
            deeds.exports().forEach(way -> {
                MenuItem item = new MenuItem(way.words());
                item.setOnAction(a -> way.deed().run());
                ways.getItems().add(item);
            });
            ways.show(export, Side.BOTTOM, 0, 4);
        });
        Availability.set(
                export,
                deeds.exports().isEmpty() ? "This is a recorded session: its file has all of it already." : null);
        Button choose = Nodes.iconButton("fth-columns", "Choose columns");
        choose.setOnAction(e -> columns.menu().show(choose, javafx.geometry.Side.BOTTOM, 0, 4));
        return Nodes.pageHead(
                "Messages",
                filter,
                serviceChip(),
                timeButton(),
                pauseButton(),
                follow,
                followSwitch,
                export,
                clear,
                choose);
    }

    private Button timeButton() {
        Button button = Nodes.button("fth-clock", "");
        button.setId("messages-time");
        Runnable show = () -> button.setText(model.timeModeProperty().get().words());
        model.timeModeProperty().addListener(o -> show.run());
        show.run();
        button.setTooltip(new javafx.scene.control.Tooltip(
                "How the time column shows time. Ctrl+T on a row makes it time zero."));
        button.setOnAction(
                e -> model.timeModeProperty().set(model.timeModeProperty().get().next()));
        return button;
    }

    private ToggleButton serviceChip() {
        ToggleButton chip = new ToggleButton();
        FontIcon eye = new FontIcon("fth-eye");
        chip.setGraphic(eye);
        chip.setId("messages-service");
        chip.getStyleClass().add("toggle-chip");
        chip.setMinWidth(USE_PREF_SIZE);
        chip.selectedProperty().bindBidirectional(model.serviceHiddenProperty());
        chip.setTooltip(new javafx.scene.control.Tooltip(
                "Open, acknowledgement, keep-alive and close messages. Those that need eyes are always shown."));
        Runnable show = () -> {
            boolean hidden = model.serviceHiddenProperty().get();
            eye.setIconLiteral(hidden ? "fth-eye-off" : "fth-eye");
            chip.setText((hidden ? "service hidden  " : "service shown  ")
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
            ((FontIcon) button.getGraphic()).setIconLiteral(paused ? "fth-play" : "fth-pause");
            button.setText(paused ? "Resume · " + buffer() : "Pause");
        };
        model.pausedProperty().addListener(o -> show.run());
        model.waitingCountProperty().addListener(o -> show.run());
        Availability.set(
                button, deeds.whyNotClear() == null ? null : "This is a recorded session: nothing more comes into it.");
        return button;
    }

    private String buffer() {
        long waiting = model.waitingCountProperty().get();
        return Format.count(waiting) + " new · buffer " + 100 * waiting / Math.max(1, model.capacity()) + " %";
    }

    private Button makePill() {
        pill.getStyleClass().add("pill-button");
        pill.setGraphic(new FontIcon("fth-arrow-down"));
        pill.setContentDisplay(ContentDisplay.RIGHT);
        pill.setVisible(false);
        pill.setOnAction(e -> last());
        StackPane.setAlignment(pill, Pos.BOTTOM_CENTER);
        StackPane.setMargin(pill, new Insets(0, 0, 14, 0));
        model.followingProperty().addListener((o, old, now) -> {
            unseen = 0;
            pill.setVisible(false);
            if (now) {
                scrollToEnd();
            }
        });
        return pill;
    }

    private void rowsChanged() {
        if (table.getItems() != model.shown()) {
            return;
        }
        int now = model.shown().size();
        if (now == 0) {
            showEmpty();
        }
        if (model.followingProperty().get()) {
            scrollToEnd();
        } else if (now > knownRows && !model.filter().isChanging()) {
            unseen += now - knownRows;
            pill.setText(Format.count(unseen) + " new");
            pill.setVisible(true);
        }
        knownRows = now;
        detail.refresh();
    }

    private void showEmpty() {
        if (!model.shown().isEmpty()) {
            return;
        }
        if (!model.rows().isEmpty()) {
            String all = Format.count(model.rows().size(), "message");
            String words = model.filter().appliedProperty().get();
            empty.show(
                    "fth-filter",
                    "The filter hides all " + all,
                    words.isEmpty() ? "All of them are service messages." : words,
                    "Clear the filter",
                    model.filter()::clear);
        } else if (model.pausedProperty().get()) {
            empty.show(
                    "fth-pause-circle",
                    "Paused",
                    buffer().replace(" new ·", " new messages are waiting,") + ".",
                    "Resume",
                    () -> model.pausedProperty().set(false));
        } else {
            empty.show("fth-inbox", "No messages yet", "Send one and watch its way.", "Send a message", deeds::compose);
        }
    }

    private void scrollToEnd() {
        if (!model.shown().isEmpty()) {
            table.scrollTo(model.shown().size() - 1);
        }
    }

    private void linkSelection() {
        table.getSelectionModel().selectedItemProperty().addListener((o, old, now) -> {
            if (now != null && !model.filter().isChanging()) {
                model.selectedProperty().set(now);
                if (columns.shows("Δ chosen")) {
                    table.refresh();
                }
            }
        });
        model.selectedProperty().addListener((o, old, now) -> choose(now));
        choose(model.selectedProperty().get());
        // With other rows in its table, a table chooses none or, worse, whatever stands where the chosen one stood.
        model.filter().changesProperty().addListener(o -> {
            int at = model.shownIndexOf(model.selectedProperty().get());
            if (at >= 0) {
                table.getSelectionModel().clearAndSelect(at);
            }
            if (model.followingProperty().get()) {
                scrollToEnd(); // a table with other rows begins at its head
            }
        });
        // Scrolling up lets go of the newest row; the end of the list takes it up again.
        table.addEventFilter(ScrollEvent.SCROLL, e -> {
            if (e.getDeltaY() > 0) {
                model.followingProperty().set(false);
            } else if (e.getDeltaY() < 0 && atEnd()) {
                model.followingProperty().set(true);
            }
        });
        table.addEventFilter(
                MouseEvent.MOUSE_PRESSED, e -> model.followingProperty().set(false));
        table.setOnKeyPressed(e -> {
            switch (e.getCode()) {
                case UP, DOWN, PAGE_UP, PAGE_DOWN -> model.followingProperty().set(false);
                default -> {}
            }
        });
        table.focusedProperty().addListener((Observable o) -> {
            if (table.isFocused()
                    && table.getSelectionModel().isEmpty()
                    && !model.shown().isEmpty()) {
                table.getFocusModel().focus(model.shown().size() - 1);
            }
        });
    }

    private boolean atEnd() {
        for (Node node : table.lookupAll(".scroll-bar")) {
            if (node instanceof ScrollBar bar && bar.getOrientation() == Orientation.VERTICAL) {
                return !bar.isVisible() || bar.getValue() >= bar.getMax() - 1e-6;
            }
        }
        return true;
    }

    private void choose(MessageRow row) {
        if (row == null) {
            table.getSelectionModel().clearSelection();
        } else if (table.getSelectionModel().getSelectedItem() != row) {
            table.getSelectionModel().select(row);
            table.scrollTo(row);
        }
    }
}
