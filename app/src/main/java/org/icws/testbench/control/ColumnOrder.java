package org.icws.testbench.control;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import javafx.scene.control.TableColumn;

/**
 * In which order people want the rows of a {@link DataTable}.
 *
 * @param <T> what a row shows
 */
public final class ColumnOrder<T> {

    private final DataTable<T> table;
    private final Map<TableColumn<T, ?>, Comparator<T>> orders = new HashMap<>();

    ColumnOrder(DataTable<T> table) {
        this.table = table;
    }

    /** Lets people sort by this column with a click on its head. */
    void add(TableColumn<T, ?> column, Comparator<T> order) {
        orders.put(column, order);
        column.setSortable(true);
    }

    /** Told in which order people want the rows, null for their own: they change all the time, so the table cannot keep it. */
    public void setSorter(Consumer<Comparator<T>> sorter) {
        table.setSortPolicy(t -> {
            sorter.accept(table.getSortOrder().stream()
                    .map(this::orderOf)
                    .reduce(Comparator::thenComparing)
                    .orElse(null));
            return true;
        });
    }

    /** Names of the shown columns that can be sorted by. */
    public List<String> sortable() {
        return table.getVisibleLeafColumns().stream()
                .filter(orders::containsKey)
                .map(TableColumn::getId)
                .toList();
    }

    /** Whether the rows are in an order that a person wanted. */
    public boolean isSorted() {
        return !table.getSortOrder().isEmpty();
    }

    /** Sorts by a column, or the other way round if it is sorted by that one already. */
    public void sortBy(String column) {
        table.getVisibleLeafColumns().stream()
                .filter(c -> orders.containsKey(c) && Objects.equals(c.getId(), column))
                .findFirst()
                .ifPresent(c -> {
                    if (table.getSortOrder().equals(List.of(c))) {
                        turnOrder();
                    } else {
                        c.setSortType(TableColumn.SortType.ASCENDING);
                        table.getSortOrder().setAll(List.of(c));
                    }
                });
    }

    /** Sorts by the column after the one that it is sorted by; after the last one the rows are as they come. */
    public void sortByNext() {
        List<String> names = sortable();
        int now = isSorted() ? names.indexOf(table.getSortOrder().get(0).getId()) : -1;
        if (now + 1 < names.size()) {
            sortBy(names.get(now + 1));
        } else {
            table.getSortOrder().clear();
        }
    }

    /** The other way round. */
    public void turnOrder() {
        table.getSortOrder()
                .forEach(c -> c.setSortType(
                        c.getSortType() == TableColumn.SortType.ASCENDING
                                ? TableColumn.SortType.DESCENDING
                                : TableColumn.SortType.ASCENDING));
    }

    private Comparator<T> orderOf(TableColumn<T, ?> column) {
        Comparator<T> order = orders.get(column);
        return column.getSortType() == TableColumn.SortType.ASCENDING ? order : order.reversed();
    }
}
