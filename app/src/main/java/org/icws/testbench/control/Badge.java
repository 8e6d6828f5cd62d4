package org.icws.testbench.control;

import java.util.Locale;
import javafx.scene.control.Label;
import org.kordamp.ikonli.javafx.FontIcon;

/** A word and a glyph on a tinted ground. The tone is a style class; the glyph repeats the meaning without colour. */
public final class Badge extends Label {

    /** What a badge means. */
    public enum Tone {
        UP("fth-arrow-up"),
        DOWN("fth-arrow-down"),
        SERVICE("fth-circle"),
        OK("fth-check"),
        WARN("fth-alert-triangle"),
        FAIL("fth-x"),
        TAMPERED("fth-edit-3"),
        NEUTRAL(null);

        private final String icon;

        Tone(String icon) {
            this.icon = icon;
        }

        /** The style class that tints. */
        public String styleClass() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final FontIcon glyph = new FontIcon();
    private Tone tone;

    public Badge(Tone tone, String word) {
        super(word);
        // Neither label nor icon to the style sheets: a table has hundreds of these, and each would be tried against
        // some
        // sixty rules for either kind.
        getStyleClass().setAll("badge");
        glyph.getStyleClass().setAll("badge-glyph");
        setMinWidth(USE_PREF_SIZE);
        show(tone, word);
    }

    /** Without the ground: for table rows, which may carry a tint already. */
    public Badge bare() {
        getStyleClass().add("bare");
        return this;
    }

    /** Changes the meaning and the word; a badge in a table cell is used again for every row. */
    public void show(Tone next, String word) {
        setText(word);
        if (tone == next) {
            return;
        }
        if (tone != null) {
            getStyleClass().remove(tone.styleClass());
        }
        tone = next;
        getStyleClass().add(next.styleClass());
        if (next.icon == null) {
            setGraphic(null);
        } else {
            glyph.setIconLiteral(next.icon);
            setGraphic(glyph);
        }
    }
}
