package org.icws.testbench.control;

import java.util.Optional;
import javafx.beans.value.ChangeListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;

/**
 * Lays one card over everything else; a click beside it or Escape takes it away and gives the keys back. The keys go to the
 * card's first field, and Tab does not leave it for what lies behind.
 */
public final class Overlay extends StackPane {

    private static final double FROM_TOP = 96;

    private final ChangeListener<Node> focus = (o, old, now) -> keepFocus(now);
    private Node before;

    public Overlay() {
        getStyleClass().add("overlay");
        setAlignment(Pos.TOP_CENTER);
        setVisible(false);
        sceneProperty().addListener((o, old, now) -> {
            watch(old, false);
            watch(now, isVisible());
        });
        setOnMousePressed(e -> {
            if (e.getTarget() == this) {
                hide();
            }
        });
        addEventHandler(KeyEvent.KEY_PRESSED, e -> {
            if (e.getCode() == KeyCode.ESCAPE) {
                hide();
                e.consume();
            }
        });
    }

    /** Shows a card of at most this size. */
    public void show(Region card, double width, double height) {
        if (!isVisible() && getScene() != null) {
            before = getScene().getFocusOwner();
            watch(getScene(), true);
        }
        card.setMaxSize(width, height);
        card.setMinHeight(0);
        StackPane.setMargin(card, new javafx.geometry.Insets(FROM_TOP, 20, 40, 20));
        getChildren().setAll(card);
        setVisible(true);
        takeFocus();
    }

    private void watch(Scene scene, boolean on) {
        if (scene != null) {
            scene.focusOwnerProperty().removeListener(focus);
            if (on) {
                scene.focusOwnerProperty().addListener(focus);
            }
        }
    }

    private void takeFocus() {
        first(this, true).or(() -> first(this, false)).ifPresent(Node::requestFocus);
    }

    /** The first field, or the first control of any kind, that can have the keys. */
    private static Optional<Node> first(Node at, boolean field) {
        if (!at.isVisible() || at.isDisabled()) {
            return Optional.empty();
        }
        if (at.isFocusTraversable() && (!field || at instanceof TextInputControl)) {
            return Optional.of(at);
        }
        return at instanceof Parent parent
                ? parent.getChildrenUnmodifiable().stream()
                        .flatMap(child -> first(child, field).stream())
                        .findFirst()
                : Optional.empty();
    }

    private void keepFocus(Node now) {
        if (isVisible() && getScene() != null && liesBehind(now)) {
            takeFocus();
        }
    }

    /** Whether it is below this in the pane that both are in; what lies over it, such as a notice, may have the keys. */
    private boolean liesBehind(Node node) {
        for (Node at = node; at != null && getParent() != null; at = at.getParent()) {
            if (at.getParent() == getParent()) {
                var layers = getParent().getChildrenUnmodifiable();
                return layers.indexOf(at) < layers.indexOf(this);
            }
        }
        return false;
    }

    /** Whether this card is over the page. */
    public boolean shows(Node card) {
        return isVisible() && getChildren().contains(card);
    }

    /** Takes it away. */
    public void hide() {
        watch(getScene(), false);
        setVisible(false);
        getChildren().clear();
        if (before != null) {
            before.requestFocus();
            before = null;
        }
    }
}
