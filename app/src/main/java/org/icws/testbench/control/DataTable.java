package org.icws.testbench.control;

import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.ObservableList;
import javafx.scene.Node;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import javafx.scene.input.ContextMenuEvent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import org.icws.testbench.filter.Renewing;

/**
 * A table whose rows are immutable and whose cells only take texts: nothing is bound for each cell, each cell keeps the
 * one badge or dot it shows.
 *
 * @param <T> what a row shows
 */
public final class DataTable<T> extends TableView<T> {

    private static final double COMPACT = 22;
    private static final double NORMAL = 34;

    private final Map<String, Function<T, String>> words = new HashMap<>();
    private final ColumnOrder<T> order = new ColumnOrder<>(this);
    private final ColumnWidths widths = new ColumnWidths(this);
    /** The table's skin makes rows and lets go of them as it likes. */
    private final Set<DataCells.StyledRow<T>> made = Collections.newSetFromMap(new WeakHashMap<>());

    private ColumnChooser<T> chooser;
    private BiFunction<T, String, List<MenuItem>> menu;

    /** What a badge in a cell shows. */
    public record BadgeText(Badge.Tone tone, String word) {}

    /** What a ring in a cell shows; a negative share has no ring. */
    public record RingText(double share, String words) {}

    /** What a cell with a state shows. */
    public record StateText(StateDot.State state, String word) {}

    /**
     * A table of these rows.
     *
     * @param compact 22 px rows instead of 34 px
     * @param rowStyle gives a style class for a row, or ""
     */
    public DataTable(ObservableList<T> rows, boolean compact, Function<T, String> rowStyle) {
        super(rows);
        getStyleClass().add("data-table");
        if (!compact) {
            getStyleClass().add("normal");
        }
        setFixedCellSize(compact ? COMPACT : NORMAL);
        setColumnResizePolicy(widths);
        addEventFilter(KeyEvent.KEY_PRESSED, this::downwards);
        setRowFactory(table -> {
            DataCells.StyledRow<T> row = new DataCells.StyledRow<>(rowStyle);
            made.add(row);
            return row;
        });
        if (rows instanceof Renewing live) {
            live.onRenewal(InSight.follow(this, () -> made.forEach(DataCells.StyledRow::renew)));
        }
        addEventHandler(ContextMenuEvent.CONTEXT_MENU_REQUESTED, this::openMenu);
    }

    /** Changes the height of the rows. */
    public void setCompact(boolean compact) {
        getStyleClass().remove("normal");
        if (!compact) {
            getStyleClass().add("normal");
        }
        setFixedCellSize(compact ? COMPACT : NORMAL);
    }

    /** What a right click on a row offers; told the row and the name of the column it was on, or "" for the keyboard. */
    public void setRowMenu(BiFunction<T, String, List<MenuItem>> maker) {
        menu = maker;
    }

    private void openMenu(ContextMenuEvent e) {
        if (menu == null) {
            return;
        }
        Node at = e.getTarget() instanceof Node node ? node : null;
        while (at != null && !(at instanceof TableCell) && at != this) {
            at = at.getParent();
        }
        int chosen = getSelectionModel().getSelectedIndex(); // the item may be one that has been renewed since
        T item = chosen < 0 || chosen >= getItems().size() ? null : getItems().get(chosen);
        String column = "";
        if (at instanceof TableCell<?, ?> cell
                && cell.getTableRow() != null
                && cell.getTableRow().getItem() != null) {
            @SuppressWarnings("unchecked") // the cells of this table show its rows
            T shown = (T) cell.getTableRow().getItem();
            item = shown;
            column = cell.getTableColumn().getId();
        } else if (!e.isKeyboardTrigger()) {
            return;
        }
        if (item != null) {
            ContextMenu open = new ContextMenu(menu.apply(item, column).toArray(MenuItem[]::new));
            open.show(this, e.getScreenX(), e.getScreenY());
            e.consume();
        }
    }

    /** Names of the columns of words that are shown, in their present order. */
    public List<String> shownColumns() {
        return getVisibleLeafColumns().stream()
                .map(TableColumn::getId)
                .filter(words::containsKey)
                .toList();
    }

    /** What a column says about a row. */
    public String wordsOf(String column, T row) {
        String text = words.get(column).apply(row);
        return text == null ? "" : text;
    }

    /** Explains the column added last, in its head and in the list of columns, under a heading. */
    public DataTable<T> about(String group, String explanation) {
        TableColumn<T, ?> column = last();
        Label head = new Label(column.getText());
        Tooltip.install(head, new Tooltip(explanation));
        column.setText("");
        column.setGraphic(head);
        column.setUserData(new ColumnChooser.About(group, explanation));
        return this;
    }

    /** Never shows the column added last narrower than now: what is cut off there says nothing. */
    public DataTable<T> whole() {
        TableColumn<T, ?> column = last();
        column.setMinWidth(column.getPrefWidth());
        return this;
    }

    /**
     * With nothing chosen, the first key downwards chooses the row that has the focus: the toolkit goes one further, or nowhere from the
     * last one. There, it also takes the first row out of sight though all have room.
     */
    private void downwards(KeyEvent e) {
        if (e.getCode() != KeyCode.DOWN || e.isShiftDown() || e.isShortcutDown() || e.isAltDown()) {
            return;
        }
        int last = getItems().size() - 1;
        boolean first = getSelectionModel().isEmpty() && last >= 0;
        if (first) {
            getSelectionModel()
                    .clearAndSelect(Math.min(last, Math.max(0, getFocusModel().getFocusedIndex())));
        }
        if (first || getFocusModel().getFocusedIndex() == last) {
            e.consume();
        }
    }

    /**
     * Has the column added last, of numbers, grow with the longest one that it ever showed. What is at first wide enough for a
     * thousand is not for a million, and of a number that is cut off nothing is left.
     */
    public DataTable<T> fits() {
        widths.fits(last());
        return this;
    }

    /** How wide its columns are. */
    ColumnWidths widths() {
        return widths;
    }

    /** In which order people want its rows. */
    public ColumnOrder<T> order() {
        return order;
    }

    @Override
    protected void layoutChildren() {
        widths.fit();
        super.layoutChildren();
    }

    private TableColumn<T, ?> last() {
        return getColumns().get(getColumns().size() - 1);
    }

    /** Lets people sort by the column added last with a click on its head; see {@link ColumnOrder#setSorter}. */
    public DataTable<T> by(Comparator<T> comparator) {
        order.add(last(), comparator);
        return this;
    }

    /** Hides the column added last until somebody wants it. */
    public DataTable<T> hidden() {
        last().setVisible(false);
        return this;
    }

    /** Lets people choose, move and resize columns; call it when all are added. */
    public ColumnChooser<T> chooser() {
        if (chooser == null) {
            chooser = new ColumnChooser<>(this);
        }
        return chooser;
    }

    /** Adds a column of texts; {@code styles} are classes of its cells such as "mono", "num" or "dim". */
    public DataTable<T> text(String title, double width, Function<T, String> text, String... styles) {
        TableColumn<T, T> column = column(title, width);
        for (String style : styles) {
            if (style.equals("num")) {
                column.getStyleClass().add("num-col");
            }
        }
        column.setCellFactory(c -> new DataCells.TextCell<>(text, styles));
        words.put(column.getId(), text);
        return this;
    }

    /** Adds a column of badges without a ground. */
    public DataTable<T> badge(String title, double width, Function<T, BadgeText> text) {
        column(title, width).setCellFactory(c -> new DataCells.BadgeCell<>(text));
        words.put(title, row -> text.apply(row).word());
        return this;
    }

    /** Adds a column of a state's dot and word. */
    public DataTable<T> state(String title, double width, Function<T, StateText> text) {
        column(title, width).setCellFactory(c -> new DataCells.StateCell<>(text));
        return this;
    }

    /** Adds a column of bars; the first value is the full length, the others are the segments. */
    public DataTable<T> bar(String title, double width, String[] tokens, Function<T, double[]> values) {
        column(title, width).setCellFactory(c -> new DataCells.BarCell<>(tokens, values));
        return this;
    }

    /** Adds a column of countdown rings with words beside them. */
    public DataTable<T> ring(String title, double width, Function<T, RingText> text) {
        column(title, width).setCellFactory(c -> new DataCells.RingCell<>(text));
        return this;
    }

    /** Lets the column added last take the width that is left; without it that is the table's last column. */
    public DataTable<T> grows() {
        widths.grows(last());
        return this;
    }

    private TableColumn<T, T> column(String title, double width) {
        TableColumn<T, T> column = new TableColumn<>(title);
        column.setId(title);
        column.setPrefWidth(width);
        column.setMinWidth(Math.min(ColumnWidths.SMALLEST, width));
        column.setSortable(false);
        column.setReorderable(false);
        column.setCellValueFactory(data -> new ReadOnlyObjectWrapper<>(data.getValue()));
        getColumns().add(column);
        widths.added();
        return column;
    }
}
