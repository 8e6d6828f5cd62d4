package org.icws.testbench.shell;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.icws.gateway.Limits;
import org.icws.testbench.connections.ConnectionsActions;
import org.icws.testbench.connections.ConnectionsView;
import org.icws.testbench.connections.ConnectionsViewModel;
import org.icws.testbench.keys.ActionTable;
import org.icws.testbench.messages.AckBook;
import org.icws.testbench.store.NameBook;

/** The page of connections, tied to whatever network runs. FX thread only. */
final class ConnectionsPart {

    private final Supplier<LiveNetwork> network;
    private final Executor work;
    private final ConnectionsViewModel model;
    private ConnectionsView view;

    /**
     * @param clientMaker connects one more client of our own and tells its name; cancelling that ends it
     * @param work runs what may block
     */
    ConnectionsPart(
            Supplier<LiveNetwork> network,
            NameBook names,
            AckBook acks,
            Supplier<CompletableFuture<String>> clientMaker,
            Executor work,
            Executor fxThread) {
        this.network = network;
        this.work = work;
        this.model = new ConnectionsViewModel(names, acks, clientMaker, this::closeSession, this::limits, fxThread);
    }

    ConnectionsViewModel model() {
        return model;
    }

    ConnectionsView makeView(Consumer<String> showMessages) {
        view = new ConnectionsView(model, showMessages);
        return view;
    }

    /** @param open opens the page, which makes the view */
    void addTo(ActionTable table, BooleanSupplier here, Runnable open) {
        ConnectionsActions.addTo(table, model, here, open, () -> view.takeFilter(), () -> view.openClose());
        TableActions.addTo(table, "Connections", here, open, () -> view.table());
    }

    private Limits limits() {
        LiveNetwork now = network.get();
        return now == null ? null : now.limits();
    }

    private CompletionStage<Boolean> closeSession(long id, int code, String reason) {
        LiveNetwork now = network.get();
        return CompletableFuture.supplyAsync(() -> now != null && now.closeSession(id, code, reason), work);
    }
}
