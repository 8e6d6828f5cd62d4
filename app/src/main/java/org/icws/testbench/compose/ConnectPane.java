package org.icws.testbench.compose;

import java.io.File;
import javafx.beans.property.BooleanProperty;
import javafx.collections.MapChangeListener;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;
import org.icws.testbench.compose.ConnectViewModel.Field;
import org.icws.testbench.control.Availability;
import org.icws.testbench.control.Nodes;
import org.icws.testbench.control.SegmentedControl;
import org.kordamp.ikonli.javafx.FontIcon;

/** Describes connections to open. */
final class ConnectPane extends VBox {

    private static final double LABEL_WIDTH = 96;

    private final ConnectViewModel model;
    private final Label failure = Nodes.label("", "t-small", "fg-fail");
    private final Button connect = Nodes.button("fth-link", "Connect", "accent");

    ConnectPane(ConnectViewModel model, Runnable close) {
        super(12);
        this.model = model;
        setId("connect-pane");
        getStyleClass().addAll("popover-card", "dialog-card");
        CanisterField canister = new CanisterField(model);
        Node protocol = choice(model.proofOfConceptProperty(), "v1", "Proof of concept");
        protocol.setId("connect-protocol");
        Node identity = choice(model.importedProperty(), "New", "From a PEM file");
        identity.setId("connect-identity");
        Node count = row("How many", text(model.countProperty(), "connect-count"), Field.COUNT, "each with a new key");
        Node pem = row("PEM file", file(), Field.PEM, "Ed25519, secp256k1 or P-256; only read, never copied");
        count.visibleProperty().bind(model.importedProperty().not());
        count.managedProperty().bind(count.visibleProperty());
        pem.visibleProperty().bind(model.importedProperty());
        pem.managedProperty().bind(pem.visibleProperty());
        prepareFailure();
        getChildren()
                .addAll(
                        Nodes.label("New connection", "t-title"),
                        row("Protocol", new HBox(protocol), null, ""),
                        row("Canister", canister, Field.CANISTER, "one of this network, or any other by its id"),
                        row("Gateway", text(model.gatewayProperty(), "connect-gateway"), Field.GATEWAY, ""),
                        row(
                                "Network",
                                text(model.networkProperty(), "connect-network"),
                                Field.NETWORK,
                                "asked for the root key and the canister's interface"),
                        row("Identity", new HBox(identity), null, ""),
                        count,
                        pem,
                        failure,
                        buttons(close));
        model.failureProperty().addListener(o -> show());
        model.connectingProperty().addListener(o -> show());
        show();
    }

    /** Each opening of this card makes a new one, and it has to show what was chosen on the one before. */
    private static SegmentedControl choice(BooleanProperty second, String first, String other) {
        SegmentedControl choice = new SegmentedControl(second.get() ? 1 : 0, first, other);
        choice.onChange(i -> second.set(i == 1));
        return choice;
    }

    private Node buttons(Runnable close) {
        Button cancel = Nodes.button(null, "Keep what there is", "quiet");
        cancel.setOnAction(e -> close.run());
        connect.setId("connect-go");
        connect.setDefaultButton(true);
        connect.setOnAction(e -> model.connect());
        return Nodes.row(8, Nodes.spacer(), cancel, connect);
    }

    private void prepareFailure() {
        failure.setWrapText(true);
        failure.setMinHeight(USE_PREF_SIZE);
        failure.setId("connect-failure");
        FontIcon icon = new FontIcon("fth-x-circle");
        icon.getStyleClass().add("fg-fail");
        failure.setGraphic(icon);
    }

    private void show() {
        boolean failed = !model.failureProperty().get().isEmpty();
        failure.setText(model.failureProperty().get());
        failure.setVisible(failed);
        failure.setManaged(failed);
        Availability.set(
                connect,
                model.connectingProperty().get()
                        ? "A connection is being opened. A canister that never says so is given up after a minute."
                        : null);
        connect.setText(model.connectingProperty().get() ? "Connecting…" : "Connect");
    }

    private static TextField text(javafx.beans.property.StringProperty value, String id) {
        TextField field = new TextField();
        field.setId(id);
        field.getStyleClass().add("mono-field");
        field.textProperty().bindBidirectional(value);
        return field;
    }

    private Node file() {
        TextField path = text(model.pemProperty(), "connect-pem");
        HBox.setHgrow(path, Priority.ALWAYS);
        Button choose = Nodes.button("fth-folder", "Choose…");
        choose.setOnAction(e -> {
            FileChooser chooser = new FileChooser();
            chooser.setTitle("Choose a PEM file");
            File chosen = chooser.showOpenDialog(getScene().getWindow());
            if (chosen != null) {
                model.pemProperty().set(chosen.getPath());
            }
        });
        return Nodes.row(6, path, choose);
    }

    private Node row(String name, Node field, Field key, String hint) {
        Label label = Nodes.label(name, "t-small", "muted");
        label.setMinWidth(LABEL_WIDTH);
        label.setMinHeight(30);
        label.setLabelFor(field);
        VBox right = new VBox(3, field);
        HBox.setHgrow(right, Priority.ALWAYS);
        if (!hint.isEmpty()) {
            right.getChildren().add(Nodes.label(hint, "t-caption"));
        }
        if (key != null) {
            Label problem = Nodes.label("", "t-small", "fg-fail");
            problem.setWrapText(true);
            problem.setManaged(false);
            problem.setVisible(false);
            right.getChildren().add(1, problem);
            model.problems().addListener((MapChangeListener<Field, String>) c -> {
                String words = model.problems().get(key);
                problem.setText(words == null ? "" : words);
                problem.setVisible(words != null);
                problem.setManaged(words != null);
                field.getStyleClass().remove("invalid");
                if (words != null) {
                    field.getStyleClass().add("invalid");
                }
            });
        }
        return new HBox(8, label, right);
    }
}
