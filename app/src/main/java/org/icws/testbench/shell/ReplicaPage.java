package org.icws.testbench.shell;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.icws.replica.FaultSwitches;
import org.icws.replica.ReplicaControl;
import org.icws.replica.ReplicaStatus;
import org.icws.testbench.keys.ActionTable;
import org.icws.testbench.keys.KeyAction;
import org.icws.testbench.replica.Delays;
import org.icws.testbench.replica.Fault;
import org.icws.testbench.replica.NetworkFacts;
import org.icws.testbench.replica.ReplicaView;
import org.icws.testbench.replica.ReplicaViewModel;
import org.icws.testbench.store.Frame;
import org.icws.testbench.store.NameBook;

/** The Replica page with the threads it works on. FX thread only. */
final class ReplicaPage implements AutoCloseable {

    private static final String GROUP = "Replica";

    private final Supplier<LiveNetwork> network;
    private final ShellViewModel shell;
    private final ExecutorService watcher = Threads.one("replica-watch");
    private final ExecutorService steerer = Threads.one("replica-steer");
    private final ExecutorService worker = Threads.several("replica-work", 4);
    private final ReplicaViewModel model;
    private final BooleanSupplier keptNext;
    private ReplicaView view;
    private final ReadOnlyObjectWrapper<NetworkFacts> facts = new ReadOnlyObjectWrapper<>(NetworkFacts.NONE);

    /** @param keptNext whether the next start of the embedded network keeps it in the data directory */
    ReplicaPage(
            Supplier<LiveNetwork> network,
            ShellViewModel shell,
            Executor fxThread,
            NameBook names,
            BooleanSupplier keptNext) {
        this.keptNext = keptNext;
        this.network = network;
        this.shell = shell;
        this.model = new ReplicaViewModel(
                this::control, new ReplicaViewModel.Workers(watcher, steerer, worker, fxThread), names);
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

    /** How the embedded network that runs is kept, in a sentence; "" when none runs. */
    String keptNow() {
        ReplicaStatus now = model.ask();
        if (now == null) {
            return "";
        }
        return now.dataDirectory() == null
                ? "The network that runs now was started in memory only."
                : "The network that runs now was started from the data directory and is kept there.";
    }

    ReplicaViewModel model() {
        return model;
    }

    /** @param useNetwork starts everything anew against an outside network, null for the embedded one */
    ReplicaView view(Consumer<URI> useNetwork) {
        view = new ReplicaView(model, facts.getReadOnlyProperty(), keptNext, useNetwork);
        return view;
    }

    /** @param open shows the page */
    void addTo(ActionTable table, Runnable open, Consumer<URI> useNetwork) {
        Consumer<Consumer<ReplicaView>> page = deed -> {
            open.run();
            if (view != null) {
                deed.accept(view);
            }
        };
        table.add(
                act("Pause the rounds, or go on", "fth-pause", () -> model.steering()
                        .setPaused(!model.ask().paused())),
                KeyAction.of(GROUP, "Step one round", "fth-skip-forward", model.steering()::step, "F10")
                        .unless(model::whyNoStep),
                act("Move the clock 5 minutes forward", "fth-clock", () -> model.steering()
                        .advanceTime(Duration.ofMinutes(5))),
                act("Set the network's clock…", "fth-clock", () -> page.accept(ReplicaView::askForTime)),
                act("Exact delays…", "fth-sliders", () -> page.accept(ReplicaView::askForDelays)),
                act("Turn all faults off", "fth-zap-off", () -> model.steering().setFaults(f -> FaultSwitches.NONE)),
                act("Install a canister…", "fth-plus", () -> page.accept(ReplicaView::askForModule)),
                chosen("Settings of the chosen canister…", "fth-settings", () -> page.accept(v -> v.manage(false))),
                chosen("Snapshots of the chosen canister…", "fth-camera", () -> page.accept(v -> v.manage(true))),
                act("Let the replica crash…", "fth-zap", () -> page.accept(ReplicaView::askToCrash)),
                act("Start the network anew…", "fth-refresh-ccw", () -> page.accept(ReplicaView::askToBeginAnew)),
                act("Save the network…", "fth-save", () -> page.accept(v -> v.askForFolder(true))),
                act("Load a saved network…", "fth-folder", () -> page.accept(v -> v.askForFolder(false))),
                KeyAction.of(GROUP, "Use another network…", "fth-globe", () -> page.accept(ReplicaView::askForNetwork)),
                KeyAction.of(GROUP, "Use the embedded replica", "fth-home", () -> useNetwork.accept(null))
                        .unless(() -> model.isEmbedded() ? "It is used already." : null));
        for (Delays.Kind kind : Delays.Kind.values()) {
            if (kind != Delays.Kind.CUSTOM) {
                table.add(act("Latency profile: " + kind.words(), "fth-clock", () -> model.steering()
                        .chooseDelays(kind)));
            }
        }
        for (Fault fault : Fault.values()) {
            table.add(act("Fault on or off: " + fault.title(), "fth-zap", () -> model.steering()
                    .toggleFault(fault)));
        }
    }

    private KeyAction act(String title, String icon, Runnable deed) {
        return KeyAction.of(GROUP, title, icon, deed).unless(model::whyNotSteered);
    }

    private KeyAction chosen(String title, String icon, Runnable deed) {
        return KeyAction.of(GROUP, title, icon, deed)
                .unless(() -> model.whyNotSteered() != null
                        ? model.whyNotSteered()
                        : model.selectedProperty().get() == null ? "Choose a canister in Replica first." : null);
    }

    void onFrame(Frame frame) {
        model.onFrame(frame);
    }

    @Override
    public void close() {
        watcher.shutdownNow();
        steerer.shutdownNow();
        worker.shutdownNow();
    }
}
