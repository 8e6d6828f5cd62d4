package org.icws.testbench.control;

import javafx.animation.PauseTransition;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Tooltip;
import javafx.scene.input.MouseEvent;
import javafx.util.Duration;

/**
 * Turns controls off, never without a reason: screen readers add it to the control's name, and it is shown like a tooltip
 * where {@link #showReasons} was called, as JavaFX shows no tooltip over what is off. FX thread only.
 */
public final class Availability {

    private static final Object REASON = new Object();
    private static final Object FOLLOWED = new Object();
    private static final Duration PATIENCE = Duration.millis(350);
    private static final double BELOW_POINTER = 18;

    private Availability() {}

    /**
     * Turns a control on or off.
     *
     * @param reason why it is off, in a sentence; null turns it on
     */
    public static void set(Node control, String reason) {
        if (reason == null) {
            control.getProperties().remove(REASON);
        } else {
            control.getProperties().put(REASON, reason);
        }
        control.setAccessibleHelp(reason);
        control.setDisable(reason != null);
    }

    /** Turns a control off as long as there is a reason; one must not turn it on or off otherwise. */
    public static void follow(Node control, ObservableValue<String> reason) {
        // A binding that nobody else holds is collected with the garbage, and then the control stays as it is for ever.
        control.getProperties().put(FOLLOWED, reason);
        set(control, reason.getValue());
        reason.addListener((o, old, now) -> set(control, now));
    }

    /** Why a control is off, if it or what it stands in was turned off here; otherwise null. */
    public static String reason(Node node) {
        for (Node each = node; each != null && each.isDisabled(); each = each.getParent()) {
            if (each.getProperties().get(REASON) instanceof String reason) {
                return reason;
            }
        }
        return null;
    }

    /** Shows the reason while the pointer rests on what is off. */
    public static void showReasons(Scene scene) {
        Reason shown = new Reason();
        scene.addEventFilter(MouseEvent.MOUSE_MOVED, shown::moved);
        scene.addEventFilter(MouseEvent.MOUSE_EXITED_TARGET, e -> {
            if (e.getTarget() == scene.getRoot()) {
                shown.leave();
            }
        });
        scene.addEventFilter(MouseEvent.MOUSE_PRESSED, e -> shown.leave());
    }

    private static final class Reason {

        private final Tooltip tip = new Tooltip();
        private final PauseTransition patience = new PauseTransition(PATIENCE);
        private Node over;

        void moved(MouseEvent e) {
            Node off = offAt(e.getPickResult().getIntersectedNode(), e.getSceneX(), e.getSceneY());
            if (off == over) {
                return;
            }
            leave();
            over = off;
            if (off != null) {
                Node node = off;
                double x = e.getScreenX();
                double y = e.getScreenY() + BELOW_POINTER;
                patience.setOnFinished(done -> show(node, x, y));
                patience.playFromStart();
            }
        }

        /** JavaFX never hits what is off, but what it stands in. */
        private static Node offAt(Node hit, double x, double y) {
            if (hit == null || hit.getProperties().containsKey(REASON)) {
                return hit;
            }
            if (hit instanceof Parent parent) {
                for (Node child : parent.getChildrenUnmodifiable()) {
                    if (child.isDisabled() && child.isVisible() && child.contains(child.sceneToLocal(x, y))) {
                        return offAt(child, x, y);
                    }
                }
            }
            return null;
        }

        private void show(Node node, double x, double y) {
            String why = reason(node);
            if (why != null && node.getScene() != null && node.getScene().getWindow() != null) {
                tip.setText(why);
                tip.show(node, x, y);
            }
        }

        void leave() {
            over = null;
            patience.stop();
            tip.hide();
        }
    }
}
