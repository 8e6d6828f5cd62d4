package org.icws.testbench.control;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;

/** Lays one card over everything else; a click beside it or Escape takes it away and gives the keys back. */
public final class Overlay extends StackPane {

    private static final double FROM_TOP = 96;

    private Node before;

    public Overlay() {
        getStyleClass().add("overlay");
        setAlignment(Pos.TOP_CENTER);
        setVisible(false);
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
        }
        card.setMaxSize(width, height);
        card.setMinHeight(0);
        StackPane.setMargin(card, new javafx.geometry.Insets(FROM_TOP, 20, 40, 20));
        getChildren().setAll(card);
        setVisible(true);
    }

    /** Whether this card is over the page. */
    public boolean shows(Node card) {
        return isVisible() && getChildren().contains(card);
    }

    /** Takes it away. */
    public void hide() {
        setVisible(false);
        getChildren().clear();
        if (before != null) {
            before.requestFocus();
            before = null;
        }
    }
}
