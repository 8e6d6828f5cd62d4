package org.icws.testbench.theme;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import javafx.scene.text.Font;

/** Makes the bundled type faces known to JavaFX. The style sheets name them by family. */
public final class Fonts {

    private static final String[] FILES = {
        "Inter-Regular.ttf",
        "Inter-SemiBold.ttf",
        "Inter-Italic.ttf",
        "JetBrainsMono-Regular.ttf",
        "JetBrainsMono-Bold.ttf"
    };

    private Fonts() {}

    /**
     * Loads every face. Call once, before the first scene is made.
     *
     * @throws IllegalStateException if a face is missing or broken: a silent fall-back would change every measure
     */
    public static void load() {
        for (String file : FILES) {
            try (InputStream in = Fonts.class.getResourceAsStream("fonts/" + file)) {
                if (in == null || Font.loadFont(in, 13) == null) {
                    throw new IllegalStateException("The font " + file + " could not be loaded from the application");
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
