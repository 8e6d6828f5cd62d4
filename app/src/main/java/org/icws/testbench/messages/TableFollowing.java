package org.icws.testbench.messages;

import javafx.beans.Observable;
import javafx.collections.ListChangeListener;
import javafx.event.EventTarget;
import javafx.geometry.Orientation;
import javafx.scene.Node;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.skin.VirtualFlow;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import org.icws.testbench.control.ColumnChooser;
import org.icws.testbench.control.DataTable;

/** Keeps the table's choice and place and the model's the same: the chosen row, and whether the newest stays in sight. */
final class TableFollowing {

    private final MessagesViewModel model;
    private final DataTable<MessageRow> table;
    private final ColumnChooser<MessageRow> columns;
    private final ListChangeListener<MessageRow> newest = change -> keepNewest();

    TableFollowing(MessagesViewModel model, DataTable<MessageRow> table, ColumnChooser<MessageRow> columns) {
        this.model = model;
        this.table = table;
        this.columns = columns;
    }

    /** Begins. */
    void begin() {
        followChoice();
        followScrolling();
        followFocus();
        model.shown().addListener((ListChangeListener<MessageRow>) this::keepPlace);
        table.skinProperty().addListener((Observable o) -> hearLast());
        hearLast();
    }

    /** The table has been given its rows, all at once. */
    void filled() {
        hearLast();
        keepNewest();
    }

    /**
     * The table itself hears of new rows before this does: asked for a row that it does not count yet, it stops at the last one
     * that it does, and the newest rows would stay below its edge.
     */
    private void hearLast() {
        model.shown().removeListener(newest);
        model.shown().addListener(newest);
    }

    private void keepNewest() {
        boolean shows = table.getItems() == model.shown();
        // Where the filter exchanges them all, the end is gone to once they are there: each way costs a layout.
        if (shows && model.followingProperty().get() && !model.filter().isChanging()) {
            scrollToEnd();
        }
    }

    /** Whether so many rows fit into the table, so that none of them is out of sight. */
    boolean fits(int rows) {
        return table.lookup(".virtual-flow") instanceof VirtualFlow<?> flow
                && rows * table.getFixedCellSize() <= flow.getHeight();
    }

    /**
     * Whoever reads an old row goes on reading it while older ones go: a table stays at its distance from the head of the list, where
     * another row stands then.
     */
    private void keepPlace(ListChangeListener.Change<? extends MessageRow> change) {
        if (model.followingProperty().get()
                || model.filter().isChanging()
                || !(table.lookup(".virtual-flow") instanceof VirtualFlow<?> flow)
                || flow.getFirstVisibleCell() == null) {
            return;
        }
        int top = flow.getFirstVisibleCell().getIndex();
        double cutOff = flow.getFirstVisibleCell().getLayoutY();
        int shift = 0;
        while (change.next()) {
            if (change.getFrom() == 0 && change.getRemovedSize() > 0) {
                shift += change.getAddedSize() - change.getRemovedSize();
            }
        }
        if (shift != 0) {
            int next = top + shift;
            table.scrollTo(Math.max(0, next));
            if (next >= 0) {
                flow.scrollPixels(-cutOff);
            }
        }
    }

    /** Brings the newest row into sight. */
    void scrollToEnd() {
        if (!model.shown().isEmpty()) {
            table.scrollTo(model.shown().size() - 1);
        }
    }

    private void followChoice() {
        table.getSelectionModel().selectedItemProperty().addListener((o, old, now) -> {
            if (now != null && !model.filter().isChanging() && !model.filter().isLosing()) {
                model.selectedProperty().set(now);
                if (columns.shows("Δ chosen")) {
                    table.refresh();
                }
            }
        });
        model.selectedProperty().addListener((o, old, now) -> choose(now));
        choose(model.selectedProperty().get());
        model.filter().onLoss(this::keepChoice);
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
    }

    /** Where the chosen row goes with the oldest, a table chooses another one. Its detail stays: somebody reads it. */
    private void keepChoice() {
        MessageRow chosen = model.selectedProperty().get();
        if (table.getSelectionModel().getSelectedItem() != chosen) {
            int at = model.shownIndexOf(chosen);
            if (at >= 0) {
                table.getSelectionModel().clearAndSelect(at);
            } else {
                table.getSelectionModel().clearSelection();
            }
        }
    }

    private void followScrolling() {
        // Scrolling up lets go of the newest row; the end of the list takes it up again.
        table.addEventFilter(ScrollEvent.SCROLL, e -> {
            if (e.getDeltaY() > 0) {
                model.followingProperty().set(false);
            } else if (e.getDeltaY() < 0 && atEnd()) {
                model.followingProperty().set(true);
            }
        });
        table.addEventFilter(MouseEvent.MOUSE_PRESSED, e -> {
            if (!isInHead(e.getTarget())) { // a column that gets another width takes nobody to another row
                model.followingProperty().set(false);
            }
        });
        table.addEventFilter(KeyEvent.KEY_PRESSED, e -> {
            switch (e.getCode()) {
                case UP, DOWN, PAGE_UP, PAGE_DOWN -> model.followingProperty().set(false);
                default -> {}
            }
        });
    }

    private boolean isInHead(EventTarget target) {
        Node at = target instanceof Node node ? node : null;
        while (at != null && at != table && !at.getStyleClass().contains("column-header-background")) {
            at = at.getParent();
        }
        return at != null && at != table;
    }

    /** Whoever comes to the table by keyboard begins at the newest row, or where the table stands if that is elsewhere. */
    private void followFocus() {
        table.focusedProperty().addListener((Observable o) -> {
            if (table.isFocused()
                    && table.getSelectionModel().isEmpty()
                    && !model.shown().isEmpty()) {
                table.getFocusModel()
                        .focus(model.followingProperty().get() ? model.shown().size() - 1 : firstInSight());
            }
        });
    }

    private int firstInSight() {
        return table.lookup(".virtual-flow") instanceof VirtualFlow<?> flow && flow.getFirstVisibleCell() != null
                ? flow.getFirstVisibleCell().getIndex()
                : 0;
    }

    private boolean atEnd() {
        for (Node node : table.lookupAll(".scroll-bar")) {
            if (node instanceof ScrollBar bar && bar.getOrientation() == Orientation.VERTICAL) {
                return !bar.isVisible() || bar.getValue() >= bar.getMax() - 1e-6;
            }
        }
        return true;
    }

    /** Chooses a row, or none for null. */
    void choose(MessageRow row) {
        if (row == null) {
            table.getSelectionModel().clearSelection();
        } else if (table.getSelectionModel().getSelectedItem() != row) {
            table.getSelectionModel().select(row);
            table.scrollTo(row);
        }
    }
}
