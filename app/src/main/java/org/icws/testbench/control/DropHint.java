package org.icws.testbench.control;

import javafx.scene.control.Label;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/** Lies over a window while files are dragged across it, and says what happens to them when they are dropped. */
public final class DropHint extends StackPane {

    private final Label words = Nodes.label("", "t-heading");

    public DropHint() {
        getStyleClass().add("drop-hint");
        VBox card = new VBox(new FontIcon("fth-download"), words);
        card.getStyleClass().addAll("popover-card", "drop-card");
        card.setMaxSize(USE_PREF_SIZE, USE_PREF_SIZE);
        getChildren().add(card);
        setMouseTransparent(true); // the drag is over what lies below
        setVisible(false);
    }

    /** @param files how many are dragged; 0 where that is known only once they are dropped */
    public void show(int files) {
        words.setText(
                files > 1 ? "Drop the " + files + " session files to open them" : "Drop a session file to open it");
        setVisible(true);
    }

    /** The drag has left, or its files have been dropped. */
    public void hide() {
        setVisible(false);
    }
}
