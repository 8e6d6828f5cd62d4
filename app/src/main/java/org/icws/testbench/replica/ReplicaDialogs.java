package org.icws.testbench.replica;

import java.net.URI;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.icws.replica.SnapshotInfo;
import org.icws.testbench.control.ConfirmCard;
import org.icws.testbench.control.Overlay;
import org.icws.testbench.replica.CanisterViewModel.Mode;
import org.icws.testbench.store.Format;

/** What is asked before something is done, over the page. FX thread only. */
final class ReplicaDialogs {

    private static final double WIDTH = 560;
    private static final double WIDE = 760;
    private static final double TALL = 620;
    private static final double OWN = javafx.scene.layout.Region.USE_PREF_SIZE;

    private final ReplicaViewModel model;
    private final BooleanSupplier keptNext;
    private final Consumer<URI> useNetwork;
    private final BooleanSupplier running;
    private final Overlay overlay;
    private final NetworkPane network;

    /**
     * @param keptNext whether the next start of the embedded network keeps it in the data directory
     * @param running whether there is any network just now
     */
    ReplicaDialogs(
            ReplicaViewModel model,
            BooleanSupplier keptNext,
            Consumer<URI> useNetwork,
            BooleanSupplier running,
            Overlay overlay) {
        this.model = model;
        this.keptNext = keptNext;
        this.useNetwork = useNetwork;
        this.running = running;
        this.overlay = overlay;
        network = new NetworkPane(useNetwork, this::hide);
    }

    void hide() {
        overlay.hide();
    }

    void install(CanisterRow target, Mode mode) {
        overlay.show(new InstallPane(model, target, mode, this::hide), WIDTH, OWN);
    }

    void manage(CanisterRow row, CanisterPane.Part part) {
        model.select(row);
        overlay.show(new CanisterPane(model, row, part, this), WIDE, TALL);
    }

    void checkpoint(boolean save) {
        overlay.show(new CheckpointPane(model, save, this::hide), WIDTH, OWN);
    }

    void time() {
        overlay.show(new TimePane(model, this::hide), WIDTH, OWN);
    }

    void delays() {
        overlay.show(new DelaysPane(model, this::hide), WIDTH, OWN);
    }

    void network() {
        overlay.show(network, WIDTH, OWN);
        network.open(running.getAsBoolean());
    }

    private void confirm(ConfirmCard card) {
        overlay.show(card, WIDTH, OWN);
        card.open();
    }

    private void confirm(String title, String words, String icon, String verb, String keep, Runnable deed) {
        confirm(new ConfirmCard(title, words, icon, verb, keep, deed, this::hide));
    }

    /** Asks from a canister's snapshots and goes back there. */
    private void confirm(CanisterRow row, String title, String words, String icon, String verb, Runnable deed) {
        confirm(new ConfirmCard(
                title, words, icon, verb, "Leave it as it is", deed, () -> manage(row, CanisterPane.Part.SNAPSHOTS)));
    }

    void confirmAnew() {
        boolean now = model.isKept();
        boolean next = keptNext.getAsBoolean();
        String lost = "The canisters of this one and what they hold are lost, unless you save the network first. ";
        String words;
        if (now && next) {
            words =
                    "It is kept over restarts and goes on with its canisters. For an empty one turn \"Kept over restarts\" off in"
                            + " Settings first.";
        } else if (now) {
            words =
                    "The next one is in memory only and begins empty. This one stays in the data directory, for when \"Kept over"
                            + " restarts\" is on again.";
        } else if (next) {
            words = lost
                    + "The next one is kept in the data directory and goes on with what was kept there before, if anything was.";
        } else {
            words = lost + "The next one begins empty.";
        }
        boolean goesOn = now && next;
        confirm(
                goesOn ? "Start the network again?" : "Start another network?",
                words + " All connections end. Messages captured so far are kept until the new gateway is up, and gone"
                        + " then; save the session first (Ctrl+S) to have them later.",
                "fth-refresh-ccw",
                goesOn ? "Start it again" : next ? "Start the kept network" : "Start an empty network",
                "Keep this network",
                () -> useNetwork.accept(null));
    }

    void confirmCrash() {
        confirm(
                "Let the replica crash?",
                model.isKept()
                        ? "It starts again on its port and goes on from its directory. Calls that wait are not answered. Faults and"
                                + " delays are as they were at the start."
                        : "It starts again on its port, but this one is kept in memory only: canisters and what they hold are"
                                + " lost. Calls that wait are not answered. Faults and delays are as they were at the start.",
                "fth-zap",
                "Let it crash",
                "Leave it running",
                model.steering()::crash);
    }

    void stopOrStart(CanisterRow row) {
        if (!row.isRunning()) {
            model.canister().start(row);
            hide();
            return;
        }
        confirm(
                "Stop " + row.title() + "?",
                "It ends the calls that it has taken, then every call and query is refused until it is started again; the"
                        + " gateway's polls fail meanwhile. Nothing that it knows is lost"
                        + (waiting(row).isEmpty() ? "." : ", but " + waiting(row) + " are refused."),
                "fth-square",
                "Stop it",
                "Leave it running",
                () -> model.canister().stop(row));
    }

    private static String waiting(CanisterRow row) {
        int queued = row.info().queuedMessages();
        return queued == 0 ? "" : Format.count(queued, "call") + " that wait";
    }

    void confirmUninstall(CanisterRow row) {
        confirm(
                "Uninstall " + row.title() + "?",
                "Its code, its " + row.memory()
                        + " of memory and its log are lost; calls it has not answered are rejected. Its id,"
                        + " cycles, settings and snapshots stay.",
                "fth-x-square",
                "Uninstall its code",
                "Leave it installed",
                () -> model.canister().uninstall(row));
    }

    void confirmDelete(CanisterRow row) {
        confirm(
                "Delete " + row.title() + " for ever?",
                "Its code, its " + row.memory() + " of memory, its snapshots and its " + row.cycles()
                        + " cycles are lost, and its id is never given again.",
                "fth-trash-2",
                "Delete the canister",
                "Keep it",
                () -> model.canister().delete(row));
    }

    void confirmLoad(CanisterRow row, SnapshotInfo snapshot) {
        confirm(
                row,
                "Load the snapshot of " + clock(snapshot) + "?",
                "Code and memory of " + row.title()
                        + " go back to that time; what they are now is lost, unless you take a" + " snapshot first.",
                "fth-rotate-ccw",
                "Load the snapshot",
                () -> model.canister().loadSnapshot(row, snapshot.id()));
    }

    void confirmDeleteSnapshot(CanisterRow row, SnapshotInfo snapshot) {
        confirm(
                row,
                "Delete the snapshot of " + clock(snapshot) + "?",
                Format.bytes(snapshot.bytes()) + " of code and memory are lost; the canister itself stays as it is.",
                "fth-trash-2",
                "Delete the snapshot",
                () -> model.canister().deleteSnapshot(row, snapshot.id()));
    }

    private static String clock(SnapshotInfo snapshot) {
        return Format.shortClock(snapshot.takenAt().getEpochSecond() * 1_000_000_000L);
    }
}
