package org.icws.testbench.connections;

import javafx.animation.PauseTransition;
import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.util.Duration;
import org.icws.testbench.control.Availability;
import org.icws.testbench.control.Nodes;

/** Connects one more client of our own, and leaves off when that takes too long. FX thread only. */
final class NewClientButtons extends HBox {

    /** Usually the client is there by then. A canister that does not answer keeps an attempt waiting for a minute. */
    private static final Duration CANCEL_AFTER = Duration.seconds(1);

    private final ConnectionsViewModel model;

    NewClientButtons(ConnectionsViewModel model) {
        super(8);
        this.model = model;
        setAlignment(Pos.CENTER_LEFT);
        setMinWidth(USE_PREF_SIZE);
        getChildren().addAll(cancel(), begin());
    }

    private Button begin() {
        Button button = Nodes.button("fth-plus", "New client", "accent");
        button.setId("connections-new");
        Availability.follow(
                button, model.connectingProperty().map(busy -> busy ? "A client is being connected just now." : null));
        button.textProperty()
                .bind(Bindings.when(model.connectingProperty())
                        .then("Connecting…")
                        .otherwise("New client"));
        button.setOnAction(e -> model.addClient());
        return button;
    }

    private Button cancel() {
        Button button = Nodes.button("fth-x", "Cancel", "quiet");
        button.setId("connections-new-cancel");
        button.setTooltip(new Tooltip("Ends the attempt to connect a client"));
        button.setOnAction(e -> model.cancelClient());
        button.setVisible(false);
        button.managedProperty().bind(button.visibleProperty());
        PauseTransition wait = new PauseTransition(CANCEL_AFTER);
        wait.setOnFinished(e -> button.setVisible(model.connectingProperty().get()));
        model.connectingProperty().addListener((o, old, now) -> {
            button.setVisible(false);
            if (now) {
                wait.playFromStart();
            } else {
                wait.stop();
            }
        });
        return button;
    }
}
