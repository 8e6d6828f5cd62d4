package org.icws.testbench.control;

import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/** One number that matters: label, value with unit, a note below, and optionally a sparkline at the right edge. */
public final class StatTile extends VBox {

    private static final double WIDEST = 320;

    private final Label value = Nodes.words("–");
    private final Label unit = Nodes.words("");
    private final Label note = Nodes.words("");
    private final Sparkline line;

    /**
     * @param icon name of a Feather icon, or null
     * @param tone style class of the icon such as "fg-up", or empty
     * @param token colour family of the sparkline, or null for none
     */
    public StatTile(String label, String icon, String tone, String token) {
        getStyleClass().add("stat-tile");
        setMaxWidth(WIDEST);
        setPrefWidth(180); // the same for all, so that tiles of a row are equally wide
        setMinWidth(0); // a long number would ask for more
        HBox.setHgrow(this, Priority.ALWAYS);
        HBox head = new HBox(6);
        head.getStyleClass().add("head");
        head.setAlignment(Pos.CENTER_LEFT);
        if (icon != null) {
            FontIcon glyph = new FontIcon(icon);
            if (!tone.isEmpty()) {
                glyph.getStyleClass().add(tone);
            }
            head.getChildren().add(glyph);
        }
        head.getChildren().add(Nodes.words(label));
        value.getStyleClass().add("value");
        value.setMinWidth(Region.USE_PREF_SIZE);
        unit.getStyleClass().add("unit");
        unit.setMinWidth(Region.USE_PREF_SIZE);
        note.getStyleClass().add("t-caption");
        HBox number = new HBox(4, value, unit);
        number.setMinHeight(32);
        number.setAlignment(Pos.BASELINE_LEFT);
        HBox body = new HBox(6, number);
        body.setAlignment(Pos.CENTER_LEFT);
        line = token == null ? null : new Sparkline(token);
        if (line != null) {
            line.setPrefSize(84, 30);
            line.setMinWidth(30);
            line.setMaxSize(110, 30);
            body.getChildren().addAll(Nodes.spacer(), line);
        }
        getChildren().addAll(head, body, note);
    }

    /** Shows a value, its unit (may be empty) and a note. */
    public void show(String number, String unitText, String noteText) {
        value.setText(number);
        unit.setText(unitText);
        note.setText(noteText);
        setAccessibleText(number + " " + unitText + ", " + noteText);
    }

    /** Shows the course of the value, oldest first; fewer than two values draw nothing. */
    public void showCourse(double... values) {
        if (line != null) {
            line.setValues(values);
        }
    }
}
