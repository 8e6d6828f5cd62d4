package org.icws.testbench.control;

import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.shape.ArcType;

/** Session state as a shape first, a colour second: filled, half, hollow, crossed. Put a word beside it. */
public class StateDot extends ThemedCanvas {

    public enum State {
        OPEN,
        OPENING,
        CLOSING,
        IDLE,
        FAILED
    }

    private State state;

    public StateDot(State state) {
        super(10, 10);
        setMinSize(10, 10);
        setMaxSize(10, 10);
        this.state = state;
    }

    public void setState(State s) {
        state = s;
        repaint();
    }

    @Override
    protected void paint(GraphicsContext g, double w, double h) {
        Color col =
                switch (state) {
                    case OPEN -> c("ok-line");
                    case OPENING, CLOSING -> c("warn-line");
                    case IDLE -> c("service-line");
                    case FAILED -> c("fail-line");
                };
        g.setFill(col);
        g.setStroke(col);
        g.setLineWidth(1.5);
        switch (state) {
            case OPEN -> {
                g.setFill(c("ok-soft"));
                g.fillOval(0, 0, 10, 10);
                g.setFill(col);
                g.fillOval(2, 2, 6, 6);
            }
            case OPENING, CLOSING -> {
                g.strokeOval(1.5, 1.5, 7, 7);
                g.fillArc(1.5, 1.5, 7, 7, state == State.OPENING ? 270 : 90, 180, ArcType.CHORD);
            }
            case IDLE -> g.strokeOval(1.5, 1.5, 7, 7);
            case FAILED -> {
                g.strokeLine(2, 2, 8, 8);
                g.strokeLine(8, 2, 2, 8);
            }
        }
    }
}
