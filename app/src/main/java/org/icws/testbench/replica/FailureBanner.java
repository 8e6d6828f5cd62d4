package org.icws.testbench.replica;

import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import org.icws.replica.ReplicaStatus;
import org.icws.testbench.control.Availability;
import org.icws.testbench.control.Nodes;
import org.kordamp.ikonli.javafx.FontIcon;

/** Says that the network answers nothing more, such as with a full disk, and starts it again. Only there while that is so. */
final class FailureBanner extends HBox {

    private final Label why = Nodes.label("", "t-small");

    FailureBanner(ReplicaViewModel model) {
        super(10);
        setId("replica-failure");
        getStyleClass().addAll("banner", "fail");
        FontIcon icon = new FontIcon("fth-x-circle");
        icon.getStyleClass().add("fg-fail");
        Label verdict = Nodes.label("Stands still", "strong", "fg-fail");
        verdict.setMinWidth(USE_PREF_SIZE);
        why.setId("replica-failure-why");
        why.setWrapText(true);
        HBox.setHgrow(why, Priority.ALWAYS);
        Button again = Nodes.button("fth-refresh-ccw", "Start again");
        again.setId("replica-again");
        again.setMinWidth(USE_PREF_SIZE);
        again.setOnAction(e -> model.steering().startAgain());
        model.workingProperty().addListener((o, old, now) -> Availability.set(again, now.isEmpty() ? null : now));
        getChildren().addAll(icon, verdict, why, again);
        model.statusProperty().addListener((o, old, now) -> show(now));
        show(model.statusProperty().get());
    }

    private void show(ReplicaStatus now) {
        boolean failed = now != null && now.failure() != null;
        why.setText(failed ? now.failure() : "");
        setVisible(failed);
        setManaged(failed);
    }
}
