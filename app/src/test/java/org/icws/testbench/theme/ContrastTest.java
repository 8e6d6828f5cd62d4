package org.icws.testbench.theme;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every colour pair that carries words or meaning is far enough apart, by the WCAG formula, in both themes. */
class ContrastTest {

    private static final double WORDS = 4.5;
    private static final double GRAPHICS = 3.0;
    private static final List<String> HUES = List.of("up", "down", "service", "ok", "warn", "fail", "tampered");
    private static final List<String> GROUNDS = List.of("surface", "canvas", "sunken", "selected");

    private static Map<String, double[]> tokens(Theme theme) throws IOException {
        Map<String, double[]> colours = new HashMap<>();
        try (InputStream in = ContrastTest.class.getResourceAsStream(theme.tokenSheet())) {
            String css = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            Matcher m = Pattern.compile("-tb-([a-z-]+):\\s*#([0-9A-Fa-f]{6})").matcher(css);
            while (m.find()) {
                int rgb = Integer.parseInt(m.group(2), 16);
                colours.put(m.group(1), new double[] {rgb >> 16 & 255, rgb >> 8 & 255, rgb & 255});
            }
        }
        return colours;
    }

    private static double luminance(double[] rgb) {
        double sum = 0;
        double[] weight = {.2126, .7152, .0722};
        for (int i = 0; i < 3; i++) {
            double c = rgb[i] / 255;
            sum += weight[i] * (c <= .04045 ? c / 12.92 : Math.pow((c + .055) / 1.055, 2.4));
        }
        return sum;
    }

    private static double contrast(Map<String, double[]> colours, String a, String b) {
        assertThat(colours).containsKeys(a, b);
        double x = luminance(colours.get(a));
        double y = luminance(colours.get(b));
        return (Math.max(x, y) + .05) / (Math.min(x, y) + .05);
    }

    @ParameterizedTest
    @EnumSource(Theme.class)
    void words_can_be_read_on_every_ground(Theme theme) throws IOException {
        Map<String, double[]> colours = tokens(theme);
        for (String ground : GROUNDS) {
            for (String text : List.of("text", "muted", "faint")) {
                assertThat(contrast(colours, text, ground))
                        .as("%s: %s on %s", theme, text, ground)
                        .isGreaterThanOrEqualTo(WORDS);
            }
        }
        for (String hue : HUES) {
            assertThat(contrast(colours, "text", hue + "-soft")).isGreaterThanOrEqualTo(WORDS);
            assertThat(contrast(colours, "muted", hue + "-soft"))
                    .as("%s: muted on %s-soft", theme, hue)
                    .isGreaterThanOrEqualTo(WORDS);
        }
        assertThat(contrast(colours, "on-ink", "ink")).isGreaterThanOrEqualTo(WORDS);
        assertThat(contrast(colours, "on-ink", "ink-hover")).isGreaterThanOrEqualTo(WORDS);
    }

    @ParameterizedTest
    @EnumSource(Theme.class)
    void hues_can_be_read_on_rows_and_on_their_own_ground(Theme theme) throws IOException {
        Map<String, double[]> colours = tokens(theme);
        for (String hue : HUES) {
            for (String ground : List.of("surface", "selected", hue + "-soft")) {
                assertThat(contrast(colours, hue, ground))
                        .as("%s: %s on %s", theme, hue, ground)
                        .isGreaterThanOrEqualTo(WORDS);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Theme.class)
    void strokes_and_dots_can_be_seen(Theme theme) throws IOException {
        Map<String, double[]> colours = tokens(theme);
        for (String hue : HUES) {
            assertThat(contrast(colours, hue + "-line", "surface"))
                    .as("%s: %s-line on surface", theme, hue)
                    .isGreaterThanOrEqualTo(GRAPHICS);
        }
        assertThat(contrast(colours, "ring", "surface")).isGreaterThanOrEqualTo(GRAPHICS);
    }

    @ParameterizedTest
    @EnumSource(Theme.class)
    void both_themes_name_the_same_colours(Theme theme) throws IOException {
        assertThat(tokens(theme).keySet()).isEqualTo(tokens(theme.other()).keySet());
    }
}
