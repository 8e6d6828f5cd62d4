package org.icws.testbench.control;

import java.util.List;
import java.util.function.BiConsumer;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import javafx.scene.text.TextAlignment;

/** Counts over time and log buckets. One hue: more is stronger; empty is the ground itself. */
public final class Heatmap extends ThemedCanvas {

    /**
     * Everything that is drawn.
     *
     * @param counts one array for each column, oldest first; in it one count for each bucket, smallest first
     * @param buckets labels of the buckets, smallest first
     * @param times labels of the time axis, evenly spread
     */
    public record Picture(int[][] counts, List<String> buckets, List<String> times) {

        public static final Picture EMPTY = new Picture(new int[0][], List.of(), List.of());
    }

    /** Says in words what a cell stands for. */
    @FunctionalInterface
    public interface Words {

        /** @param column from the left, {@code bucket} from below */
        String of(int column, int bucket, int count);
    }

    private static final double LEFT = 64;
    private static final double FOOT = 20;

    private final Tooltip tooltip = new Tooltip();
    private Picture picture = Picture.EMPTY;
    private BiConsumer<Integer, Integer> onChoose = (column, bucket) -> {};
    private int hoverColumn = -1;
    private int hoverBucket = -1;

    public Heatmap(Words words) {
        super(600, 160);
        Tooltip.install(this, tooltip);
        setOnMouseMoved(e -> {
            hover(e.getX(), e.getY());
            boolean inside = hoverColumn >= 0;
            tooltip.setText(
                    inside
                            ? words.of(hoverColumn, hoverBucket, picture.counts()[hoverColumn][hoverBucket])
                            : "Point at a cell to see its count");
        });
        setOnMouseClicked(e -> {
            hover(e.getX(), e.getY());
            if (hoverColumn >= 0 && picture.counts()[hoverColumn][hoverBucket] > 0) {
                onChoose.accept(hoverColumn, hoverBucket);
            }
        });
        setOnMouseExited(e -> hover(-1, -1));
    }

    /** Called with column and bucket of a cell that was clicked and is not empty. */
    public void setOnChoose(BiConsumer<Integer, Integer> listener) {
        onChoose = listener;
    }

    /** Shows another picture. */
    public void show(Picture next) {
        picture = next;
        if (hoverColumn >= next.counts().length) {
            hoverColumn = -1;
        }
        repaint();
    }

    private void hover(double x, double y) {
        int columns = picture.counts().length;
        int buckets = picture.buckets().size();
        int column = columns == 0 ? -1 : (int) Math.floor((x - LEFT) / ((getWidth() - LEFT - 4) / columns));
        double bottom = getHeight() - FOOT;
        int bucket = buckets == 0 ? -1 : (int) Math.floor((bottom - y) / ((bottom - 2) / buckets));
        boolean inside = column >= 0 && column < columns && bucket >= 0 && bucket < buckets;
        hoverColumn = inside ? column : -1;
        hoverBucket = inside ? bucket : -1;
        repaint();
    }

    @Override
    protected void paint(GraphicsContext g, double w, double h) {
        int columns = picture.counts().length;
        int buckets = picture.buckets().size();
        if (columns == 0 || buckets == 0) {
            return;
        }
        double bottom = h - FOOT;
        double cellWidth = (w - LEFT - 4) / columns;
        double cellHeight = (bottom - 2) / buckets;
        paintCells(g, cellWidth, cellHeight, bottom);
        for (int b = 0; b < buckets; b++) {
            double y = bottom - (b + .5) * cellHeight;
            text(g, picture.buckets().get(b), LEFT - 8, y, mono(10), c("faint"), TextAlignment.RIGHT);
        }
        axis(g, picture.times(), LEFT, w - 4, h - 8);
        if (hoverColumn >= 0) {
            g.setStroke(c("text"));
            g.setLineWidth(1.5);
            double x = LEFT + hoverColumn * cellWidth - .5;
            g.strokeRoundRect(x, bottom - (hoverBucket + 1) * cellHeight - .5, cellWidth + 1, cellHeight + 1, 3, 3);
        }
    }

    private void paintCells(GraphicsContext g, double cellWidth, double cellHeight, double bottom) {
        int most = 1;
        for (int[] column : picture.counts()) {
            for (int count : column) {
                most = Math.max(most, count);
            }
        }
        for (int x = 0; x < picture.counts().length; x++) {
            int[] column = picture.counts()[x];
            for (int b = 0; b < column.length; b++) {
                g.setFill(column[b] == 0 ? c("sunken") : shade(this, column[b] / (double) most));
                g.fillRoundRect(
                        LEFT + x * cellWidth + .5,
                        bottom - (b + 1) * cellHeight + .5,
                        Math.max(1, cellWidth - 1),
                        Math.max(1, cellHeight - 1),
                        2,
                        2);
            }
        }
    }

    /** The colour of a count; the root keeps rare counts visible beside common ones. */
    private static Color shade(ThemedCanvas canvas, double share) {
        return canvas.c("down-soft").interpolate(canvas.c("down"), Math.pow(share, .55));
    }

    /** Says what the colours mean: few to many, beside a strip of all of them. */
    public static HBox scale() {
        HBox scale = Nodes.row(8, word("few"), new Strip(), word("many"));
        scale.setMinWidth(Region.USE_PREF_SIZE);
        return scale;
    }

    private static Label word(String words) {
        Label label = Nodes.label(words, "t-caption");
        label.setMinWidth(Region.USE_PREF_SIZE);
        return label;
    }

    /** Every colour there is, rarest left. */
    private static final class Strip extends ThemedCanvas {

        private static final int STEPS = 30;

        Strip() {
            super(90, 8);
            setMinSize(90, 8);
            setMaxSize(90, 8);
        }

        @Override
        protected void paint(GraphicsContext g, double w, double h) {
            for (int i = 0; i < STEPS; i++) {
                g.setFill(shade(this, (i + 1) / (double) STEPS));
                g.fillRect(i * w / STEPS, 0, w / STEPS, h);
            }
        }
    }
}
