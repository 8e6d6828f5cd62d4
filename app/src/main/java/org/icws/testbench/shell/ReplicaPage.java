package org.icws.testbench.shell;

import java.net.URI;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.Node;
import org.icws.replica.ReplicaControl;
import org.icws.testbench.replica.NetworkFacts;
import org.icws.testbench.replica.ReplicaView;
import org.icws.testbench.replica.ReplicaViewModel;
import org.icws.testbench.store.Frame;
import org.icws.testbench.store.NameBook;

/** The Replica page with the threads it works on. FX thread only. */
final class ReplicaPage implements AutoCloseable {

    private final Supplier<LiveNetwork> network;
    private final ShellViewModel shell;
    private final ExecutorService watcher = Threads.one("replica-watch");
    private final ExecutorService worker = Threads.one("replica-work");
    private final ReplicaViewModel model;
    private final ReadOnlyObjectWrapper<NetworkFacts> facts = new ReadOnlyObjectWrapper<>(NetworkFacts.NONE);

    ReplicaPage(Supplier<LiveNetwork> network, ShellViewModel shell, Executor fxThread, NameBook names) {
        this.network = network;
        this.shell = shell;
        this.model = new ReplicaViewModel(this::control, watcher, worker, fxThread, names);
        shell.networkTrustProperty().addListener(o -> networkChanged());
        shell.runningProperty().addListener(o -> networkChanged());
    }

    private ReplicaControl control() {
        LiveNetwork now = network.get();
        return now == null ? null : now.replicaControl();
    }

    private void networkChanged() {
        LiveNetwork now = network.get();
        NetworkTrust trust = shell.networkTrustProperty().get();
        boolean up = now != null && shell.runningProperty().get();
        if (!up) {
            model.clear();
        }
        facts.set(
                up
                        ? new NetworkFacts(
                                now.name(), now.networkUrl(), trust.rootKeyHex(), trust.chip(), trust.verdict())
                        : NetworkFacts.NONE);
    }

    ReplicaViewModel model() {
        return model;
    }

    /** @param useNetwork starts everything anew against an outside network, null for the embedded one */
    Node view(Consumer<URI> useNetwork) {
        return new ReplicaView(model, facts.getReadOnlyProperty(), useNetwork);
    }

    void onFrame(Frame frame) {
        model.onFrame(frame);
    }

    @Override
    public void close() {
        watcher.shutdownNow();
        worker.shutdownNow();
    }
}
