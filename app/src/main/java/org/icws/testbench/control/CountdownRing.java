package org.icws.testbench.control;

import javafx.scene.canvas.GraphicsContext;
import javafx.scene.shape.ArcType;
import javafx.scene.shape.StrokeLineCap;
import javafx.scene.text.TextAlignment;

/** Age against a limit. Grey while calm, amber from three quarters, red only once the limit is passed. */
public final class CountdownRing extends ThemedCanvas {

    private static final double WARN_FROM = .75;

    private double share = -1;
    private String text = "";

    public CountdownRing(double size) {
        super(size, size);
        setMinSize(size, size);
        setMaxSize(size, size);
    }

    /**
     * Shows another age.
     *
     * @param passed share of the limit; negative if there is no limit to compare with
     * @param inside text in the ring, for large ones
     */
    public void show(double passed, String inside) {
        share = passed;
        text = inside;
        setAccessibleText(passed < 0 ? "no limit known" : Math.round(passed * 100) + " % of the time has passed");
        repaint();
    }

    @Override
    protected void paint(GraphicsContext g, double w, double h) {
        double line = w > 40 ? 5 : 3;
        g.setLineWidth(line);
        g.setLineCap(StrokeLineCap.ROUND);
        g.setStroke(c("grid"));
        g.strokeOval(line / 2 + 1, line / 2 + 1, w - line - 2, h - line - 2);
        if (share > 0) {
            g.setStroke(c(share > 1 ? "fail-line" : share >= WARN_FROM ? "warn-line" : "muted"));
            g.strokeArc(
                    line / 2 + 1,
                    line / 2 + 1,
                    w - line - 2,
                    h - line - 2,
                    90,
                    -360 * Math.min(1, share),
                    ArcType.OPEN);
        }
        if (!text.isEmpty()) {
            text(g, text, w / 2, h / 2, mono(w > 40 ? 11.5 : 9), c("text"), TextAlignment.CENTER);
        }
    }
}
