package org.icws.testbench.control;

import java.util.HashMap;
import java.util.Map;
import javafx.scene.control.ConstrainedColumnResizeBase;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.TableView.ResizeFeatures;
import javafx.util.Callback;

/** How wide the columns of a {@link DataTable} are: together as wide as the table, whatever a person does. */
@SuppressWarnings("rawtypes") // as TableView wants it, and of this kind a policy has to be for no scroll bar to come
final class ColumnWidths extends ConstrainedColumnResizeBase implements Callback<ResizeFeatures, Boolean> {

    static final double SMALLEST = 36;
    private static final double DIGIT = 6.9; // of the tables' mono font
    private static final double CELL_PADDING = 15;

    private final DataTable<?> table;
    private final Map<TableColumn<?, ?>, Integer> longest = new HashMap<>();
    private TableColumn<?, ?> growing;
    private boolean toFit;

    ColumnWidths(DataTable<?> table) {
        this.table = table;
    }

    /** Lets this column take the width that is left; without one that is the table's last column. */
    void grows(TableColumn<?, ?> column) {
        growing = column;
    }

    /** Told of a column that was added. */
    void added(TableColumn<?, ?> column) {
        if (growing != null) {
            table.getColumns().stream().filter(other -> other != growing).forEach(ColumnWidths::fix);
        }
    }

    /** Has this column grow with the longest text that it ever showed. */
    void fits(TableColumn<?, ?> column) {
        longest.put(column, 0);
    }

    /** Told by a cell what it shows. */
    void shows(TableColumn<?, ?> column, String text) {
        Integer known = longest.get(column);
        if (known != null && text != null && text.length() > known) {
            longest.put(column, text.length());
            toFit = true;
            table.requestLayout(); // cells are filled while the table is laid out, when no width can be changed
        }
    }

    /** Gives those columns the room they need that have shown longer texts; just before the table is laid out. */
    void fit() {
        if (toFit) {
            toFit = false;
            longest.forEach((column, length) -> {
                double needed = Math.ceil(length * DIGIT + CELL_PADDING);
                if (needed > column.getMinWidth()) {
                    column.setMinWidth(needed);
                }
            });
        }
    }

    /** The growing column gives and takes what a person does to another one. */
    @Override
    public Boolean call(ResizeFeatures wanted) {
        TableColumn<?, ?> column = wanted.getColumn();
        if (column == null || growing == null || column == growing) {
            return TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN.call(wanted);
        }
        double width = Math.max(SMALLEST, column.getWidth() + wanted.getDelta());
        if (growing.getWidth() - (width - column.getWidth()) < growing.getMinWidth()) {
            return false;
        }
        set(column, width);
        return TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN.call(new ResizeFeatures<>(table, null, 0.0));
    }

    /** Gives a column another width, also one that only a person may change. */
    void set(TableColumn<?, ?> column, double width) {
        boolean fixed = growing != null && column != growing;
        if (fixed) {
            column.setMinWidth(0);
            column.setMaxWidth(width);
        }
        column.setPrefWidth(width);
        if (fixed) {
            column.setMinWidth(width);
        }
    }

    private static void fix(TableColumn<?, ?> column) {
        column.setMinWidth(column.getPrefWidth());
        column.setMaxWidth(column.getPrefWidth());
    }
}
