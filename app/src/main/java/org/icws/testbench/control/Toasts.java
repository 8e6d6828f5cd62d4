package org.icws.testbench.control;

import java.util.ArrayDeque;
import javafx.animation.Animation;
import javafx.animation.PauseTransition;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.geometry.BoundingBox;
import javafx.geometry.Bounds;
import javafx.geometry.Pos;
import javafx.scene.AccessibleAttribute;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.util.Duration;
import org.controlsfx.control.NotificationPane;
import org.controlsfx.control.action.Action;
import org.kordamp.ikonli.javafx.FontIcon;

/**
 * Short notices at the lower edge, one at a time, in ControlsFX's notification bar. Each leaves after five seconds, not
 * while the pointer or the focus is on it; it never takes the focus. A few more wait for a moment, the oldest of them gives
 * way. FX thread only.
 *
 * <p>The bar of the window, not ControlsFX's pop-up: {@code docs/decisions/0008-notices-in-the-window.md} says why.
 */
public final class Toasts extends StackPane {

    /** Style class of what no notice covers, such as the answer to what somebody has just sent. */
    public static final String KEEP_CLEAR = "keep-clear";

    private static final int MOST_WAITING = 3;
    private static final Duration STAY = Duration.seconds(5);

    /** Nobody reads a sentence in less; one that waits takes the place after it. */
    private static final Duration LEAST = Duration.seconds(2);

    private static final double WIDEST = 700;
    private static final double HIGHEST = 180;

    /** What a notice of two lines takes of the lower edge. */
    private static final double LOWER_EDGE = 70;

    private record Note(String tone, String words, String verb, Runnable deed) {}

    private final NotificationPane pane = new NotificationPane();
    private final ArrayDeque<Note> waiting = new ArrayDeque<>();
    private final PauseTransition leave = new PauseTransition(STAY);
    private final BooleanProperty lessMotion = new SimpleBooleanProperty(this, "lessMotion");
    private Note standing;

    public Toasts() {
        setAlignment(Pos.BOTTOM_CENTER);
        setPickOnBounds(false);
        getStyleClass().add("toasts");
        pane.setShowFromTop(false);
        pane.setPickOnBounds(false);
        pane.setMaxSize(WIDEST, HIGHEST);
        pane.getStyleClass().add("toast-pane");
        pane.setAccessibleRole(AccessibleRole.TEXT);
        // The bar slides in and out; with less motion it is only seen where it comes to rest.
        pane.setOnShowing(e -> pane.setOpacity(lessMotion.get() ? 0 : 1));
        pane.setOnShown(e -> pane.setOpacity(1));
        pane.setOnHiding(e -> pane.setOpacity(lessMotion.get() ? 0 : 1));
        pane.setOnHidden(e -> pane.setVisible(standing != null));
        pane.setVisible(false);
        pane.showingProperty().addListener((o, old, now) -> {
            if (!now) {
                gone();
            }
        });
        pane.hoverProperty().addListener(o -> attend());
        pane.focusWithinProperty().addListener(o -> attend());
        pane.addEventFilter(KeyEvent.KEY_PRESSED, e -> {
            if (e.getCode() == KeyCode.ESCAPE && pane.isShowing()) {
                pane.hide();
                e.consume();
            }
        });
        leave.setOnFinished(e -> next());
        getChildren().add(pane);
    }

    /** Where a notice at the lower edge would cover something that is to be seen, it stands at the upper one. */
    @Override
    protected void layoutChildren() {
        boolean covers = standing != null && covers();
        if (pane.isShowFromTop() != covers) {
            pane.setShowFromTop(covers);
            setAlignment(covers ? Pos.TOP_CENTER : Pos.BOTTOM_CENTER);
        }
        super.layoutChildren();
    }

    private boolean covers() {
        double top = getHeight() - snappedBottomInset() - LOWER_EDGE;
        Bounds place = localToScene(new BoundingBox(0, top, getWidth(), LOWER_EDGE));
        return getScene().getRoot().lookupAll("." + KEEP_CLEAR).stream()
                .filter(Toasts::isShown)
                .anyMatch(node -> node.localToScene(node.getLayoutBounds()).intersects(place));
    }

    private static boolean isShown(Node node) {
        for (Node each = node; each != null; each = each.getParent()) {
            if (!each.isVisible()) {
                return false;
            }
        }
        return true;
    }

    /** Whether notices appear and go without sliding. */
    public BooleanProperty lessMotionProperty() {
        return lessMotion;
    }

    /** Shows a sentence; the tone is "ok", "warn" or "fail". */
    public void show(String tone, String words) {
        show(tone, words, null, null);
    }

    /** The same with one thing to do. */
    public void show(String tone, String words, String verb, Runnable deed) {
        Note note = new Note(tone, words, verb, deed);
        if (standing == null) {
            present(note);
        } else if (standing.words().equals(words)) {
            leave.playFromStart();
            attend();
        } else if (isAttended() || leave.getCurrentTime().lessThan(LEAST)) {
            line(note);
        } else {
            present(note);
        }
    }

    private void line(Note note) {
        if (waiting.stream().anyMatch(other -> other.words().equals(note.words()))) {
            return;
        }
        waiting.add(note);
        if (waiting.size() > MOST_WAITING) {
            waiting.remove();
        }
        if (!isAttended()) {
            Duration stood = leave.getCurrentTime();
            leave.stop();
            leave.setDuration(LEAST);
            leave.playFrom(stood);
        }
    }

    private void present(Note note) {
        standing = note;
        requestLayout();
        pane.setVisible(true);
        pane.setText(note.words());
        pane.setGraphic(icon(note.tone()));
        pane.setAccessibleText(note.words());
        if (note.verb() == null) {
            pane.getActions().clear();
        } else {
            pane.getActions().setAll(new Action(note.verb(), e -> {
                pane.hide();
                note.deed().run();
            }));
        }
        if (!pane.isShowing()) {
            pane.show();
        }
        fit();
        leave.setDuration(waiting.isEmpty() ? STAY : LEAST);
        leave.playFromStart();
        attend();
        pane.notifyAccessibleAttributeChanged(AccessibleAttribute.TEXT);
    }

    private static FontIcon icon(String tone) {
        FontIcon icon = new FontIcon(
                switch (tone) {
                    case "ok" -> "fth-check";
                    case "fail" -> "fth-x-circle";
                    default -> "fth-alert-triangle";
                });
        icon.getStyleClass().add("fg-" + tone);
        return icon;
    }

    /** The bar is as wide as its pane, and that as wide as the words need. */
    private void fit() {
        pane.applyCss();
        if (pane.lookup(".notification-bar > .pane") instanceof Region inside) {
            pane.setMaxWidth(Math.min(WIDEST, Math.ceil(inside.prefWidth(-1)) + 1));
        }
        // The row of buttons would be a stop of its own on the way of Tab, with or without buttons in it.
        pane.lookupAll(".button-bar").forEach(bar -> {
            bar.setFocusTraversable(false);
            bar.setVisible(!pane.getActions().isEmpty());
        });
        Node close = pane.lookup(".close-button");
        if (close instanceof Button button && button.getTooltip() == null) {
            button.setFocusTraversable(true);
            button.setAccessibleText("Dismiss");
            button.setTooltip(new Tooltip("Dismiss"));
        }
    }

    private boolean isAttended() {
        return pane.isHover() || pane.isFocusWithin();
    }

    private void attend() {
        if (standing != null && isAttended()) {
            leave.pause();
        } else if (standing != null && leave.getStatus() == Animation.Status.PAUSED) {
            leave.playFromStart();
        }
    }

    private void next() {
        Note following = waiting.poll();
        if (following == null) {
            pane.hide();
        } else {
            present(following);
        }
    }

    /** It was dismissed, used, or its time was over. */
    private void gone() {
        leave.stop();
        standing = null;
        if (!waiting.isEmpty()) {
            present(waiting.poll());
        }
    }
}
