package org.icws.testbench.theme;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import javafx.css.PseudoClass;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.layout.VBox;
import javafx.scene.paint.Color;
import javafx.scene.paint.Paint;
import javafx.stage.Stage;
import org.icws.testbench.WindowRobot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/** What stands on a button can be read in each of its states. */
@ExtendWith({ApplicationExtension.class, WindowRobot.Extension.class})
class ButtonWordsTest {

    private static final double LEAST_CONTRAST = 4.5;

    private Button plain;
    private Button accent;
    private Button danger;
    private final ThemeManager themes = new ThemeManager(Theme.LIGHT);

    private static Button styled(String styleClass) {
        Button button = new Button("Close the connection");
        button.getStyleClass().add(styleClass);
        return button;
    }

    @Start
    void open(Stage stage) {
        plain = new Button("Keep it open");
        accent = styled("accent");
        danger = styled("danger");
        Scene scene = new Scene(new VBox(10, plain, accent, danger), 400, 300);
        themes.install(scene);
        stage.setScene(scene);
        stage.show();
    }

    @Test
    void words_on_every_kind_of_button_stand_out_at_rest_with_the_keys_under_the_mouse_and_pressed(WindowRobot robot) {
        for (Theme theme : Theme.values()) {
            robot.interact(() -> themes.themeProperty().set(theme));
            for (Button button : List.of(plain, accent, danger)) {
                for (String state : List.of("rest", "focused", "hover", "pressed")) {
                    PseudoClass pseudo = PseudoClass.getPseudoClass(state);
                    robot.interact(() -> {
                        List.of(plain, accent, danger)
                                .forEach(b -> b.pseudoClassStateChanged(PseudoClass.getPseudoClass("focused"), false));
                        button.pseudoClassStateChanged(pseudo, true);
                        button.getScene().getRoot().applyCss();
                    });
                    Paint ground = button.getBackground().getFills().stream()
                            .reduce((a, b) -> b)
                            .orElseThrow()
                            .getFill();
                    assertThat(contrast((Color) button.getTextFill(), (Color) ground))
                            .as(theme + " " + button.getStyleClass() + " " + state)
                            .isGreaterThanOrEqualTo(LEAST_CONTRAST);
                    robot.interact(() -> button.pseudoClassStateChanged(pseudo, false));
                }
            }
        }
    }

    private static double contrast(Color a, Color b) {
        double lighter = Math.max(luminance(a), luminance(b));
        double darker = Math.min(luminance(a), luminance(b));
        return (lighter + 0.05) / (darker + 0.05);
    }

    private static double luminance(Color c) {
        return 0.2126 * linear(c.getRed()) + 0.7152 * linear(c.getGreen()) + 0.0722 * linear(c.getBlue());
    }

    private static double linear(double part) {
        return part <= 0.03928 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4);
    }
}
