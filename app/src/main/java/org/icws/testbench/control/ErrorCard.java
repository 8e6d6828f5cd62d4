package org.icws.testbench.control;

import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/** What happened, why, and what to do; the details can be copied. */
public final class ErrorCard extends VBox {

    private final Button close;
    private Button there;

    /**
     * A way to where it can be put right.
     *
     * @param words names the deed
     */
    public record Way(String words, Runnable deed) {}

    /**
     * @param way leads to where it can be put right; null if there is no such place here
     * @param closed takes the card away
     */
    public ErrorCard(String what, String why, String todo, Way way, Runnable closed) {
        getStyleClass().addAll("popover-card", "confirm");
        FontIcon icon = new FontIcon("fth-x-circle");
        icon.getStyleClass().add("fg-fail");
        Label title = Nodes.label(what, "t-heading");
        title.setWrapText(true);
        title.setMinHeight(USE_PREF_SIZE);
        GridPane grid = new GridPane();
        grid.setHgap(12);
        grid.setVgap(8);
        grid.addRow(0, name("Why"), value("Why", why));
        grid.addRow(1, name("What to do"), value("What to do", todo));
        Button copy = Nodes.button("fth-copy", "Copy details", "quiet");
        copy.setOnAction(e -> Nodes.copy(what + "\nWhy: " + why + "\nWhat to do: " + todo));
        close = Nodes.button(null, "Close");
        close.setCancelButton(true);
        close.setOnAction(e -> closed.run());
        HBox deeds = Nodes.row(8, copy, Nodes.spacer(), close);
        if (way != null) {
            there = Nodes.button("fth-arrow-right", way.words(), "accent");
            there.setId("error-way");
            there.setOnAction(e -> {
                closed.run();
                way.deed().run();
            });
            deeds.getChildren().add(there);
        }
        getChildren().addAll(Nodes.row(10, icon, title), grid, deeds);
    }

    private static Label name(String words) {
        Label label = Nodes.label(words, "t-small", "strong");
        label.setMinWidth(USE_PREF_SIZE);
        GridPane.setValignment(label, VPos.TOP);
        return label;
    }

    /** Words that can be selected. */
    private static Node value(String name, String words) {
        PlainWords text = new PlainWords(words);
        text.setAccessibleText(name);
        GridPane.setHgrow(text, Priority.ALWAYS);
        return text;
    }

    /** Puts the focus on the way to where it can be put right, or else on the button that closes it. */
    public void open() {
        (there == null ? close : there).requestFocus();
    }
}
