package org.icws.testbench.control;

import javafx.scene.canvas.GraphicsContext;

/** Where messages wait, as one bar of segments on a common scale. The numbers stand beside it, not in it. */
public final class PipelineBar extends ThemedCanvas {

    private final String[] tokens;
    private String ground = "sunken";
    private double scale = 1;
    private double[] values = {};

    /** One colour family for each segment. */
    public PipelineBar(String... tokens) {
        super(240, 12);
        setMinHeight(12);
        setMaxHeight(12);
        this.tokens = tokens.clone();
    }

    /** Gives what is not filled another colour; the first one is that of tables. */
    public void setGround(String token) {
        ground = token;
    }

    /**
     * Shows other values.
     *
     * @param full the value that fills the whole bar; the same for all bars of a table, so that lengths compare
     */
    public void show(double full, double... next) {
        scale = Math.max(1, full);
        values = next.clone();
        repaint();
    }

    @Override
    protected void paint(GraphicsContext g, double w, double h) {
        g.setFill(c(ground));
        g.fillRoundRect(0, 0, w, h, 6, 6);
        double x = 0;
        for (int i = 0; i < values.length; i++) {
            double part = values[i] <= 0 ? 0 : Math.max(3, values[i] / scale * w);
            if (part > 0 && x < w) {
                g.setFill(c(tokens[i] + "-line"));
                g.fillRoundRect(x, 0, Math.max(1.5, Math.min(part, w - x) - 1.5), h, 4, 4);
                x += part;
            }
        }
    }
}
