package org.icws.testbench.shell;

import java.util.ArrayList;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.SplitPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Pane;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.controlsfx.control.HiddenSidesPane;

/** Takes a page apart that has not been in a scene yet, for work to be done on a part at a time. FX thread only. */
final class PageParts {

    private static final int MOST_NODES = 40;
    private static final int LEAST_NODES = 6;

    private PageParts() {}

    /** A part and where it stands; nowhere yet (null) if a control will only take it in with its skin. */
    record Part(Node node, Pane home) {}

    /** Those parts of a page that are worth the while and not too large either. */
    static List<Part> of(Node page) {
        List<Part> parts = new ArrayList<>();
        collect(page, parts);
        return parts;
    }

    private static void collect(Node node, List<Part> parts) {
        int nodes = count(node);
        if (nodes > MOST_NODES) {
            children(node).forEach(child -> collect(child, parts));
        } else if (nodes >= LEAST_NODES && (node.getParent() == null || isSimple(node.getParent()))) {
            parts.add(new Part(node, (Pane) node.getParent()));
        }
    }

    private static int count(Node node) {
        return 1 + children(node).stream().mapToInt(PageParts::count).sum();
    }

    /** A control has its contents below it only from its styling on. */
    private static List<Node> children(Node node) {
        if (node instanceof SplitPane split) {
            return split.getItems();
        }
        if (node instanceof HiddenSidesPane sides) {
            return sides.getContent() == null ? List.of() : List.of(sides.getContent());
        }
        if (node instanceof ScrollPane scroll) {
            return scroll.getContent() == null ? List.of() : List.of(scroll.getContent());
        }
        return node instanceof Parent parent ? parent.getChildrenUnmodifiable() : List.of();
    }

    /** Of these, children may be taken and put back: what is said of a child's place is kept with the child. */
    private static boolean isSimple(Parent parent) {
        return parent instanceof VBox
                || parent instanceof HBox
                || parent instanceof StackPane
                || parent instanceof GridPane;
    }

    /** Lends a part to another pane while something is done; does nothing when it stands elsewhere by now. */
    static void lend(Part part, Pane to, Runnable work) {
        Node node = part.node();
        if (node.getScene() != null || node.getParent() != part.home()) {
            return;
        }
        int place = part.home() == null ? -1 : part.home().getChildren().indexOf(node);
        to.getChildren().setAll(node);
        try {
            work.run();
        } finally {
            to.getChildren().clear();
            if (part.home() != null) {
                part.home().getChildren().add(place, node);
            }
        }
    }
}
