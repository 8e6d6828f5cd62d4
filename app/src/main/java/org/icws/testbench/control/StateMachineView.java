package org.icws.testbench.control;

import java.util.Arrays;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.text.TextAlignment;

/** The states of a session in one row: the current one filled, earlier ones outlined, with the event that led on. */
public final class StateMachineView extends ThemedCanvas {

    private static final double WIDEST_BOX = 74;
    private static final double NARROWEST_GAP = 14;
    private static final double TOP = 6;
    private static final double BESIDE_WORD = 4;
    private static final double[] SIZES = {11.5, 10.5, 10};

    private final String[] states;
    private final String[] events;
    private int current;
    private String family = "ok";

    /** The states in order, and the label of the arrow after each (one fewer). */
    public StateMachineView(String[] states, String[] events) {
        super(420, 58);
        setMinHeight(58);
        setMaxHeight(58);
        this.states = states.clone();
        this.events = events.clone();
    }

    /** Shows which state is the current one, and in which colour family. */
    public void show(int index, String colourFamily) {
        current = index;
        family = colourFamily;
        setAccessibleText("State " + states[index]);
        repaint();
    }

    @Override
    protected void paint(GraphicsContext g, double w, double h) {
        int gaps = states.length - 1;
        double box = box(w);
        double gap = (w - states.length * box) / gaps;
        for (int i = 0; i < states.length; i++) {
            double x = i * (box + gap);
            paintState(g, i, x, box);
            if (i < gaps) {
                paintEvent(g, i, x + box + 3, x + box + gap - 3);
            }
        }
    }

    /** How wide each state is drawn in this width. */
    double box(double w) {
        return Math.min(WIDEST_BOX, (w - (states.length - 1) * NARROWEST_GAP) / states.length);
    }

    private void paintState(GraphicsContext g, int i, double x, double box) {
        boolean now = i == current;
        g.setFill(now ? c(family + "-soft") : c(i < current ? "surface" : "sunken"));
        g.fillRoundRect(x + .5, TOP + .5, box - 1, 25, 8, 8);
        g.setLineWidth(now ? 1.6 : 1);
        g.setStroke(now ? c(family + "-line") : c(i < current ? "border-strong" : "border"));
        g.strokeRoundRect(x + .5, TOP + .5, box - 1, 25, 8, 8);
        text(
                g,
                states[i],
                x + box / 2,
                TOP + 13,
                now ? semi(size(box)) : ui(size(box)),
                now ? c(family) : c(i < current ? "muted" : "faint"),
                TextAlignment.CENTER);
    }

    /** The largest size in which every state has room in its box, even as the current one. */
    double size(double box) {
        for (double size : SIZES) {
            if (Arrays.stream(states).allMatch(s -> width(s, semi(size)) + 2 * BESIDE_WORD <= box)) {
                return size;
            }
        }
        return SIZES[SIZES.length - 1];
    }

    private void paintEvent(GraphicsContext g, int i, double from, double to) {
        var colour = c(i < current ? "muted" : "border-strong");
        g.setStroke(colour);
        g.setLineWidth(1.3);
        g.strokeLine(from, TOP + 13, to - 4, TOP + 13);
        g.setFill(colour);
        g.fillPolygon(new double[] {to, to - 5, to - 5}, new double[] {TOP + 13, TOP + 10, TOP + 16}, 3);
        text(g, events[i], (from + to) / 2, TOP + 38, mono(9.5), c("faint"), TextAlignment.CENTER);
    }
}
