package org.icws.testbench.control;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.text.TextAlignment;

/** Areas on top of each other, or lines from zero, over time on a light grid. The newest value is at the right edge. */
public final class StackedArea extends ThemedCanvas {

    private static final double NARROWEST_LEFT = 40;
    private static final double NUMBER_GAP = 8;
    private static final double NAMES = 64;
    private static final double NAME_HEIGHT = 13;

    private final String[] tokens;
    private double[][] series = {};
    private List<String> times = List.of();
    private int span = 2;
    private boolean lines;
    private String[] names = {};

    /** One colour family for each series, the first one at the bottom. */
    public StackedArea(String... tokens) {
        super(600, 180);
        this.tokens = tokens.clone();
    }

    /**
     * Shows other values.
     *
     * @param samples how many samples fill the width; shorter series start further right
     * @param axis labels of the time axis, evenly spread
     * @param values one array for each series, all of the same length, oldest first
     */
    public void show(int samples, List<String> axis, double[]... values) {
        span = Math.max(2, samples);
        times = List.copyOf(axis);
        series = values.clone();
        repaint();
    }

    /** What the series are, for the ends of lines. */
    public void setNames(String... all) {
        names = all.clone();
    }

    /** Whether each series is a line of its own, instead of an area on top of the ones before. */
    public void setLines(boolean wanted) {
        lines = wanted;
        repaint();
    }

    @Override
    protected void paint(GraphicsContext g, double w, double h) {
        double bottom = h - 20;
        double max = ceiling();
        double left = left(max);
        double right = lines ? w - NAMES : w - 2;
        double step = max <= 5 ? 1 : max / 5;
        for (double v = 0; v <= max + .001; v += step) {
            double y = bottom - v / max * (bottom - 8);
            hair(g, left, y, right, y, c("grid"));
            text(g, number(v), left - NUMBER_GAP, y, mono(10), c("faint"), TextAlignment.RIGHT);
        }
        if (lines) {
            paintLines(g, left, right, bottom, max);
        } else {
            paintAreas(g, left, w, bottom, max);
        }
        axis(g, times, left, right, h - 8);
    }

    /** Where the area begins: right of the longest number. */
    private static double left(double max) {
        return Math.max(NARROWEST_LEFT, 1 + Math.ceil(width(number(max), mono(10))) + NUMBER_GAP);
    }

    private static String number(double value) {
        return String.format("%,d", (long) value);
    }

    private void paintAreas(GraphicsContext g, double left, double w, double bottom, double max) {
        int n = series.length == 0 ? 0 : series[0].length;
        if (n < 2) {
            return;
        }
        double[] base = new double[n];
        for (int s = 0; s < series.length; s++) {
            if (Arrays.stream(series[s]).allMatch(v -> v == 0)) {
                continue; // its line would only hide the one below
            }
            double[] xs = new double[2 * n];
            double[] ys = new double[2 * n];
            for (int i = 0; i < n; i++) {
                xs[i] = left + (w - left - 2) * (span - n + i) / (span - 1.0);
                xs[2 * n - 1 - i] = xs[i];
                ys[2 * n - 1 - i] = bottom - base[i] / max * (bottom - 8);
                base[i] += series[s][i];
                ys[i] = bottom - base[i] / max * (bottom - 8);
            }
            g.setFill(c(tokens[s] + "-line", .30));
            g.fillPolygon(xs, ys, 2 * n);
            g.setStroke(c(tokens[s] + "-line"));
            g.setLineWidth(1.5);
            g.strokePolyline(xs, ys, n);
        }
    }

    private void paintLines(GraphicsContext g, double left, double right, double bottom, double max) {
        double lowest = bottom;
        for (int s : byLastValue()) {
            double[] values = series[s];
            int n = values.length;
            if (n < 2 || Arrays.stream(values).allMatch(v -> v == 0)) {
                continue;
            }
            double[] xs = new double[n];
            double[] ys = new double[n];
            for (int i = 0; i < n; i++) {
                xs[i] = left + (right - left) * (span - n + i) / (span - 1.0);
                ys[i] = bottom - values[i] / max * (bottom - 8);
            }
            g.setStroke(c(tokens[s] + "-line"));
            g.setLineWidth(1.8);
            g.strokePolyline(xs, ys, n);
            if (s < names.length) {
                double y = Math.min(ys[n - 1], lowest);
                text(g, names[s], right + 6, y, ui(11), c(tokens[s]), TextAlignment.LEFT);
                lowest = y - NAME_HEIGHT; // the next name stands above this one
            }
        }
    }

    /** The lowest line first. */
    private int[] byLastValue() {
        return IntStream.range(0, series.length)
                .boxed()
                .sorted(Comparator.comparingDouble(s -> series[s].length == 0 ? 0 : series[s][series[s].length - 1]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** The smallest of 5, 10, 20, 50, 100 … that holds the highest stack or line. */
    private double ceiling() {
        double highest = 0;
        int n = series.length == 0 ? 0 : series[0].length;
        for (int i = 0; i < n; i++) {
            double sum = 0;
            for (double[] one : series) {
                sum = lines ? Math.max(sum, one[i]) : sum + one[i];
            }
            highest = Math.max(highest, sum);
        }
        double max = 5;
        int turn = 0;
        while (max < highest) {
            max *= turn++ % 3 == 1 ? 2.5 : 2;
        }
        return max;
    }
}
