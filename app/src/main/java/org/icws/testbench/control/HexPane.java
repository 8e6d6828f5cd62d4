package org.icws.testbench.control;

import javafx.geometry.Orientation;
import javafx.scene.control.ScrollBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;

/** A hex view of any length: only what is in sight is painted. */
public final class HexPane extends HBox {

    private static final double ROW = 19;

    private final HexView hex = new HexView(new byte[0]);
    private final ScrollBar bar = new ScrollBar();

    public HexPane() {
        bar.setOrientation(Orientation.VERTICAL);
        bar.setUnitIncrement(1);
        HBox.setHgrow(hex, Priority.ALWAYS);
        getChildren().addAll(hex, bar);
        setMinHeight(0);
        bar.valueProperty().addListener((o, old, now) -> hex.setFirstRow((int) Math.round(now.doubleValue())));
        setOnScroll(e -> bar.setValue(clamp(bar.getValue() - e.getDeltaY() / ROW)));
        heightProperty().addListener(o -> measure());
        widthProperty().addListener(o -> measure());
    }

    /** Shows other bytes from their beginning. */
    public void setData(byte[] bytes, HexView.Range... ranges) {
        hex.setData(bytes, ranges);
        bar.setValue(0);
        measure();
    }

    /** Tints other ranges of the same bytes and brings the first one into sight. */
    public void setRanges(HexView.Range... ranges) {
        hex.setRanges(ranges);
        if (ranges.length > 0) {
            int row = ranges[0].from() / hex.perRow();
            int visible = visible();
            if (row < bar.getValue() || row >= bar.getValue() + visible) {
                bar.setValue(clamp(row - 1));
            }
        }
    }

    /** How high all rows are. */
    public double wholeHeight() {
        return hex.rows() * ROW;
    }

    private int visible() {
        return Math.max(1, (int) (getHeight() / ROW));
    }

    private double clamp(double value) {
        return Math.max(0, Math.min(bar.getMax(), value));
    }

    private void measure() {
        double most = Math.max(0, hex.rows() - visible());
        bar.setMax(most);
        bar.setVisibleAmount(most == 0 ? 1 : most * visible() / Math.max(1.0, hex.rows()));
        bar.setVisible(most > 0);
        bar.setManaged(most > 0);
    }
}
