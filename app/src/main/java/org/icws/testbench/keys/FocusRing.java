package org.icws.testbench.keys;

import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;

/**
 * Shows where the keys go also when the program moved them, as it does when a page opens. JavaFX shows the ring after Tab
 * alone: whoever opens a page with a key would see nothing until the next Tab, and then not where that one came from. After a
 * click no ring appears, as everywhere.
 */
public final class FocusRing {

    static final PseudoClass RING = PseudoClass.getPseudoClass("focus-visible");

    private Node marked;
    private boolean byKeys;

    private FocusRing() {}

    /** Watches the scene's keys and its focus from now on; to be called before what acts on keys listens. */
    public static void install(Scene scene) {
        FocusRing ring = new FocusRing();
        scene.addEventFilter(KeyEvent.KEY_PRESSED, e -> ring.byKeys = true);
        scene.addEventFilter(MouseEvent.MOUSE_PRESSED, e -> {
            ring.byKeys = false;
            ring.mark(null);
        });
        scene.focusOwnerProperty().addListener((o, old, now) -> ring.mark(ring.byKeys ? now : null));
    }

    private void mark(Node focused) {
        if (marked != null && marked != focused) {
            marked.pseudoClassStateChanged(RING, false);
        }
        marked = focused;
        if (marked != null) {
            marked.pseudoClassStateChanged(RING, true);
        }
    }
}
