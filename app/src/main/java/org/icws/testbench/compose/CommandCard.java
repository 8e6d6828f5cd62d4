package org.icws.testbench.compose;

import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.VBox;
import org.icws.testbench.control.Nodes;

/** The message as commands to copy, and what they cannot do. */
final class CommandCard extends VBox {

    private static final int ROWS = 4;

    CommandCard(CommandLines commands, Runnable close) {
        super(12);
        setId("command-card");
        getStyleClass().addAll("popover-card", "dialog-card");
        getChildren()
                .addAll(
                        Nodes.label("Copy as command", "t-title"),
                        words(
                                commands.lines().isEmpty()
                                        ? "There is no command for this message."
                                        : "The same message from a terminal.",
                                "muted"));
        commands.lines().forEach(line -> getChildren().add(line(line)));
        VBox limits = new VBox(8, Nodes.label("What it cannot carry", "t-heading"));
        limits.setId("command-limits");
        commands.limits().forEach(limit -> limits.getChildren().add(words(limit)));
        Button leave = Nodes.button(null, "Close", "quiet");
        leave.setId("command-close");
        leave.setOnAction(e -> close.run());
        getChildren().addAll(limits, Nodes.row(8, Nodes.spacer(), leave));
    }

    private static Node line(CommandLines.Line line) {
        TextArea text = new TextArea(line.text());
        text.setId("command-" + line.tool());
        text.setEditable(false);
        text.setWrapText(true);
        text.setPrefRowCount(ROWS);
        text.getStyleClass().add("input-area");
        text.setAccessibleText("The command for " + line.tool());
        Button copy = Nodes.button("fth-copy", "Copy for " + line.tool());
        copy.setId("command-copy-" + line.tool());
        copy.setTooltip(new Tooltip("Put the whole line on the clipboard"));
        copy.setOnAction(e -> {
            Nodes.copy(line.text());
            copy.setText("Copied");
        });
        return new VBox(6, text, Nodes.row(8, Nodes.spacer(), copy));
    }

    private static Label words(String text, String... styles) {
        Label label = Nodes.label(text, "t-small");
        label.getStyleClass().addAll(styles);
        label.setWrapText(true);
        label.setMinHeight(USE_PREF_SIZE);
        return label;
    }
}
