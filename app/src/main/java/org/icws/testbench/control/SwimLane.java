package org.icws.testbench.control;

import java.util.List;
import java.util.function.LongConsumer;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;

/**
 * Clients, gateway and canisters as columns, time downwards. Every event has a row of its own, so labels never lie on top
 * of each other; a quiet stretch is folded into one row that says how long it was. The newest row stays in sight.
 */
public final class SwimLane extends ThemedCanvas {

    /** A vertical line inside a lane: lane 0 clients, 1 gateway, 2 canisters; x as a share of the whole width. */
    public record Track(int lane, double x, String name, String sub) {}

    /**
     * One arrow.
     *
     * @param id what {@link #setOnSelect} reports; negative if it cannot be selected
     * @param row where it starts
     * @param rows how many rows it falls
     * @param from index of the track it leaves
     * @param to index of the track it reaches
     * @param family colour: up, down, service, fail, tampered
     * @param end mark at the head: "ok", "warn", "fail" or ""
     * @param thin a poll: hairline, no pill
     */
    public record Arrow(
            long id,
            double row,
            double rows,
            int from,
            int to,
            String time,
            String family,
            String label,
            String detail,
            String end,
            boolean thin) {}

    /** A folded quiet stretch. */
    public record Gap(double row, String text) {}

    /** Everything that is drawn. */
    public record Picture(List<Track> tracks, List<Arrow> arrows, List<Gap> gaps) {

        public static final Picture EMPTY = new Picture(List.of(), List.of(), List.of());
    }

    /** Height of one row in pixels. */
    public static final double ROW_HEIGHT = 28;

    /** Space above the first row: lane titles and track names. */
    public static final double TOP = 74;

    private static final double FOOT = 22;
    private static final Font LABEL = ui(11.5);
    private static final Font DETAIL = mono(10.5);
    private static final double MARK = 13;
    private static final String[] TITLES = {"Clients", "Gateway", "Canisters"};
    private static final double[] LANE_FROM = {.08, .49, .80};
    private static final double[] LANE_TO = {.38, .71, 1};

    private Picture picture = Picture.EMPTY;
    private long selected = -1;
    private double lift; // how far the rows are scrolled up so that the newest one is in sight
    private LongConsumer onSelect = id -> {};
    private LongConsumer onOpen = id -> {};

    public SwimLane() {
        super(800, 500);
        setOnMouseClicked(e -> {
            select(e.getY());
            if (e.getClickCount() == 2 && selected >= 0) {
                onOpen.accept(selected);
            }
        });
    }

    /** Shows another picture. */
    public void show(Picture next, long selectedId) {
        if (picture.equals(next) && selected == selectedId) {
            return;
        }
        picture = next;
        selected = selectedId;
        repaint();
    }

    /** Called with the id of an arrow that was clicked. */
    public void setOnSelect(LongConsumer listener) {
        onSelect = listener;
    }

    /** Called with the id of an arrow that was double-clicked. */
    public void setOnOpen(LongConsumer listener) {
        onOpen = listener;
    }

    /** Left and right border of a lane as shares of the width. */
    public static double laneFrom(int lane) {
        return LANE_FROM[lane];
    }

    public static double laneTo(int lane) {
        return LANE_TO[lane];
    }

    private void select(double mouseY) {
        picture.arrows().stream()
                .filter(a -> a.id() >= 0 && Math.abs(y(a.row() + a.rows() / 2) - mouseY) < ROW_HEIGHT / 2)
                .findFirst()
                .ifPresent(a -> onSelect.accept(a.id()));
    }

    private double y(double row) {
        return TOP + row * ROW_HEIGHT - lift;
    }

    @Override
    protected void paint(GraphicsContext g, double w, double h) {
        double last = Math.max(
                picture.arrows().stream()
                        .mapToDouble(a -> a.row() + a.rows())
                        .max()
                        .orElse(0),
                picture.gaps().stream().mapToDouble(Gap::row).max().orElse(0));
        lift = Math.max(0, TOP + last * ROW_HEIGHT + FOOT - h);
        paintLanes(g, w, h);
        for (Gap gap : picture.gaps()) {
            if (y(gap.row()) >= TOP) {
                paintGap(g, gap, w);
            }
        }
        for (Arrow arrow : picture.arrows()) {
            if (y(arrow.row()) >= TOP - 2) {
                paintArrow(g, arrow, w);
            }
        }
    }

    private void paintLanes(GraphicsContext g, double w, double h) {
        for (int i = 0; i < TITLES.length; i++) {
            double x = LANE_FROM[i] * w;
            double laneWidth = (LANE_TO[i] - LANE_FROM[i]) * w;
            g.setFill(c("sunken"));
            g.fillRoundRect(x, 0, laneWidth, h, 16, 16);
            text(g, TITLES[i], x + laneWidth / 2, 17, semi(12), c("text"), TextAlignment.CENTER);
        }
        for (Track t : picture.tracks()) {
            double x = t.x() * w;
            text(g, t.name(), x, 35, ui(11), c("muted"), TextAlignment.CENTER);
            text(g, t.sub(), x, 49, mono(9.5), c("faint"), TextAlignment.CENTER);
            g.setStroke(c("border-strong"));
            g.setLineWidth(t.lane() == 1 ? 3 : 1.5);
            g.strokeLine(x, 58, x, h - 6);
        }
    }

    private void paintGap(GraphicsContext g, Gap gap, double w) {
        double y = y(gap.row());
        g.setLineDashes(2, 4);
        hair(g, LANE_FROM[0] * w, y, w - 8, y, c("border-strong"));
        g.setLineDashes();
        double textWidth = width(gap.text(), DETAIL) + 14;
        double x = (LANE_FROM[1] + LANE_TO[1]) / 2 * w;
        g.setFill(c("surface"));
        g.fillRoundRect(x - textWidth / 2, y - 9, textWidth, 18, 18, 18);
        g.setStroke(c("border"));
        g.strokeRoundRect(x - textWidth / 2 + .5, y - 8.5, textWidth - 1, 17, 17, 17);
        text(g, gap.text(), x, y, DETAIL, c("faint"), TextAlignment.CENTER);
    }

    private void paintArrow(GraphicsContext g, Arrow a, double w) {
        boolean chosen = a.id() >= 0 && a.id() == selected;
        double x1 = picture.tracks().get(a.from()).x() * w;
        double x2 = picture.tracks().get(a.to()).x() * w;
        double y1 = y(a.row());
        double y2 = y(a.row() + a.rows());
        double stop = x2 - Math.signum(x2 - x1) * (a.end().isEmpty() ? 3 : 10);
        Color line = c(a.family() + "-line");
        if (!a.time().isEmpty()) {
            double timeX = LANE_FROM[0] * w - 12;
            text(g, a.time(), timeX, y1, DETAIL, c(chosen ? "text" : "faint"), TextAlignment.RIGHT);
        }
        if (chosen) {
            g.setStroke(c(a.family() + "-line", .22));
            g.setLineWidth(9);
            g.strokeLine(x1, y1, stop, y2);
        }
        g.setStroke(line);
        g.setLineWidth(a.thin() ? 1 : chosen ? 2.4 : 1.8);
        g.strokeLine(x1, y1, stop, y2);
        paintHead(g, stop, y2, Math.atan2(y2 - y1, stop - x1), a.thin() ? 5 : 7, line);
        g.setFill(a.thin() ? c("surface") : line);
        g.fillOval(x1 - 3, y1 - 3, 6, 6);
        if (a.thin()) {
            g.strokeOval(x1 - 2.5, y1 - 2.5, 5, 5);
        }
        paintPill(g, a, chosen, (x1 + x2) / 2, (y1 + y2) / 2, Math.abs(x2 - x1) - 2 * MARK);
        paintMark(g, a.end(), x2, y2);
    }

    private static void paintHead(GraphicsContext g, double x, double y, double angle, double size, Color colour) {
        g.setFill(colour);
        g.fillPolygon(
                new double[] {x, x - size * Math.cos(angle - .45), x - size * Math.cos(angle + .45)},
                new double[] {y, y - size * Math.sin(angle - .45), y - size * Math.sin(angle + .45)},
                3);
    }

    private void paintPill(GraphicsContext g, Arrow a, boolean chosen, double midX, double midY, double room) {
        if (a.label().isEmpty()) {
            return;
        }
        double detailWidth = a.detail().isEmpty() ? 0 : width(a.detail(), DETAIL) + 7;
        String label = fitting(a.label(), room - detailWidth - 14);
        double labelWidth = width(label, LABEL);
        double w = labelWidth + detailWidth + 14;
        double x = midX - w / 2;
        double h = a.thin() ? 16 : 20;
        g.setFill(c("surface"));
        g.fillRoundRect(x, midY - h / 2, w, h, 10, 10);
        if (!a.thin()) {
            g.setFill(c(a.family() + "-soft"));
            g.fillRoundRect(x, midY - h / 2, w, h, 10, 10);
        }
        if (chosen) {
            g.setStroke(c(a.family() + "-line"));
            g.setLineWidth(1);
            g.strokeRoundRect(Math.floor(x) + .5, Math.floor(midY - h / 2) + .5, Math.floor(w), h - 1, 10, 10);
        }
        text(g, label, x + 7, midY, LABEL, c(a.thin() ? "faint" : a.family()), TextAlignment.LEFT);
        if (detailWidth > 0) {
            text(g, a.detail(), x + 14 + labelWidth, midY, DETAIL, c(a.thin() ? "faint" : "muted"), TextAlignment.LEFT);
        }
    }

    /** As much of a text as there is room for beside the marks at both ends. */
    private static String fitting(String text, double room) {
        if (width(text, LABEL) <= room) {
            return text;
        }
        int least = Math.min(4, text.length());
        int end = text.length() - (text.endsWith("…") ? 1 : 0);
        while (end > least && width(text.substring(0, end) + "…", LABEL) > room) {
            end--;
        }
        return text.substring(0, end).stripTrailing() + "…";
    }

    private void paintMark(GraphicsContext g, String end, double x, double y) {
        if (end.isEmpty()) {
            return;
        }
        g.setFill(c("surface"));
        g.fillOval(x - 9.5, y - 9.5, 19, 19);
        g.setFill(c(end + "-line"));
        g.fillOval(x - 7.5, y - 7.5, 15, 15);
        g.setStroke(c("surface"));
        g.setLineWidth(1.7);
        switch (end) {
            case "ok" ->
                g.strokePolyline(new double[] {x - 3.4, x - .9, x + 3.5}, new double[] {y + .2, y + 2.7, y - 2.6}, 3);
            case "warn" -> g.strokeLine(x, y - 3.4, x, y + .8);
            default -> {
                g.strokeLine(x - 2.7, y - 2.7, x + 2.7, y + 2.7);
                g.strokeLine(x + 2.7, y - 2.7, x - 2.7, y + 2.7);
            }
        }
    }
}
