package org.icws.testbench.shell;

import javafx.beans.property.StringProperty;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import org.icws.testbench.control.Nodes;
import org.icws.testbench.control.StateDot;

/** The bottom line: what runs and what it costs. */
final class StatusBar extends HBox {

    StatusBar(ShellViewModel model) {
        getStyleClass().add("status-bar");
        StateDot dot = new StateDot(StateDot.State.OPEN);
        dot.visibleProperty().bind(model.runningProperty());
        dot.managedProperty().bind(dot.visibleProperty());
        getChildren()
                .addAll(
                        Nodes.row(7, dot, bound(model.statusStateProperty(), "")),
                        bound(model.statusPollingProperty(), ""),
                        Nodes.spacer(),
                        bound(model.statusKeptProperty(), ""),
                        bound(model.statusRatesProperty(), "num"),
                        bound(model.statusProtocolProperty(), ""));
    }

    private static Label bound(StringProperty text, String style) {
        Label label = new Label();
        if (!style.isEmpty()) {
            label.getStyleClass().add(style);
        }
        label.textProperty().bind(text);
        return label;
    }
}
