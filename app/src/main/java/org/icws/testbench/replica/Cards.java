package org.icws.testbench.replica;

import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.icws.testbench.control.Nodes;

/** The parts that the cards and panes of this page are made of. Stateless. */
final class Cards {

    static final double LABEL_WIDTH = 96;

    private Cards() {}

    /** A card whose body has small gaps and is never lower than what it shows. */
    static VBox card(Node[] head, Node... body) {
        VBox content = new VBox(10, body);
        content.getStyleClass().add("card-body");
        VBox card = Nodes.card(content, head);
        card.setMinHeight(Region.USE_COMPUTED_SIZE);
        ((Region) head[0]).setMinWidth(Region.USE_PREF_SIZE);
        return card;
    }

    static Region line() {
        Region line = new Region();
        line.getStyleClass().add("divider");
        return line;
    }

    /** Takes the free height of a card. */
    static Region gap() {
        Region gap = new Region();
        VBox.setVgrow(gap, Priority.ALWAYS);
        return gap;
    }

    /** Words that are broken into lines and never cut off. */
    static Label words(String text, String... styles) {
        Label label = Nodes.label(text, styles);
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        return label;
    }

    /** Where a pane says what is wrong; takes no room before. */
    static Label problem(String id) {
        Label problem = words("", "t-small", "fg-fail");
        problem.setId(id);
        problem.managedProperty().bind(problem.textProperty().isNotEmpty());
        problem.visibleProperty().bind(problem.managedProperty());
        return problem;
    }

    static void invalid(Node field, boolean bad) {
        field.getStyleClass().remove("invalid");
        if (bad) {
            field.getStyleClass().add("invalid");
        }
    }

    static Button deed(String icon, String words, String id, String explanation, Runnable deed) {
        Button button = Nodes.button(icon, words);
        button.setId(id);
        button.setTooltip(new Tooltip(explanation));
        button.setOnAction(e -> deed.run());
        return button;
    }

    /** A field with its name before it and, below, what stands there. */
    static HBox row(String name, Node field, Node... below) {
        Label label = Nodes.label(name, "t-small", "muted");
        label.setMinWidth(LABEL_WIDTH);
        label.setMinHeight(30);
        label.setLabelFor(field);
        VBox right = new VBox(3, field);
        for (Node each : below) {
            if (each != null) {
                right.getChildren().add(each);
            }
        }
        HBox.setHgrow(right, Priority.ALWAYS);
        return new HBox(8, label, right);
    }
}
