package org.icws.testbench.control;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javafx.collections.ListChangeListener;
import javafx.event.Event;
import javafx.geometry.Side;
import javafx.scene.Node;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.TableColumn;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

/**
 * Which columns a table shows, in which order and how wide; a right click on a column's head changes it.
 *
 * @param <T> what a row shows
 */
public final class ColumnChooser<T> {

    /** What a column is about. */
    record About(String group, String explanation) {}

    /** A column as it is to be remembered. */
    public record State(String name, double width, boolean shown) {}

    private final DataTable<T> table;
    private final List<TableColumn<T, ?>> original;
    private final List<State> designed;
    private final Map<String, Double> widths = new LinkedHashMap<>();
    private final Map<TableColumn<T, ?>, MenuItem> byColumn = new LinkedHashMap<>();
    private Runnable onChange = () -> {};
    private boolean restoring;

    ColumnChooser(DataTable<T> table) {
        this.table = table;
        this.original = List.copyOf(table.getColumns());
        this.designed = state();
        original.forEach(c -> widths.put(c.getId(), c.getPrefWidth()));
        for (TableColumn<T, ?> column : original) {
            column.setReorderable(true);
            column.setContextMenu(menu());
            column.widthProperty().addListener(o -> changed());
            column.visibleProperty().addListener(o -> changed());
        }
        table.getColumns().addListener((ListChangeListener<TableColumn<T, ?>>) change -> changed());
    }

    private void changed() {
        if (!restoring) {
            onChange.run();
        }
    }

    /** Called after every change a person made. */
    public void onChange(Runnable listener) {
        onChange = listener;
    }

    /** All columns in their present order. */
    public List<State> state() {
        return table.getColumns().stream()
                .map(c -> new State(c.getId(), table.widths().wanted(c), c.isVisible()))
                .toList();
    }

    /** Puts the columns as remembered; columns that were not known then stand at their place of the design. */
    public void restore(List<State> remembered) {
        restoring = true;
        Map<String, TableColumn<T, ?>> left = new LinkedHashMap<>();
        original.forEach(c -> left.put(c.getId(), c));
        List<TableColumn<T, ?>> order = new ArrayList<>();
        for (State state : remembered) {
            TableColumn<T, ?> column = left.remove(state.name());
            if (column != null) {
                column.setVisible(state.shown());
                if (state.width() > 0) {
                    table.widths().set(column, state.width());
                }
                order.add(column);
            }
        }
        left.values().forEach(c -> order.add(Math.min(original.indexOf(c), order.size()), c));
        if (!order.equals(table.getColumns())) {
            table.getColumns().setAll(order);
        }
        table.widths().settle();
        restoring = false;
    }

    /** Shows or hides a column by its name. */
    public void show(String name, boolean shown) {
        original.stream().filter(c -> c.getId().equals(name)).forEach(c -> c.setVisible(shown));
    }

    /** Whether a column is shown. */
    public boolean shows(String name) {
        return original.stream().anyMatch(c -> c.getId().equals(name) && c.isVisible());
    }

    /** A menu with all columns under their headings, hidden ones too, each with its explanation. */
    public ContextMenu menu() {
        return new ColumnMenu();
    }

    private final class ColumnMenu extends ContextMenu {

        ColumnMenu() {
            // Each column has a menu, so its lines are made when it opens; but an empty one does not.
            getItems().setAll(new SeparatorMenuItem());
        }

        @Override
        public void show(Node anchor, double x, double y) {
            getItems().setAll(items());
            // A column's head is made anew with each change, and would take the menu with it.
            super.show(table, x, y);
            chooseFirst();
        }

        @Override
        public void show(Node anchor, Side side, double dx, double dy) {
            getItems().setAll(items());
            super.show(anchor, side, dx, dy);
            chooseFirst();
        }

        /** The toolkit chooses the item of its own kind, the last one: Enter would undo everything. */
        private void chooseFirst() {
            Event.fireEvent(
                    getSkin().getNode(),
                    new KeyEvent(KeyEvent.KEY_PRESSED, "", "", KeyCode.DOWN, false, false, false, false));
        }
    }

    private List<MenuItem> items() {
        Map<String, List<MenuItem>> groups = new LinkedHashMap<>();
        byColumn.clear();
        for (TableColumn<T, ?> column : original) {
            About about = column.getUserData() instanceof About a ? a : new About("Columns", "");
            MenuItem item =
                    Nodes.checkItem(column.getId(), about.explanation(), column.isVisible(), now -> show(column, now));
            byColumn.put(column, item);
            groups.computeIfAbsent(about.group(), g -> new ArrayList<>()).add(item);
        }
        keepOne();
        List<MenuItem> all = new ArrayList<>();
        groups.forEach((name, items) -> {
            all.add(heading(name));
            all.addAll(items);
        });
        all.add(new SeparatorMenuItem());
        all.add(Nodes.menuItem("As designed", this::reset));
        return all;
    }

    private void show(TableColumn<T, ?> column, boolean shown) {
        column.setVisible(shown);
        keepOne();
    }

    /** A table without columns has no head to bring them back with. */
    private void keepOne() {
        boolean last = table.getVisibleLeafColumns().size() == 1;
        byColumn.forEach((column, item) -> item.setDisable(last && column.isVisible()));
    }

    private void reset() {
        restore(designed.stream()
                .map(s -> new State(s.name(), widths.get(s.name()), s.shown()))
                .toList());
        changed();
    }

    /** A line of the menu that is no choice: the keyboard goes past it. */
    private static MenuItem heading(String name) {
        SeparatorMenuItem item = new SeparatorMenuItem();
        item.setContent(Nodes.label(name, "menu-heading"));
        return item;
    }
}
