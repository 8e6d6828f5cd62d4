package org.icws.testbench.control;

import java.util.Arrays;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.CycleMethod;
import javafx.scene.paint.LinearGradient;
import javafx.scene.paint.Stop;

/** Word-sized line: no axis, soft area, the last value as a dot. */
public class Sparkline extends ThemedCanvas {

    private double[] values = {};
    private final String token;

    /** @param token colour family: "up", "down", "service", "ok", "warn", "fail", "ink" */
    public Sparkline(String token, double... values) {
        super(72, 28);
        this.token = token;
        this.values = values.clone();
    }

    public void setValues(double... next) {
        if (!Arrays.equals(values, next)) {
            values = next.clone();
            repaint();
        }
    }

    @Override
    protected void paint(GraphicsContext g, double w, double h) {
        if (values.length < 2) {
            return;
        }
        double min = Double.MAX_VALUE;
        double max = -Double.MAX_VALUE;
        for (double v : values) {
            min = Math.min(min, v);
            max = Math.max(max, v);
        }
        double span = max - min < 1e-9 ? 1 : max - min;
        double[] x = new double[values.length + 2];
        double[] y = new double[values.length + 2];
        for (int i = 0; i < values.length; i++) {
            x[i] = 1 + i * (w - 6) / (values.length - 1);
            y[i] = h - 3 - (values[i] - min) / span * (h - 7);
        }
        int n = values.length;
        x[n] = x[n - 1];
        y[n] = h;
        x[n + 1] = x[0];
        y[n + 1] = h;
        boolean ink = token.equals("ink");
        var line = c(ink ? "muted" : token + "-line");
        g.setFill(new LinearGradient(
                0,
                0,
                0,
                1,
                true,
                CycleMethod.NO_CYCLE,
                new Stop(0, line.deriveColor(0, 1, 1, ink ? .12 : .22)),
                new Stop(1, line.deriveColor(0, 1, 1, 0))));
        g.fillPolygon(x, y, n + 2);
        g.setStroke(line);
        g.setLineWidth(1.5);
        g.strokePolyline(x, y, n);
        g.setFill(line);
        g.fillOval(x[n - 1] - 2.5, y[n - 1] - 2.5, 5, 5);
    }
}
