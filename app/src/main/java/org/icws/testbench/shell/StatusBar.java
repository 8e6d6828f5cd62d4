package org.icws.testbench.shell;

import javafx.beans.property.StringProperty;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import org.icws.testbench.control.Nodes;
import org.icws.testbench.control.StateDot;

/** The bottom line: what runs and what it costs. */
final class StatusBar extends HBox {

    /** @param explain says why contents are not kept, and what to do */
    StatusBar(ShellViewModel model, Runnable explain) {
        getStyleClass().add("status-bar");
        StateDot dot = new StateDot(StateDot.State.OPEN);
        dot.visibleProperty().bind(model.runningProperty());
        dot.managedProperty().bind(dot.visibleProperty());
        getChildren()
                .addAll(
                        Nodes.row(7, dot, bound(model.statusStateProperty(), "")),
                        bound(model.statusPollingProperty(), ""),
                        Nodes.spacer(),
                        problem(model, explain),
                        bound(model.statusKeptProperty(), ""),
                        bound(model.statusRatesProperty(), "num"),
                        bound(model.statusProtocolProperty(), ""));
    }

    private static Button problem(ShellViewModel model, Runnable explain) {
        Button problem = Nodes.button("fth-alert-triangle", "Contents are dropped", "quiet", "status-problem");
        problem.setId("status-problem");
        problem.setTooltip(new Tooltip("Says why, and what to do"));
        problem.setOnAction(e -> explain.run());
        problem.visibleProperty().bind(model.statusProblemProperty().isNotEmpty());
        problem.managedProperty().bind(problem.visibleProperty());
        return problem;
    }

    private static Label bound(StringProperty text, String style) {
        Label label = Nodes.words("");
        if (!style.isEmpty()) {
            label.getStyleClass().add(style);
        }
        label.textProperty().bind(text);
        return label;
    }
}
