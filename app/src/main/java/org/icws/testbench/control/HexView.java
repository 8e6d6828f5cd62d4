package org.icws.testbench.control;

import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;

/** Offset, sixteen bytes, text. Ranges are tinted; the selected one (from a tree node) is stronger. */
public class HexView extends ThemedCanvas {

    /** @param token colour family of the tint, e.g. "up", "warn", "tampered" */
    public record Range(int from, int to, String token, boolean selected) {}

    private static final double ROW = 19;
    private static final Font FONT = mono(11.5);
    private final double cell = width("0", FONT);
    private byte[] data;
    private Range[] ranges;
    private int firstRow;
    private int perRow = 16; // 8 where the pane is narrow

    public HexView(byte[] data, Range... ranges) {
        super(520, 20);
        setData(data, ranges);
    }

    public final void setData(byte[] bytes, Range... next) {
        data = bytes.clone();
        ranges = next.clone();
        firstRow = 0;
        setMinHeight(0);
        setAccessibleText(bytes.length + " bytes in hexadecimal");
        repaint();
    }

    /** Tints other ranges of the same bytes. */
    public final void setRanges(Range... next) {
        ranges = next.clone();
        repaint();
    }

    int perRow() {
        return perRow;
    }

    public int rows() {
        return (data.length + perRow - 1) / perRow;
    }

    @Override
    protected void layoutChildren() {
        int fits = getWidth() >= cell * 72 + 16 ? 16 : 8;
        if (fits != perRow) {
            perRow = fits;
        }
        super.layoutChildren();
    }

    /** Only the visible rows are painted; bind this to a ScrollBar for long data. */
    public void setFirstRow(int row) {
        firstRow = Math.max(0, row);
        repaint();
    }

    private double hexX(int col) {
        return cell * 6 + 8 + col * cell * 3 + (col >= 8 ? cell : 0);
    }

    private double asciiX(int col) {
        return hexX(perRow - 1) + cell * 4.5 + col * cell;
    }

    @Override
    protected void paint(GraphicsContext g, double w, double h) {
        int visible = (int) Math.ceil(h / ROW);
        for (int r = 0; r < visible && firstRow + r < rows(); r++) {
            int base = (firstRow + r) * perRow;
            double y = r * ROW + ROW / 2 + 1;
            text(g, String.format("%04x", base), 0, y, FONT, c("faint"), TextAlignment.LEFT);
            for (Range range : ranges) {
                paintRange(g, range, base, y);
            }
            for (int i = 0; i < perRow && base + i < data.length; i++) {
                int b = data[base + i] & 0xff;
                Color fg = colourOf(base + i, b);
                text(g, String.format("%02x", b), hexX(i), y, FONT, fg, TextAlignment.LEFT);
                boolean print = b >= 32 && b < 127;
                text(
                        g,
                        print ? String.valueOf((char) b) : "·",
                        asciiX(i),
                        y,
                        FONT,
                        print ? fg : c("disabled"),
                        TextAlignment.LEFT);
            }
        }
    }

    private void paintRange(GraphicsContext g, Range range, int base, double y) {
        int from = Math.max(range.from(), base) - base;
        int to = Math.min(range.to(), base + perRow) - base; // exclusive
        if (from >= to) {
            return;
        }
        double[][] boxes = {
            {hexX(from) - 3, hexX(to - 1) + 2 * cell + 3 - (hexX(from) - 3)},
            {asciiX(from) - 1, (to - from) * cell + 2}
        };
        for (double[] b : boxes) {
            g.setFill(range.selected() ? c(range.token() + "-line", .26) : c(range.token() + "-soft"));
            g.fillRoundRect(b[0], y - ROW / 2, b[1], ROW, 4, 4);
        }
    }

    private Color colourOf(int index, int value) {
        for (Range r : ranges) {
            if (index >= r.from() && index < r.to()) {
                return c(r.token());
            }
        }
        return value == 0 ? c("disabled") : c("text");
    }
}
