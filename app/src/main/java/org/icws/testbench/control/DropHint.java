package org.icws.testbench.control;

import java.util.function.IntSupplier;
import javafx.scene.control.Label;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/** Lies over a window while files are dragged across it, and says what happens to them when they are dropped. */
public final class DropHint extends StackPane {

    private final Label words = Nodes.label("", "t-heading");
    private boolean over;

    public DropHint() {
        getStyleClass().add("drop-hint");
        VBox card = new VBox(new FontIcon("fth-download"), words);
        card.getStyleClass().addAll("popover-card", "drop-card");
        card.setMaxSize(USE_PREF_SIZE, USE_PREF_SIZE);
        getChildren().add(card);
        setMouseTransparent(true); // the drag is over what lies below
        setVisible(false);
    }

    /**
     * Files are over the window.
     *
     * @param files asks how many; gives 0 where that is known only once they are dropped. It may have to wait for the program they
     *     come from, and events go on meanwhile: by its answer the files can have left, or have been dropped.
     */
    public void show(IntSupplier files) {
        if (over) {
            return; // shown, or asked already: one that never answers is asked once, not with every move of the mouse
        }
        over = true;
        int count = files.getAsInt();
        if (over) {
            words.setText(
                    count > 1 ? "Drop the " + count + " session files to open them" : "Drop a session file to open it");
            setVisible(true);
        }
    }

    /** The drag has left, or its files have been dropped. */
    public void hide() {
        over = false;
        setVisible(false);
    }
}
