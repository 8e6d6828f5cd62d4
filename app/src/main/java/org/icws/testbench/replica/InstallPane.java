package org.icws.testbench.replica;

import java.io.File;
import java.nio.file.Path;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;
import org.icws.protocol.candid.CandidException;
import org.icws.protocol.candid.CandidSyntaxException;
import org.icws.testbench.TestbenchException;
import org.icws.testbench.control.Availability;
import org.icws.testbench.control.Nodes;

/** A module from a file, for a new canister or for one that is there. What was typed stays until it worked. */
final class InstallPane extends VBox {

    private static final double LABEL_WIDTH = 96;

    private final ReplicaViewModel model;
    private final CanisterRow target;
    private final Runnable close;
    private final TextField path = new TextField();
    private final TextField name = new TextField();
    private final TextArea argument = new TextArea("()");
    private final Label types = Nodes.label("", "t-caption");
    private final Label problem = Nodes.label("", "t-small", "fg-fail");
    private final Button go;
    private WasmFile module;

    /** @param target the canister to upgrade; null for a new one */
    InstallPane(ReplicaViewModel model, CanisterRow target, Runnable close) {
        super(12);
        this.model = model;
        this.target = target;
        this.close = close;
        setId("install-pane");
        getStyleClass().addAll("popover-card", "dialog-card");
        path.setId("install-path");
        path.getStyleClass().add("mono-field");
        path.setPromptText("a .wasm or .wasm.gz file");
        path.textProperty().addListener(o -> read());
        HBox.setHgrow(path, Priority.ALWAYS);
        Button choose = Nodes.button("fth-folder", "Choose…");
        choose.setOnAction(e -> choose());
        name.setId("install-name");
        argument.setId("install-argument");
        argument.setPrefRowCount(5);
        argument.getStyleClass().add("input-area");
        problem.setWrapText(true);
        problem.setMinHeight(USE_PREF_SIZE);
        problem.setId("install-problem");
        String verb = target == null ? "Install" : "Upgrade " + target.name();
        go = Nodes.button(target == null ? "fth-plus" : "fth-upload", verb, "accent");
        go.setId("install-go");
        go.setOnAction(e -> install());
        Button keep = Nodes.button(null, "Leave it", "quiet");
        keep.setOnAction(e -> close.run());
        getChildren().add(Nodes.label(target == null ? "Install a canister" : "Upgrade " + target.name(), "t-title"));
        getChildren().add(row("Module", Nodes.row(6, path, choose), null));
        if (target == null) {
            getChildren().add(row("Name", name, null));
        }
        getChildren().addAll(row("Argument", argument, types), problem, Nodes.row(8, Nodes.spacer(), keep, go));
        model.workingProperty().addListener(o -> check());
        read();
    }

    private void choose() {
        FileChooser chooser = new FileChooser();
        chooser.setTitle("Choose a WebAssembly module");
        chooser.getExtensionFilters()
                .addAll(
                        new FileChooser.ExtensionFilter("WebAssembly modules", "*.wasm", "*.wasm.gz"),
                        new FileChooser.ExtensionFilter("All files", "*"));
        File chosen = chooser.showOpenDialog(getScene().getWindow());
        if (chosen != null) {
            path.setText(chosen.getPath());
        }
    }

    private void read() {
        module = null;
        types.setText("Candid, in brackets; () for none");
        problem.setText("");
        if (path.getText().isBlank()) {
            check();
            return;
        }
        try {
            module = WasmFile.read(Path.of(path.getText().trim()));
            types.setText("Candid; types: " + module.signature());
            if (name.getText().isBlank()) {
                name.setText(module.name());
            }
            if (argument.getText().equals("()")) {
                argument.setText(module.example());
            }
        } catch (TestbenchException | IllegalArgumentException e) {
            problem.setText(e.getMessage());
        }
        check();
    }

    private void check() {
        String working = model.workingProperty().get();
        Availability.set(
                go,
                !working.isEmpty()
                        ? working
                        : module == null ? "Choose a file with a WebAssembly module first." : null);
    }

    private void install() {
        problem.setText("");
        try {
            byte[] bytes = module.argument(argument.getText());
            model.install(module, bytes, name.getText().isBlank() ? module.name() : name.getText(), target, why -> {
                problem.setText(why);
                if (why.isEmpty()) {
                    close.run();
                }
            });
        } catch (CandidSyntaxException e) {
            problem.setText("The argument does not fit: " + e.getMessage());
            argument.requestFocus();
            argument.selectRange(e.start(), e.end());
        } catch (CandidException e) {
            problem.setText("The argument does not fit: " + e.getMessage());
        }
    }

    private static Node row(String words, Node field, Node hint) {
        Label label = Nodes.label(words, "t-small", "muted");
        label.setMinWidth(LABEL_WIDTH);
        label.setMinHeight(30);
        label.setLabelFor(field);
        VBox right = new VBox(3, field);
        if (hint != null) {
            right.getChildren().add(hint);
        }
        HBox.setHgrow(right, Priority.ALWAYS);
        return new HBox(8, label, right);
    }
}
