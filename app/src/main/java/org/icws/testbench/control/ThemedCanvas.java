package org.icws.testbench.control;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javafx.css.CssMetaData;
import javafx.css.Styleable;
import javafx.css.StyleableProperty;
import javafx.css.StyleablePropertyFactory;
import javafx.geometry.VPos;
import javafx.scene.AccessibleRole;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;
import javafx.scene.transform.Scale;

/**
 * A canvas that follows the theme. A Canvas has no CSS of its own; this region owns one styleable colour per token
 * ("-paint-up", "-paint-border", …), set once for ".themed-canvas" in the style sheet. A theme switch, a resize or
 * {@link #repaint()} only mark the region dirty; painting happens in the layout pass, so at most once per pulse.
 */
public abstract class ThemedCanvas extends Region {

    private static final String[] NAMES = {
        "text",
        "muted",
        "faint",
        "disabled",
        "ink",
        "on-ink",
        "canvas",
        "surface",
        "raised",
        "sunken",
        "selected",
        "border",
        "border-strong",
        "grid",
        "up",
        "up-soft",
        "up-line",
        "down",
        "down-soft",
        "down-line",
        "service",
        "service-soft",
        "service-line",
        "ok",
        "ok-soft",
        "ok-line",
        "warn",
        "warn-soft",
        "warn-line",
        "fail",
        "fail-soft",
        "fail-line",
        "tampered",
        "tampered-soft",
        "tampered-line"
    };
    private static final double AXIS_GAP = 14;
    private static final double MOST_ZOOM = 4;
    private static final double MOST_PIXELS = 8_000;
    private static final StyleablePropertyFactory<ThemedCanvas> FACTORY =
            new StyleablePropertyFactory<>(Region.getClassCssMetaData());

    private final Map<String, StyleableProperty<Color>> colours = new LinkedHashMap<>();
    private final Canvas canvas = new Canvas();
    private final Scale shrink = new Scale(1, 1);

    protected ThemedCanvas(double prefWidth, double prefHeight) {
        getStyleClass().add("themed-canvas");
        setAccessibleRole(AccessibleRole.IMAGE_VIEW); // the owner sets the text: what does the picture show?
        for (String name : NAMES) {
            StyleableProperty<Color> p = FACTORY.createStyleableColorProperty(
                    this, name, "-paint-" + name, s -> s.colours.get(name), Color.GRAY);
            colours.put(name, p);
            ((javafx.beans.value.ObservableValue<?>) p).addListener(o -> repaint());
        }
        canvas.setManaged(false);
        canvas.getTransforms().add(shrink);
        canvas.setMouseTransparent(true); // the region takes the mouse, so tooltips and focus work on it
        getChildren().add(canvas);
        setPrefSize(prefWidth, prefHeight);
        setMinSize(0, 0);
    }

    /** Draw everything for the given size; the area is already cleared. */
    protected abstract void paint(GraphicsContext g, double w, double h);

    public final void repaint() {
        requestLayout();
    }

    @Override
    protected void layoutChildren() {
        double w = getWidth();
        double h = getHeight();
        // In a zoomed window the canvas gets as many pixels as it covers; a scaled picture would be blurred.
        double zoom = Math.max(1, Math.min(MOST_ZOOM, getLocalToSceneTransform().getMxx()));
        // Before it shrinks: what lies beyond its edge then would shine through at the edge.
        GraphicsContext g = canvas.getGraphicsContext2D();
        g.setTransform(1, 0, 0, 1, 0, 0);
        g.clearRect(0, 0, canvas.getWidth(), canvas.getHeight());
        // Whole pixels: of one that the canvas has in part, something would be left when it is cleared.
        canvas.setWidth(Math.min(Math.ceil(w * zoom), MOST_PIXELS));
        canvas.setHeight(Math.min(Math.ceil(h * zoom), MOST_PIXELS));
        shrink.setX(1 / zoom);
        shrink.setY(1 / zoom);
        g.clearRect(0, 0, canvas.getWidth(), canvas.getHeight());
        g.setTransform(zoom, 0, 0, zoom, 0, 0);
        g.setTextBaseline(VPos.CENTER);
        if (w > 1 && h > 1) {
            paint(g, w, h);
        }
    }

    /** The current value of a colour token. */
    protected final Color c(String token) {
        StyleableProperty<Color> p = colours.get(token);
        return p == null ? Color.GRAY : p.getValue();
    }

    protected final Color c(String token, double alpha) {
        Color base = c(token);
        return new Color(base.getRed(), base.getGreen(), base.getBlue(), base.getOpacity() * alpha);
    }

    /** Text with its vertical middle at y. */
    protected static void text(GraphicsContext g, String s, double x, double y, Font f, Color color, TextAlignment a) {
        g.setFont(f);
        g.setFill(color);
        g.setTextAlign(a);
        g.fillText(s, x, y);
    }

    /** A line through pixel centres: one device pixel wide, not two grey ones. */
    protected static void hair(GraphicsContext g, double x1, double y1, double x2, double y2, Color color) {
        g.setStroke(color);
        g.setLineWidth(1);
        g.strokeLine(Math.floor(x1) + .5, Math.floor(y1) + .5, Math.floor(x2) + .5, Math.floor(y2) + .5);
    }

    /** Words below an axis, the first at its left end, the last at its right end; where all have no room, fewer. */
    protected final void axis(GraphicsContext g, List<String> words, double left, double right, double y) {
        int last = words.size() - 1;
        double widest =
                words.stream().mapToDouble(s -> width(s, mono(10))).max().orElse(0);
        int step = 1;
        while (step < last && (last % step != 0 || (right - left) * step / last < widest + AXIS_GAP)) {
            step++;
        }
        for (int i = 0; i <= last; i += Math.max(1, step)) {
            TextAlignment a = i == 0 ? TextAlignment.LEFT : i == last ? TextAlignment.RIGHT : TextAlignment.CENTER;
            text(g, words.get(i), left + (right - left) * i / Math.max(1, last), y, mono(10), c("faint"), a);
        }
    }

    private static final Map<String, Double> WIDTHS = new LinkedHashMap<>(256, .75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Double> eldest) {
            return size() > 2000;
        }
    };

    /** Measured text width. Cached: measuring costs more than drawing. FX thread only. */
    protected static double width(String s, Font f) {
        return WIDTHS.computeIfAbsent(f.getName() + f.getSize() + s, k -> {
            javafx.scene.text.Text t = new javafx.scene.text.Text(s);
            t.setFont(f);
            return t.getLayoutBounds().getWidth();
        });
    }

    protected static Font ui(double size) {
        return Font.font("Inter", size);
    }

    protected static Font semi(double size) {
        return Font.font("Inter SemiBold", size);
    }

    protected static Font mono(double size) {
        return Font.font("JetBrains Mono", size);
    }

    @Override
    public List<CssMetaData<? extends Styleable, ?>> getCssMetaData() {
        return FACTORY.getCssMetaData();
    }
}
