package org.icws.testbench.control;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javafx.collections.ListChangeListener;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.TableColumn;

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
        ContextMenu menu = new ContextMenu();
        menu.setOnShowing(e -> menu.getItems().setAll(items()));
        menu.getItems().add(new MenuItem("…")); // an empty menu does not open
        return menu;
    }

    private List<MenuItem> items() {
        Map<String, List<MenuItem>> groups = new LinkedHashMap<>();
        for (TableColumn<T, ?> column : original) {
            About about = column.getUserData() instanceof About a ? a : new About("Columns", "");
            String words = column.getId() + (about.explanation().isEmpty() ? "" : "   " + about.explanation());
            CheckMenuItem item = new CheckMenuItem(words);
            item.setMnemonicParsing(false);
            item.setSelected(column.isVisible());
            item.setDisable(column.isVisible() && table.getVisibleLeafColumns().size() == 1);
            item.setOnAction(a -> column.setVisible(item.isSelected()));
            groups.computeIfAbsent(about.group(), g -> new ArrayList<>()).add(item);
        }
        List<MenuItem> all = new ArrayList<>();
        groups.forEach((name, items) -> {
            all.add(heading(name));
            all.addAll(items);
        });
        all.add(new SeparatorMenuItem());
        all.add(Nodes.menuItem("As designed", this::reset));
        return all;
    }

    private void reset() {
        restore(designed.stream()
                .map(s -> new State(s.name(), widths.get(s.name()), s.shown()))
                .toList());
        changed();
    }

    private static MenuItem heading(String name) {
        MenuItem item = new MenuItem(null, new Label(name));
        item.getStyleClass().add("menu-heading");
        item.setDisable(true);
        return item;
    }
}
