package org.icws.testbench.connections;

import java.util.function.BooleanSupplier;
import org.icws.testbench.keys.ActionTable;
import org.icws.testbench.keys.KeyAction;

/** What can be done with connections, by key and by palette. */
public final class ConnectionsActions {

    private static final String GROUP = "Connections";

    private ConnectionsActions() {}

    /**
     * @param here whether the page is open: its keys count only then
     * @param open opens the page
     * @param filter takes what is typed from now on into the filter
     * @param close asks how the chosen connection is to be closed
     */
    public static void addTo(
            ActionTable table,
            ConnectionsViewModel model,
            BooleanSupplier here,
            Runnable open,
            Runnable filter,
            Runnable close) {
        table.add(
                KeyAction.of(
                                GROUP,
                                "Filter the connections",
                                "fth-filter",
                                () -> {
                                    open.run();
                                    filter.run();
                                },
                                "Shortcut+F")
                        .in(here),
                KeyAction.of(GROUP, "Connect a new client", "fth-plus", () -> {
                            open.run();
                            model.addClient();
                        })
                        .unless(() ->
                                model.connectingProperty().get() ? "A client is being connected just now." : null),
                KeyAction.of(
                                GROUP,
                                "Close the chosen connection…",
                                "fth-x",
                                () -> {
                                    open.run();
                                    close.run();
                                },
                                "Delete")
                        .in(here)
                        .unless(model::whyNotClose));
    }
}
