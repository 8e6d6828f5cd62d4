package org.icws.testbench.control;

import java.util.List;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.text.TextAlignment;

/** One mark per poll: x time, y duration on a log scale. Hollow = empty page, filled = some, square = full page. */
public final class PollTimeline extends ThemedCanvas {

    /** How many messages a poll brought; FAILED brought an error. */
    public enum Page {
        EMPTY,
        SOME,
        FULL,
        FAILED
    }

    /**
     * One poll.
     *
     * @param at 0 (left edge) to 1 (now)
     * @param millis duration
     */
    public record Poll(double at, double millis, Page page) {}

    /**
     * Everything that is drawn.
     *
     * @param p95Millis dashed line; 0 = none (too few samples)
     * @param times labels of the time axis, evenly spread
     */
    public record Picture(List<Poll> polls, double p95Millis, List<String> times) {

        public static final Picture EMPTY = new Picture(List.of(), 0, List.of());
    }

    private static final double[] TICKS = {.2, .5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000};
    private static final double LEFT = 64;

    private Picture picture = Picture.EMPTY;

    public PollTimeline() {
        super(600, 200);
    }

    /** Shows another picture. */
    public void show(Picture next) {
        picture = next;
        repaint();
    }

    @Override
    protected void paint(GraphicsContext g, double w, double h) {
        double bottom = h - 20;
        double low = picture.polls().stream().mapToDouble(Poll::millis).min().orElse(1);
        double high = picture.polls().stream().mapToDouble(Poll::millis).max().orElse(10);
        Scale scale = Scale.around(low, high, bottom);
        for (double t : TICKS) {
            if (t >= scale.min() * .999 && t <= scale.max() * 1.001) {
                double y = scale.y(t);
                hair(g, LEFT, y, w - 4, y, c("grid"));
                String tick = (t < 1 ? String.valueOf(t) : String.format("%,d", (int) t)) + " ms";
                text(g, tick, LEFT - 8, y, mono(10), c("faint"), TextAlignment.RIGHT);
            }
        }
        paintTimes(g, w, h);
        for (Poll p : picture.polls()) {
            paintPoll(g, p.page(), LEFT + 4 + p.at() * (w - LEFT - 12), scale.y(p.millis()));
        }
        if (picture.p95Millis() > 0) {
            paintP95(g, w, scale.y(Math.max(scale.min(), Math.min(scale.max(), picture.p95Millis()))));
        }
    }

    private void paintTimes(GraphicsContext g, double w, double h) {
        axis(g, picture.times(), LEFT, w - 4, h - 8);
    }

    private void paintPoll(GraphicsContext g, Page page, double x, double y) {
        g.setLineWidth(1);
        switch (page) {
            case EMPTY -> {
                g.setStroke(c("service-line"));
                g.strokeOval(x - 2, y - 2, 4, 4);
            }
            case SOME -> {
                g.setFill(c("down-line"));
                g.fillOval(x - 3, y - 3, 6, 6);
            }
            case FULL -> {
                g.setFill(c("warn-line"));
                g.fillRoundRect(x - 3.5, y - 3.5, 7, 7, 2, 2);
            }
            case FAILED -> {
                g.setStroke(c("fail-line"));
                g.setLineWidth(1.6);
                g.strokeLine(x - 3, y - 3, x + 3, y + 3);
                g.strokeLine(x - 3, y + 3, x + 3, y - 3);
            }
        }
    }

    private void paintP95(GraphicsContext g, double w, double y) {
        g.setLineDashes(5, 4);
        hair(g, LEFT, y, w - 4, y, c("muted"));
        g.setLineDashes();
        String words = String.format("p95 %.1f ms", picture.p95Millis());
        double wide = width(words, mono(10.5)) + 8;
        g.setFill(c("surface"));
        g.fillRect(w - wide - 4, y - 17, wide, 14);
        text(g, words, w - 8, y - 9, mono(10.5), c("text"), TextAlignment.RIGHT);
    }

    /** A log scale whose ends are ticks. */
    private record Scale(double min, double max, double bottom) {

        static Scale around(double low, double high, double bottom) {
            double min = TICKS[0];
            double max = TICKS[TICKS.length - 1];
            for (double t : TICKS) {
                min = t <= low ? t : min;
            }
            for (int i = TICKS.length - 1; i >= 0; i--) {
                max = TICKS[i] >= high ? TICKS[i] : max;
            }
            // At least one decade, so that noise does not look like a mountain.
            return new Scale(min, Math.max(max, min * 10), bottom);
        }

        double y(double ms) {
            double share = (Math.log(Math.max(ms, min)) - Math.log(min)) / (Math.log(max) - Math.log(min));
            return bottom - 6 - share * (bottom - 14);
        }
    }
}
