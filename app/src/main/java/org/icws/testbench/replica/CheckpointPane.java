package org.icws.testbench.replica;

import java.io.File;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.stage.DirectoryChooser;
import org.icws.testbench.control.Availability;
import org.icws.testbench.control.Nodes;

/** Asks for the folder that the network is saved to or taken from. What was typed stays until it worked. */
final class CheckpointPane extends VBox {

    private final ReplicaViewModel model;
    private final boolean saving;
    private final Runnable close;
    private final TextField path = new TextField();
    private final Label problem = Cards.problem("checkpoint-problem");
    private final Button go;

    CheckpointPane(ReplicaViewModel model, boolean saving, Runnable close) {
        super(12);
        this.model = model;
        this.saving = saving;
        this.close = close;
        setId("checkpoint-pane");
        getStyleClass().addAll("popover-card", "dialog-card");
        path.setId("checkpoint-path");
        path.getStyleClass().add("mono-field");
        path.setPromptText("a folder");
        path.setAccessibleText("Folder of the saved network");
        path.textProperty().addListener(o -> check());
        HBox.setHgrow(path, Priority.ALWAYS);
        Button choose = Nodes.button("fth-folder", "Choose…");
        choose.setOnAction(e -> choose());
        Label words = Cards.words(
                saving
                        ? "Canisters with code and memory, and messages that wait. An earlier save in the folder is replaced."
                        : "The whole network is replaced by the saved one. Calls that wait get no answer any more, and"
                                + " connections of canisters that are not in it end.",
                "t-small",
                "muted");
        go = Nodes.button(
                saving ? "fth-save" : "fth-folder", saving ? "Save the network" : "Load the network", "accent");
        go.setId("checkpoint-go");
        go.setDefaultButton(true);
        go.setOnAction(e -> start());
        Button keep = Nodes.button(null, saving ? "Leave it" : "Keep this network", "quiet");
        keep.setOnAction(e -> close.run());
        getChildren()
                .addAll(
                        Nodes.label(saving ? "Save the network" : "Load a saved network", "t-title"),
                        words,
                        Nodes.row(6, path, choose),
                        problem,
                        Nodes.row(8, Nodes.spacer(), keep, go));
        model.workingProperty().addListener(o -> check());
        check();
    }

    private void check() {
        String working = model.workingProperty().get();
        Availability.set(go, !working.isEmpty() ? working : path.getText().isBlank() ? "Name a folder first." : null);
    }

    private void choose() {
        DirectoryChooser chooser = new DirectoryChooser();
        chooser.setTitle(saving ? "Where to save the network" : "Where the network was saved");
        File chosen = chooser.showDialog(getScene().getWindow());
        if (chosen != null) {
            path.setText(chosen.getPath());
        }
    }

    private void start() {
        problem.setText("");
        Path folder;
        try {
            folder = Path.of(path.getText().trim());
        } catch (InvalidPathException e) {
            problem.setText("That is no path of a folder: " + e.getReason() + ".");
            return;
        }
        model.steering().checkpoint(folder, saving, why -> {
            problem.setText(why);
            if (why.isEmpty()) {
                close.run();
            }
        });
    }
}
