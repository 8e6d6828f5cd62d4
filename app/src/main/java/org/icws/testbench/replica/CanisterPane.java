package org.icws.testbench.replica;

import javafx.beans.value.ChangeListener;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.icws.replica.CanisterDetails;
import org.icws.testbench.control.Nodes;
import org.icws.testbench.control.SegmentedControl;

/** Everything about one canister: its settings, snapshots, history, and what can be done to it as a whole. */
final class CanisterPane extends VBox {

    /** The parts. */
    enum Part {
        SETTINGS("Settings"),
        SNAPSHOTS("Snapshots"),
        HISTORY("History"),
        CODE("Code and life");

        private final String words;

        Part(String words) {
            this.words = words;
        }
    }

    private final ReplicaViewModel model;
    private CanisterRow row;
    private final StackPane body = new StackPane();
    private final SnapshotsPane snapshots;
    private final HistoryPane history = new HistoryPane();
    private CodePane code;
    private SettingsForm settings;

    CanisterPane(ReplicaViewModel model, CanisterRow row, Part part, ReplicaDialogs dialogs) {
        super(14);
        this.model = model;
        this.row = row;
        setId("canister-pane");
        getStyleClass().addAll("popover-card", "dialog-card");
        snapshots = new SnapshotsPane(model.canister(), row, dialogs);
        code = new CodePane(row, dialogs);
        SegmentedControl parts = new SegmentedControl(
                part.ordinal(),
                java.util.Arrays.stream(Part.values()).map(p -> p.words).toArray(String[]::new));
        parts.setId("canister-parts");
        parts.onChange(i -> open(Part.values()[i]));
        Label id = Nodes.label(row.id().toString(), "t-mono-sm", "muted");
        Button close = Nodes.iconButton("fth-x", "Close");
        close.setId("canister-close");
        close.setOnAction(e -> dialogs.hide());
        VBox.setVgrow(body, Priority.ALWAYS);
        body.setMinHeight(0);
        body.setAlignment(javafx.geometry.Pos.TOP_LEFT);
        Label working = Nodes.label("", "t-small", "muted");
        working.textProperty().bind(model.workingProperty());
        working.managedProperty().bind(working.textProperty().isNotEmpty());
        Label problem = Cards.problem("canister-problem");
        problem.textProperty().bind(model.problemProperty());
        getChildren()
                .addAll(
                        Nodes.row(10, Nodes.label(row.title(), "t-title"), id, Nodes.spacer(), close),
                        Nodes.row(10, parts, Nodes.spacer(), working),
                        body,
                        problem);
        open(part);
        ChangeListener<CanisterRow> lives = (o, old, now) -> live(now, dialogs);
        ChangeListener<CanisterDetails> listener = (o, old, now) -> show(now);
        sceneProperty().addListener((o, old, now) -> {
            model.canister().detailsProperty().removeListener(listener);
            model.selectedProperty().removeListener(lives);
            if (now != null) {
                model.canister().detailsProperty().addListener(listener);
                model.selectedProperty().addListener(lives);
                show(model.canister().detailsProperty().get());
            }
        });
    }

    /** It was stopped, started, filled or emptied meanwhile. */
    private void live(CanisterRow now, ReplicaDialogs dialogs) {
        if (now == null || !now.id().equals(row.id())) {
            return;
        }
        boolean other = now.isRunning() != row.isRunning() || now.isEmpty() != row.isEmpty();
        row = now;
        if (other) {
            boolean shown = body.getChildren().contains(code);
            code = new CodePane(now, dialogs);
            if (shown) {
                body.getChildren().setAll(code);
            }
        }
    }

    private void open(Part part) {
        body.getChildren().setAll(content(part));
    }

    private Node content(Part part) {
        return switch (part) {
            case SETTINGS -> settings == null ? Nodes.label("Being asked for…", "t-small", "muted") : settings;
            case SNAPSHOTS -> snapshots;
            case HISTORY -> history;
            case CODE -> code;
        };
    }

    private void show(CanisterDetails details) {
        if (details == null || !details.id().equals(row.id())) {
            return;
        }
        snapshots.show(details);
        history.show(details);
        if (settings == null) {
            // Made once: what is being typed must not be taken away by what is seen meanwhile.
            settings = new SettingsForm(model.canister(), row, details.settings());
            if (body.getChildren().get(0) instanceof Label) {
                body.getChildren().setAll(settings);
            }
        }
    }
}
