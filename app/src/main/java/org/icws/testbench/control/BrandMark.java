package org.icws.testbench.control;

import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.shape.StrokeLineCap;
import javafx.scene.shape.StrokeLineJoin;

/** The product mark at any size. Its colours are its own: it looks the same in both themes. */
public final class BrandMark extends ThemedCanvas {

    private static final Color GROUND = Color.web("#171B22");
    private static final Color UP = Color.web("#6FA8FF");
    private static final Color DOWN = Color.web("#B48CFF");

    public BrandMark(double size) {
        super(size, size);
        setMinSize(size, size);
        setMaxSize(size, size);
        setAccessibleText("IC WebSocket Testbench");
    }

    @Override
    protected void paint(GraphicsContext g, double w, double h) {
        g.save();
        g.scale(w / 16, h / 16);
        g.setFill(GROUND);
        g.fillRoundRect(0, 0, 16, 16, 7.2, 7.2);
        g.setLineWidth(1.9);
        g.setLineCap(StrokeLineCap.ROUND);
        g.setLineJoin(StrokeLineJoin.ROUND);
        g.setStroke(UP);
        g.strokePolyline(new double[] {2.7, 5, 2.7}, new double[] {4, 8, 12}, 3);
        g.setStroke(DOWN);
        g.strokePolyline(new double[] {13.3, 11, 13.3}, new double[] {4, 8, 12}, 3);
        g.setFill(Color.WHITE);
        g.fillOval(6, 6, 4, 4);
        g.restore();
    }
}
