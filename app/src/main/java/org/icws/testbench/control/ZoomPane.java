package org.icws.testbench.control;

import javafx.beans.property.DoubleProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.scene.layout.Region;
import javafx.scene.transform.Scale;

/**
 * Shows one region larger or smaller, like the zoom of a browser. The region never gets less room than it can be used in:
 * then it is enlarged less, or made a little smaller.
 */
public final class ZoomPane extends Region {

    private static final double LEAST_WIDTH = 1000;
    private static final double LEAST_HEIGHT = 620;

    /** Smaller than this nobody reads it. */
    private static final double SMALLEST = 0.7;

    private final Region content;
    private final Scale scale = new Scale(1, 1);
    private final PopUpZoom popUps;
    private final DoubleProperty zoom = new SimpleDoubleProperty(this, "zoom", 1);

    public ZoomPane(Region content) {
        this.content = content;
        content.getTransforms().add(scale);
        getChildren().add(content);
        zoom.addListener(o -> requestLayout());
        popUps = new PopUpZoom(this);
    }

    /** The wanted factor; 1 = as designed. */
    public DoubleProperty zoomProperty() {
        return zoom;
    }

    /** The factor in force. */
    public double shown() {
        return scale.getX();
    }

    @Override
    protected void layoutChildren() {
        double most = Math.max(SMALLEST, Math.min(getWidth() / LEAST_WIDTH, getHeight() / LEAST_HEIGHT));
        double now = Math.min(zoom.get(), most);
        scale.setX(now);
        scale.setY(now);
        content.resizeRelocate(0, 0, getWidth() / now, getHeight() / now);
    }
}
