package org.icws.testbench.messages;

import java.util.List;
import java.util.function.BiFunction;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.SplitPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.icws.testbench.control.ColumnChooser;
import org.icws.testbench.control.DataTable;
import org.icws.testbench.control.EmptyState;
import org.icws.testbench.control.FirstFocus;
import org.icws.testbench.control.Nodes;
import org.icws.testbench.store.Format;
import org.kordamp.ikonli.javafx.FontIcon;

/** All messages in a table, the chosen one beside it. */
public final class MessagesView extends VBox implements FirstFocus {

    private final MessagesViewModel model;
    private final MessageDeeds deeds;
    private final DataTable<MessageRow> table;
    private final ColumnChooser<MessageRow> columns;
    private final FilterField filter;
    private final MessagesHead over;
    private final MessageDetailView detail;
    private final SplitPane split;
    private final TableFollowing following;
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
        following = new TableFollowing(model, table, columns);
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
        over = new MessagesHead(model, deeds, filter, columns);
        Node head = over.make();
        head.setViewOrder(-1); // what the filter says about itself lies over the table
        getChildren().addAll(head, split);
        table.setPlaceholder(empty);
        model.shown().addListener((ListChangeListener<MessageRow>) change -> rowsChanged());
        model.filter().shown().onRenewal(() -> detail.refresh());
        model.pausedProperty().addListener(o -> showEmpty());
        model.waitingCountProperty().addListener(o -> showEmpty());
        model.timeModeProperty().addListener(o -> table.refresh());
        model.referenceProperty().addListener(o -> table.refresh());
        knownRows = model.shown().size(); // what is there from the beginning, as in a recording, is not new
        rowsChanged();
        following.begin();
        sceneProperty().addListener((o, old, now) -> showRows(now != null)); // the page comes and goes
    }

    /** A table that nobody sees would follow every change of its rows all the same. */
    private void showRows(boolean seen) {
        table.setItems(seen ? model.shown() : FXCollections.emptyObservableList());
        if (seen) {
            rowsChanged();
            following.filled();
            following.choose(model.selectedProperty().get());
        }
    }

    /** Single letters are for the list, not for the filter. */
    @Override
    public Node firstFocus() {
        return table;
    }

    /** The rows and columns that are shown, for a file. */
    public Sheet sheet() {
        List<String> shown = table.shownColumns();
        return new Sheet(
                shown,
                List.copyOf(model.shown()),
                (column, row) -> column.equals(MessageTable.NUMBER) ? row.index() : table.wordsOf(column, row));
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

    /** Opens the list of columns. */
    public void chooseColumns() {
        over.chooseColumns();
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
        following.scrollToEnd();
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
                following.scrollToEnd();
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
        if (!model.followingProperty().get()
                && now > knownRows
                && !following.fits(now)
                && !model.filter().isChanging()) {
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
                    MessagesHead.buffer(model).replace(" new ·", " new messages are waiting,") + ".",
                    "Resume",
                    () -> model.pausedProperty().set(false));
        } else {
            empty.show("fth-inbox", "No messages yet", "Send one and watch its way.", "Send a message", deeds::compose);
        }
    }
}
