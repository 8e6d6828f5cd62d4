package org.icws.testbench.control;

import javafx.scene.Node;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;

/** Colour squares with their words. */
public final class Legend extends HBox {

    public Legend() {
        super(9);
        setAlignment(javafx.geometry.Pos.CENTER_LEFT);
        setMinWidth(USE_PREF_SIZE);
    }

    /** Adds one entry; {@code hollow} draws a ring instead of a square. */
    public Legend add(String token, String words, boolean hollow) {
        getChildren().add(entry(token, words, hollow));
        return this;
    }

    private static Node entry(String token, String words, boolean hollow) {
        Label label = Nodes.label(words, "t-caption");
        label.setMinWidth(USE_PREF_SIZE);
        return Nodes.row(6, new Swatch(token, hollow), label);
    }

    private static final class Swatch extends ThemedCanvas {

        private final String token;
        private final boolean hollow;

        Swatch(String token, boolean hollow) {
            super(9, 9);
            setMinSize(9, 9);
            setMaxSize(9, 9);
            this.token = token;
            this.hollow = hollow;
        }

        @Override
        protected void paint(GraphicsContext g, double w, double h) {
            if (hollow) {
                g.setStroke(c(token + "-line"));
                g.setLineWidth(1.2);
                g.strokeOval(1, 1, w - 2, h - 2);
            } else {
                g.setFill(c(token + "-line"));
                g.fillRoundRect(0, 0, w, h, 3, 3);
            }
        }
    }
}
