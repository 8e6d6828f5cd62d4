package org.icws.testbench.control;

import java.util.List;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.text.TextAlignment;

/** The stations of one message on a line; a segment's length follows its duration, by the square root. */
public final class LifeLine extends ThemedCanvas {

    /**
     * One station.
     *
     * @param sincePrevious milliseconds since the station before
     * @param family colour of the segment that leads here
     */
    public record Station(String name, String where, double sincePrevious, String family) {}

    private static final double MARGIN = 64;
    private static final double SHORTEST = 104;

    private List<Station> stations = List.of();

    public LifeLine() {
        super(600, 92);
        setMinHeight(92);
    }

    /** Shows other stations. */
    public void show(List<Station> next) {
        stations = List.copyOf(next);
        repaint();
    }

    @Override
    protected void paint(GraphicsContext g, double w, double h) {
        if (stations.isEmpty()) {
            return;
        }
        double roots =
                stations.stream().mapToDouble(s -> Math.sqrt(s.sincePrevious())).sum();
        double shortest = Math.min(SHORTEST, (w - 2 * MARGIN) / Math.max(1, stations.size() - 1));
        double free = w - 2 * MARGIN - shortest * (stations.size() - 1);
        double y = h / 2 + 2;
        double x = MARGIN;
        double total = 0;
        for (int i = 0; i < stations.size(); i++) {
            Station s = stations.get(i);
            if (i > 0) {
                double share = roots <= 0 ? 1.0 / (stations.size() - 1) : Math.sqrt(s.sincePrevious()) / roots;
                double next = x + shortest + free * share;
                g.setStroke(c(s.family() + "-line"));
                g.setLineWidth(3);
                g.strokeLine(x + 8, y, next - 8, y);
                String took = millis(s.sincePrevious());
                text(g, took, (x + next) / 2, y - 12, mono(11), c(s.family()), TextAlignment.CENTER);
                x = next;
            }
            total += s.sincePrevious();
            paintStation(g, s, x, y, i == 0, total);
        }
    }

    private void paintStation(GraphicsContext g, Station s, double x, double y, boolean first, double total) {
        g.setFill(c("surface"));
        g.setStroke(c(s.family() + "-line"));
        g.setLineWidth(2);
        g.fillOval(x - 6, y - 6, 12, 12);
        g.strokeOval(x - 5, y - 5, 10, 10);
        text(g, s.name(), x, y - 28, semi(11.5), c("text"), TextAlignment.CENTER);
        text(g, first ? s.where() : "+" + millis(total), x, y + 19, mono(10.5), c("muted"), TextAlignment.CENTER);
        if (!first) {
            // The last one stands near the edge.
            double half = width(s.where(), ui(10.5)) / 2;
            double inside = Math.max(half, Math.min(getWidth() - half - 1, x));
            text(g, s.where(), inside, y + 34, ui(10.5), c("faint"), TextAlignment.CENTER);
        }
    }

    private static String millis(double ms) {
        return String.format(java.util.Locale.ROOT, ms < 10 ? "%.1f ms" : "%,.0f ms", ms);
    }
}
