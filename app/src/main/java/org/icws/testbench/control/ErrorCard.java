package org.icws.testbench.control;

import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/** What happened, why, and what to do; the details can be copied. */
public final class ErrorCard extends VBox {

    private final Button close;

    /** @param closed takes the card away */
    public ErrorCard(String what, String why, String todo, Runnable closed) {
        getStyleClass().addAll("popover-card", "confirm");
        FontIcon icon = new FontIcon("fth-x-circle");
        icon.getStyleClass().add("fg-fail");
        Label title = Nodes.label(what, "t-heading");
        title.setWrapText(true);
        title.setMinHeight(USE_PREF_SIZE);
        GridPane grid = new GridPane();
        grid.setHgap(12);
        grid.setVgap(8);
        grid.addRow(0, name("Why"), value(why));
        grid.addRow(1, name("What to do"), value(todo));
        Button copy = Nodes.button("fth-copy", "Copy details", "quiet");
        copy.setOnAction(e -> Nodes.copy(what + "\nWhy: " + why + "\nWhat to do: " + todo));
        close = Nodes.button(null, "Close");
        close.setCancelButton(true);
        close.setOnAction(e -> closed.run());
        getChildren().addAll(Nodes.row(10, icon, title), grid, Nodes.row(8, copy, Nodes.spacer(), close));
    }

    private static Label name(String words) {
        Label label = Nodes.label(words, "t-small", "strong");
        label.setMinWidth(USE_PREF_SIZE);
        GridPane.setValignment(label, VPos.TOP);
        return label;
    }

    /** Words that can be selected. */
    private static Node value(String words) {
        TextArea text = new TextArea(words);
        text.setEditable(false);
        text.setWrapText(true);
        text.getStyleClass().add("plain-words");
        text.setPrefRowCount(1 + words.length() / 52);
        text.setMinHeight(USE_PREF_SIZE);
        GridPane.setHgrow(text, Priority.ALWAYS);
        return text;
    }

    /** Puts the focus on the button that closes it. */
    public void open() {
        close.requestFocus();
    }
}
