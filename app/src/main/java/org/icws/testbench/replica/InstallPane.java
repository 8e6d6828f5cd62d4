package org.icws.testbench.replica;

import java.io.File;
import java.nio.file.Path;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;
import org.ic4j.types.Principal;
import org.icws.protocol.ProtocolException;
import org.icws.protocol.candid.CandidException;
import org.icws.protocol.candid.CandidSyntaxException;
import org.icws.protocol.principal.Principals;
import org.icws.testbench.TestbenchException;
import org.icws.testbench.control.Availability;
import org.icws.testbench.control.Nodes;
import org.icws.testbench.replica.CanisterViewModel.Mode;

/** A module from a file, for a new canister or for one that is there. What was typed stays until it worked. */
final class InstallPane extends VBox {

    private static final String NO_ARGUMENT = "()";

    private final ReplicaViewModel model;
    private final CanisterRow target;
    private final Mode mode;
    private final Runnable close;
    private final TextField path = new TextField();
    private final TextField name = new TextField();
    private final TextField id = new TextField();
    private final TextArea argument = Nodes.leftByTab(new TextArea(NO_ARGUMENT));
    private final Label types = Cards.words("", "t-caption");
    private final Label noModule = Cards.problem("install-path-problem");
    private final Label noId = Cards.problem("install-id-problem");
    private final Label noArgument = Cards.problem("install-argument-problem");
    private final Label problem = Cards.problem("install-problem");
    private final Button go;
    private WasmFile module;
    private String nameFromFile = "";
    private String argumentFromFile = NO_ARGUMENT;

    /** @param target the canister; null for a new one */
    InstallPane(ReplicaViewModel model, CanisterRow target, Mode mode, Runnable close) {
        super(12);
        this.model = model;
        this.target = target;
        this.mode = mode;
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
        id.setId("install-id");
        id.getStyleClass().add("mono-field");
        argument.setId("install-argument");
        argument.setPrefRowCount(5);
        types.setId("install-types");
        id.textProperty().addListener(o -> tell(noId, id, ""));
        argument.textProperty().addListener(o -> tell(noArgument, argument, ""));
        argument.getStyleClass().add("input-area");
        String verb = target == null ? "Install" : mode.verb() + " " + target.title();
        go = Nodes.button(
                target == null ? "fth-plus" : "fth-upload", verb, mode == Mode.REINSTALL ? "danger" : "accent");
        go.setId("install-go");
        go.setDefaultButton(mode != Mode.REINSTALL); // of what loses something, one has to be sure
        go.setOnAction(e -> install());
        Button keep = Nodes.button(null, "Leave it", "quiet");
        keep.setOnAction(e -> close.run());
        getChildren().add(Nodes.label(target == null ? "Install a canister" : verb, "t-title"));
        if (mode != Mode.INSTALL) {
            getChildren().add(Cards.words(consequence(), "t-small", "muted"));
        }
        getChildren().add(Cards.row("Module", Nodes.row(6, path, choose), noModule));
        if (target == null) {
            getChildren().add(Cards.row("Name", name));
            getChildren().add(Cards.row("Id", id, noId, Nodes.label("Empty: the next free one", "t-caption")));
        }
        HBox deeds = Nodes.row(8, Nodes.spacer(), keep, go);
        if (target == null) {
            deeds.getChildren().add(0, empty());
        }
        getChildren().addAll(Cards.row("Argument", argument, noArgument, types), problem, deeds);
        model.workingProperty().addListener(o -> check());
        addEventHandler(KeyEvent.KEY_PRESSED, e -> {
            if (e.getCode() == KeyCode.ENTER && e.isShortcutDown()) { // in the argument, Enter alone is a new line
                go.fire();
                e.consume();
            }
        });
        read();
    }

    /** For tools that install into a canister that is there. */
    private Button empty() {
        Button empty = Nodes.button(null, "Create it empty", "quiet");
        empty.setId("install-empty");
        empty.setTooltip(new Tooltip("A canister without code, for a tool that installs into one that is there"));
        empty.setOnAction(e -> {
            if (isIdReadable()) {
                String called = name.getText().isBlank() ? "" : name.getText();
                model.canister().create(new CanisterViewModel.Place(null, wantedId(), called), this::ended);
            }
        });
        model.workingProperty().addListener((o, old, now) -> Availability.set(empty, now.isEmpty() ? null : now));
        return empty;
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
        tell(noModule, path, "");
        tell(noArgument, argument, ""); // was about the module of before
        if (path.getText().isBlank()) {
            check();
            return;
        }
        try {
            module = WasmFile.read(Path.of(path.getText().trim()));
            types.setText("Candid; types: " + module.signature());
            follow(module);
        } catch (TestbenchException | IllegalArgumentException e) {
            tell(noModule, path, e.getMessage());
        }
        check();
    }

    /** What nobody has typed over belongs to the file. */
    private void follow(WasmFile fresh) {
        if (name.getText().isBlank() || name.getText().equals(nameFromFile)) {
            nameFromFile = fresh.name();
            name.setText(nameFromFile);
        }
        if (argument.getText().equals(argumentFromFile)) {
            argumentFromFile = fresh.example();
            argument.setText(argumentFromFile);
        }
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
        read(); // it may have been built anew since, or be gone
        if (module == null) {
            return;
        }
        if (!isIdReadable()) {
            return;
        }
        try {
            byte[] bytes = module.argument(argument.getText());
            String called = name.getText().isBlank() ? module.name() : name.getText();
            model.canister()
                    .install(
                            new CanisterViewModel.Code(module, bytes),
                            new CanisterViewModel.Place(target, wantedId(), called),
                            mode,
                            this::ended);
        } catch (CandidSyntaxException e) {
            tell(noArgument, argument, "The argument does not fit: " + e.getMessage());
            argument.requestFocus();
            argument.selectRange(e.start(), e.end());
        } catch (CandidException e) {
            tell(noArgument, argument, "The argument does not fit: " + e.getMessage());
        }
    }

    private void ended(String why) {
        problem.setText(why.isEmpty() || why.endsWith(".") ? why : why + ".");
        if (why.isEmpty()) {
            close.run();
        }
    }

    /** Under a field, until it is changed. */
    private static void tell(Label place, Node field, String words) {
        place.setText(words);
        Cards.invalid(field, !words.isEmpty());
    }

    private boolean isIdReadable() {
        try {
            wantedId();
            return true;
        } catch (ProtocolException e) {
            tell(noId, id, "That is no canister's id. " + e.getMessage());
            id.requestFocus();
            return false;
        }
    }

    /** Null = the next free one. */
    private Principal wantedId() {
        return id.getText().isBlank() ? null : Principals.parse(id.getText().strip());
    }

    private String consequence() {
        return mode == Mode.UPGRADE
                ? "Stable memory is kept; if anything fails, nothing has happened. Calls that wait go on afterwards."
                : "Everything it knows is lost: its heap, its stable memory and its log. Its id, cycles and snapshots stay."
                        + " If the new module fails to start, nothing has happened.";
    }
}
