package org.icws.testbench.control;

import java.util.List;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;

/**
 * Has a page show what its model tells only while the page is in the window. A page that was opened once, or made ahead, is kept; what
 * it would draw, nobody sees. FX thread only.
 */
public final class InSight {

    private final Node node;
    private final Runnable show;
    private boolean missed;

    private InSight(Node node, Runnable show) {
        this.node = node;
        this.show = show;
    }

    /**
     * Shows the values now, whenever one of them becomes another one while the node is in a scene, and when it comes into one after it
     * missed that.
     */
    public static void show(Node node, Runnable show, ObservableValue<?>... values) {
        Runnable change = follow(node, show);
        for (ObservableValue<?> value : List.of(values)) {
            value.addListener((o, old, now) -> change.run());
        }
        show.run();
    }

    /** The same for what tells of a change in another way: by running what is returned. */
    static Runnable follow(Node node, Runnable show) {
        InSight sight = new InSight(node, show);
        node.sceneProperty().addListener(o -> sight.entered());
        return sight::changed;
    }

    private void changed() {
        missed = node.getScene() == null;
        if (!missed) {
            show.run();
        }
    }

    private void entered() {
        if (missed && node.getScene() != null) {
            missed = false;
            show.run();
        }
    }
}
