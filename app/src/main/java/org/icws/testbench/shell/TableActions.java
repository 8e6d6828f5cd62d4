package org.icws.testbench.shell;

import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import javafx.geometry.Bounds;
import org.icws.testbench.control.DataTable;
import org.icws.testbench.control.Nodes;
import org.icws.testbench.keys.ActionTable;
import org.icws.testbench.keys.KeyAction;

/** Sorting a page's table and choosing its columns without a mouse. */
final class TableActions {

    private static final double BESIDE = 8;
    private static final double HEAD = 34;

    private TableActions() {}

    /**
     * @param group the page's name, which its actions stand under
     * @param here whether the page is open: its keys count only then
     * @param open opens the page, which makes the table
     * @param shown the table that the page shows now; asked after the page was opened at the earliest
     */
    static void addTo(
            ActionTable actions, String group, BooleanSupplier here, Runnable open, Supplier<DataTable<?>> shown) {
        actions.add(
                KeyAction.of(
                                group,
                                "Sort by the next column; after the last one as they come",
                                "fth-bar-chart-2",
                                () -> {
                                    open.run();
                                    shown.get().order().sortByNext();
                                },
                                "S")
                        .in(here),
                KeyAction.of(
                                group,
                                "Turn the order round",
                                "fth-repeat",
                                () -> {
                                    open.run();
                                    shown.get().order().turnOrder();
                                },
                                "Shift+S")
                        .in(here)
                        .unless(() -> here.getAsBoolean() && shown.get().order().isSorted()
                                ? null
                                : "The rows are not sorted."));
        actions.add(KeyAction.of(group, "Choose the columns…", "fth-columns", () -> {
                    open.run();
                    chooseColumns(shown.get());
                })
                .in(here));
        actions.answer(typed -> here.getAsBoolean() ? columns(group, typed, shown.get()) : List.of());
    }

    /** The menu lies below the heads of the columns, which one sees change. */
    private static void chooseColumns(DataTable<?> table) {
        Nodes.layOut(table); // its page may have been opened just now
        Bounds place = table.localToScreen(table.getBoundsInLocal());
        table.requestFocus();
        table.chooser().menu().show(table, place.getMinX() + BESIDE, place.getMinY() + HEAD);
    }

    private static List<KeyAction> columns(String group, String typed, DataTable<?> table) {
        String wanted = typed.trim().toLowerCase(Locale.ROOT);
        if (!wanted.startsWith("sort")) {
            return List.of();
        }
        String name = wanted.replaceFirst("sort\\s*(by\\s*)?", "");
        return table.order().sortable().stream()
                .filter(column -> column.toLowerCase(Locale.ROOT).contains(name))
                .map(column -> KeyAction.of(group, "Sort by " + column, "fth-bar-chart-2", () -> table.order()
                        .sortBy(column)))
                .toList();
    }
}
