package org.icws.icons;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.List;

/**
 * The testbench's icon as square PNG pictures and as a Windows icon file.
 *
 * <p>Stateless and safe for use by several threads. Sizes are in pixels per side.
 */
public final class AppIcon {
    /** The sizes that exist as PNG, ascending. Up to 24 px the picture is a simpler drawing. */
    public static final List<Integer> SIZES = List.of(16, 24, 32, 48, 64, 128, 256, 512);

    private static final String ICO = "icon.ico";

    private AppIcon() {}

    /**
     * Returns the PNG of one size.
     *
     * @param size one of {@link #SIZES}
     * @return where the picture is on the class path
     * @throws IllegalArgumentException if there is no picture of that size
     */
    public static URL png(int size) {
        if (!SIZES.contains(size)) {
            throw new IllegalArgumentException("There is no icon of " + size + " px; there are " + SIZES);
        }
        return resource("icon-" + size + ".png");
    }

    /**
     * Returns all sizes, ascending, so that a window system can choose for title bar, task bar and switcher.
     *
     * @return one location on the class path for each of {@link #SIZES}
     */
    public static List<URL> windowIcons() {
        return SIZES.stream().map(AppIcon::png).toList();
    }

    /**
     * Returns the Windows icon file with the sizes 16 to 256, as installers want it.
     *
     * @return the bytes of the {@code .ico} file
     * @throws UncheckedIOException if the resource cannot be read
     */
    public static byte[] ico() {
        try (InputStream in = resource(ICO).openStream()) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the icon file " + ICO, e);
        }
    }

    private static URL resource(String name) {
        URL url = AppIcon.class.getResource(name);
        if (url == null) {
            throw new IllegalStateException("The class path lacks the icon " + name);
        }
        return url;
    }
}
