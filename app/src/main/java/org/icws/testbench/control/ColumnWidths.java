package org.icws.testbench.control;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javafx.scene.Scene;
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
    private boolean rigid;
    private boolean toFit;
    private Runnable asked;

    ColumnWidths(DataTable<?> table) {
        this.table = table;
    }

    /**
     * Lets this column take the width that is left; without one all take some of it. The columns so far get no wider than they want,
     * but narrower where there is no room; with another column added afterwards they keep their width.
     */
    void grows(TableColumn<?, ?> column) {
        growing = column;
        others().forEach(other -> other.setMaxWidth(other.getPrefWidth()));
    }

    /** Told of a column that was added. */
    void added() {
        if (growing != null) {
            rigid = true;
            others().forEach(ColumnWidths::fix);
        }
    }

    private Stream<TableColumn<?, ?>> others() {
        return table.getColumns().stream().<TableColumn<?, ?>>map(c -> c).filter(other -> other != growing);
    }

    /** How wide a person or the design wants a column; the window may have less or more room. */
    double wanted(TableColumn<?, ?> column) {
        return isLimited(column) ? column.getPrefWidth() : column.getWidth();
    }

    private boolean isLimited(TableColumn<?, ?> column) {
        return growing != null && column != growing;
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
            askAfterLayout();
        }
    }

    /** What is asked for while the table is laid out is forgotten when that is done. */
    private void askAfterLayout() {
        Scene scene = table.getScene();
        if (scene != null && asked == null) {
            asked = () -> {
                scene.removePostLayoutPulseListener(asked);
                asked = null;
                if (toFit) {
                    table.requestLayout();
                }
            };
            scene.addPostLayoutPulseListener(asked);
        }
    }

    /** Gives those columns the room they need that have shown longer texts; just before the table is laid out. */
    void fit() {
        if (toFit) {
            toFit = false;
            longest.forEach((column, length) -> {
                double needed = Math.ceil(length * DIGIT + CELL_PADDING);
                if (needed > column.getMinWidth()) {
                    column.setMaxWidth(Math.max(needed, column.getMaxWidth()));
                    column.setMinWidth(needed);
                }
            });
        }
    }

    /** The growing column gives and takes what a person does to another one, or to the window. */
    @Override
    public Boolean call(ResizeFeatures wanted) {
        TableColumn<?, ?> column = wanted.getColumn();
        if (growing == null || !growing.isVisible()) {
            return TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN.call(wanted);
        }
        if (column == growing) {
            return false;
        }
        if (column != null) {
            double width = Math.max(SMALLEST, column.getWidth() + wanted.getDelta());
            if (growing.getWidth() - (width - column.getWidth()) < growing.getMinWidth()) {
                return false;
            }
            set(column, width);
        }
        share(wanted);
        return true;
    }

    /** Makes all columns as wide as the table again, after some were given widths that it may have no room for. */
    void settle() {
        ResizeFeatures now = new ResizeFeatures<>(table, null, 0.0);
        if (now.getContentWidth() > 0) { // else it was never laid out, and will be
            call(now);
        }
    }

    /** What the others want, as far as there is room, and all the rest for the growing one; whatever widths there were before. */
    private void share(ResizeFeatures features) {
        List<TableColumn<?, ?>> shown = others().filter(TableColumn::isVisible).toList();
        double wants = shown.stream().mapToDouble(TableColumn::getPrefWidth).sum();
        double spare = shown.stream().mapToDouble(ColumnWidths::spare).sum();
        double missing = wants + growing.getMinWidth() - features.getContentWidth();
        double part = missing <= 0 || spare <= 0 ? 0 : Math.min(1, missing / spare);
        double left = features.getContentWidth();
        for (TableColumn<?, ?> other : shown) {
            double width = Math.floor(Math.max(other.getPrefWidth(), other.getMinWidth()) - part * spare(other));
            features.setColumnWidth(other, width);
            left -= width;
        }
        features.setColumnWidth(growing, Math.max(left, growing.getMinWidth()));
    }

    private static double spare(TableColumn<?, ?> column) {
        return Math.max(0, column.getPrefWidth() - column.getMinWidth());
    }

    /** Gives a column another width, also one that only a person may change. */
    void set(TableColumn<?, ?> column, double width) {
        boolean fixed = rigid && column != growing;
        if (fixed) {
            column.setMinWidth(0);
        }
        if (isLimited(column)) {
            column.setMaxWidth(Math.max(width, column.getMinWidth()));
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
