package org.icws.testbench.shell;

import javafx.event.EventHandler;
import javafx.event.EventType;
import javafx.scene.Node;
import javafx.scene.input.InputEvent;
import javafx.scene.input.MouseEvent;

/**
 * Notices that somebody touches the window. JavaFX sends a pointer that rests events, too, whenever something moves below it: those
 * say nothing of a person. FX thread only.
 */
final class Touches {

    private final Runnable touched;
    private double x = Double.NaN;
    private double y = Double.NaN;

    private Touches(Runnable touched) {
        this.touched = touched;
    }

    /**
     * Watches from now on.
     *
     * @param touched run for every key and every movement in this node or below it
     * @return ends it
     */
    static Runnable watch(Node node, Runnable touched) {
        EventHandler<InputEvent> filter = new Touches(touched)::take;
        node.addEventFilter(InputEvent.ANY, filter);
        return () -> node.removeEventFilter(InputEvent.ANY, filter);
    }

    private void take(InputEvent event) {
        if (event instanceof MouseEvent mouse && isMovement(mouse.getEventType())) {
            if (mouse.getScreenX() == x && mouse.getScreenY() == y) {
                return;
            }
            x = mouse.getScreenX();
            y = mouse.getScreenY();
        }
        touched.run();
    }

    private static boolean isMovement(EventType<? extends MouseEvent> type) {
        return type == MouseEvent.MOUSE_MOVED
                || type == MouseEvent.MOUSE_ENTERED
                || type == MouseEvent.MOUSE_EXITED
                || type == MouseEvent.MOUSE_ENTERED_TARGET
                || type == MouseEvent.MOUSE_EXITED_TARGET;
    }
}
