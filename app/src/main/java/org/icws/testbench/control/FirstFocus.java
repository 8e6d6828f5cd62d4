package org.icws.testbench.control;

import javafx.scene.Node;

/** A page that knows where keys are to go when it opens: to what most people come for. */
@FunctionalInterface
public interface FirstFocus {

    /** What takes the focus; null if there is nothing to take it yet. */
    Node firstFocus();

    /** Gives the keys to a page that has just come into its scene; to the page itself if it does not say where to. */
    static void give(Node page) {
        page.applyCss(); // a split pane, for one, has its panes from its skin, and what is in no scene takes no keys
        Node first = page instanceof FirstFocus known
                ? known.firstFocus()
                : page instanceof Remembered arranged ? arranged.table() : null;
        (first == null ? page : first).requestFocus();
    }
}
