package org.icws.testbench.compose;

import java.io.File;
import javafx.beans.InvalidationListener;
import javafx.beans.WeakInvalidationListener;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.collections.MapChangeListener;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
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
    private final Connecting connecting;
    private final Label failure = said("connect-failure", "fth-x-circle", "fg-fail");
    private final Label cancelled = said("connect-cancelled", "fth-slash", "fg-warn");
    private final Label waiting = said("connect-waiting", "fth-loader", "muted");
    private final Button leave = Nodes.button(null, "Keep what there is", "quiet");
    private final Button cancel = Nodes.button("fth-x", "Cancel");
    private final Button connect = Nodes.button("fth-link", "Connect", "accent");
    private final InvalidationListener running = o -> runningChanged();

    ConnectPane(ConnectViewModel model, Runnable close) {
        super(12);
        this.model = model;
        this.connecting = model.connecting();
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
                        waiting,
                        failure,
                        cancelled,
                        buttons(close));
        show(failure, connecting.failureProperty());
        show(cancelled, connecting.cancelledProperty());
        show(waiting, connecting.waitingProperty());
        // The model outlives the card, and each opening makes a new one.
        connecting.runningProperty().addListener(new WeakInvalidationListener(running));
        showRunning();
        addEventHandler(KeyEvent.KEY_PRESSED, e -> {
            if (e.getCode() == KeyCode.ESCAPE && connecting.runningProperty().get()) {
                connecting.cancel();
                e.consume();
            }
        });
    }

    /** Each opening of this card makes a new one, and it has to show what was chosen on the one before. */
    private static SegmentedControl choice(BooleanProperty second, String first, String other) {
        SegmentedControl choice = new SegmentedControl(second.get() ? 1 : 0, first, other);
        choice.onChange(i -> second.set(i == 1));
        return choice;
    }

    private Node buttons(Runnable close) {
        leave.setId("connect-leave");
        leave.setOnAction(e -> close.run());
        cancel.setId("connect-cancel");
        cancel.setTooltip(new Tooltip("Ends the attempt; what was typed stays (Esc)"));
        cancel.setOnAction(e -> connecting.cancel());
        cancel.managedProperty().bind(cancel.visibleProperty());
        connect.setId("connect-go");
        connect.setDefaultButton(true);
        connect.setOnAction(e -> model.connect());
        return Nodes.row(8, Nodes.spacer(), leave, cancel, connect);
    }

    private static Label said(String id, String icon, String tone) {
        Label words = Nodes.label("", "t-small", tone);
        words.setWrapText(true);
        words.setMinHeight(USE_PREF_SIZE);
        words.setId(id);
        FontIcon graphic = new FontIcon(icon);
        graphic.getStyleClass().add(tone);
        words.setGraphic(graphic);
        return words;
    }

    private static void show(Label label, ReadOnlyStringProperty words) {
        label.textProperty().bind(words);
        label.visibleProperty().bind(words.isNotEmpty());
        label.managedProperty().bind(label.visibleProperty());
    }

    /** The keys go where the next deed is: what is turned off or gone cannot keep them. */
    private void runningChanged() {
        boolean now = connecting.runningProperty().get();
        boolean here = getScene() != null && (connect.isFocused() || cancel.isFocused());
        showRunning();
        if (here) {
            (now ? cancel : connect).requestFocus();
        }
    }

    private void showRunning() {
        boolean now = connecting.runningProperty().get();
        cancel.setVisible(now);
        leave.setText(now ? "Work on meanwhile" : "Keep what there is");
        Availability.set(connect, now ? "A connection is being opened. Cancel it to open another." : null);
        connect.setText(now ? "Connecting…" : "Connect");
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
