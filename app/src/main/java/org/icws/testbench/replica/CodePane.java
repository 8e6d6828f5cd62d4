package org.icws.testbench.replica;

import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.icws.testbench.control.Availability;
import org.icws.testbench.control.Nodes;
import org.icws.testbench.replica.CanisterViewModel.Mode;

/** What can be done to a canister as a whole, with what is kept and what is lost. */
final class CodePane extends VBox {

    CodePane(CanisterRow row, ReplicaDialogs dialogs) {
        super(14);
        getChildren()
                .addAll(
                        upgrade(row, dialogs),
                        reinstall(row, dialogs),
                        Cards.line(),
                        stopOrStart(row, dialogs),
                        uninstall(row, dialogs),
                        delete(row, dialogs));
    }

    private static Node upgrade(CanisterRow row, ReplicaDialogs dialogs) {
        return deed(
                row.isEmpty() ? "Install code" : "Upgrade",
                row.isEmpty()
                        ? "Puts a module into the empty canister."
                        : "Replaces the module. Stable memory is kept.",
                Cards.deed(
                        "fth-upload",
                        row.isEmpty() ? "Install…" : "Upgrade…",
                        "code-upgrade",
                        "From a .wasm or .wasm.gz file",
                        () -> dialogs.install(row, row.isEmpty() ? Mode.INSTALL : Mode.UPGRADE)),
                null);
    }

    private static Node reinstall(CanisterRow row, ReplicaDialogs dialogs) {
        return deed(
                "Reinstall",
                "Begins again with a module: heap, stable memory and log are lost.",
                Cards.deed(
                        "fth-refresh-ccw",
                        "Reinstall…",
                        "code-reinstall",
                        "From a .wasm or .wasm.gz file",
                        () -> dialogs.install(row, Mode.REINSTALL)),
                whyNoCode(row));
    }

    private static Node stopOrStart(CanisterRow row, ReplicaDialogs dialogs) {
        boolean running = row.isRunning();
        return deed(
                running ? "Stop" : "Start",
                running
                        ? "Ends the calls in it, then refuses all others. Nothing it knows is lost."
                        : "Takes calls again.",
                Cards.deed(
                        running ? "fth-square" : "fth-play",
                        running ? "Stop…" : "Start",
                        "code-stop",
                        running ? "Until it is started again" : "As it was when it stopped",
                        () -> dialogs.stopOrStart(row)),
                null);
    }

    private static Node uninstall(CanisterRow row, ReplicaDialogs dialogs) {
        return deed(
                "Uninstall",
                "Takes code, memory and log out. Its id, cycles, settings and snapshots stay.",
                Cards.deed(
                        "fth-x-square",
                        "Uninstall…",
                        "code-uninstall",
                        "Calls that it has not answered are rejected",
                        () -> dialogs.confirmUninstall(row)),
                whyNoCode(row));
    }

    private static Node delete(CanisterRow row, ReplicaDialogs dialogs) {
        return deed(
                "Delete",
                "For ever, with all it knows, its cycles and its snapshots.",
                danger(Cards.deed(
                        "fth-trash-2",
                        "Delete…",
                        "code-delete",
                        "Its id is never given again",
                        () -> dialogs.confirmDelete(row))),
                row.isRunning() ? "Only a stopped canister can be deleted: stop it first." : null);
    }

    private static String whyNoCode(CanisterRow row) {
        return row.isEmpty() ? "It has no code." : null;
    }

    private static Button danger(Button button) {
        button.getStyleClass().add("danger");
        return button;
    }

    private static Node deed(String name, String words, Button button, String whyNot) {
        Availability.set(button, whyNot);
        button.setMinWidth(124);
        VBox texts = new VBox(2, Nodes.label(name, "strong"), Cards.words(words, "t-small", "muted"));
        texts.setMinWidth(0);
        HBox.setHgrow(texts, Priority.ALWAYS);
        return Nodes.row(16, texts, button);
    }
}
