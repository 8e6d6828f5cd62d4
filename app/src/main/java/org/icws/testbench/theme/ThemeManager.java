package org.icws.testbench.theme;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import java.net.URL;
import java.util.List;
import javafx.application.Application;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.Scene;

/**
 * Dresses one scene and changes its clothes at once when {@link #themeProperty()} changes. FX thread only.
 *
 * <p>Load order: the user agent sheet of AtlantaFX, then our tokens, the base and the components; only the first two
 * differ between the themes. Last comes the sheet that gives ControlsFX the colour names it looks for.
 */
public final class ThemeManager {

    private final ObjectProperty<Theme> theme = new SimpleObjectProperty<>(this, "theme");

    public ThemeManager(Theme initial) {
        theme.set(initial);
    }

    /** Dresses the scene now and on every later change. */
    public void install(Scene scene) {
        apply(scene, theme.get());
        theme.addListener((o, old, now) -> apply(scene, now));
    }

    public ObjectProperty<Theme> themeProperty() {
        return theme;
    }

    /** Changes to the other theme. */
    public void toggle() {
        theme.set(theme.get().other());
    }

    private static void apply(Scene scene, Theme theme) {
        // The binary form saves parsing some 150 kB of CSS before the first frame.
        Application.setUserAgentStylesheet(
                theme == Theme.LIGHT
                        ? new PrimerLight().getUserAgentStylesheetBSS()
                        : new PrimerDark().getUserAgentStylesheetBSS());
        scene.getStylesheets()
                .setAll(List.of(
                        sheet(theme.tokenSheet()),
                        sheet("base.css"),
                        sheet("components.css"),
                        sheet("bridge-controlsfx.css")));
    }

    /** What a pop-over of ControlsFX needs on its own root to follow the theme. */
    public static String popOverSheet() {
        return sheet("popover.css");
    }

    private static String sheet(String name) {
        URL url = ThemeManager.class.getResource(name);
        if (url == null) {
            throw new IllegalStateException("The style sheet " + name + " is missing from the application");
        }
        return url.toExternalForm();
    }
}
