package org.icws.testbench.theme;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import javafx.scene.Scene;
import javafx.scene.control.Control;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.layout.BackgroundFill;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import org.icws.testbench.WindowRobot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/** A field that is wrong is red, and one still sees whether it has the keys. */
@ExtendWith({ApplicationExtension.class, WindowRobot.Extension.class})
class InvalidFieldTest {

    private TextField other;
    private TextField field;
    private TextField number;
    private TextArea area;
    private final ThemeManager themes = new ThemeManager(Theme.LIGHT);

    private static <C extends Control> C wrong(C control, String... classes) {
        control.getStyleClass().addAll(classes);
        control.getStyleClass().add("invalid");
        return control;
    }

    @Start
    void open(Stage stage) {
        other = new TextField();
        field = wrong(new TextField());
        number = wrong(new TextField(), "number-field");
        area = wrong(new TextArea(), "input-area");
        Scene scene = new Scene(new VBox(10, other, field, number, area), 400, 300);
        themes.install(scene);
        stage.setScene(scene);
        stage.show();
    }

    private static BackgroundFill frame(Control control) {
        return control.getBackground().getFills().get(0);
    }

    @Test
    void a_wrong_field_shows_its_ring_while_it_has_the_keys_and_stays_red(WindowRobot robot) {
        for (Theme theme : Theme.values()) {
            for (Control control : List.of(field, number, area)) {
                robot.interact(() -> {
                    themes.themeProperty().set(theme);
                    other.requestFocus();
                    control.getScene().getRoot().applyCss();
                });
                BackgroundFill without = frame(control);
                BackgroundFill plain = frame(other);
                robot.interact(() -> {
                    control.requestFocus();
                    control.getScene().getRoot().applyCss();
                });
                BackgroundFill with = frame(control);
                assertThat(with.getInsets().getTop())
                        .as("a thicker frame")
                        .isLessThan(without.getInsets().getTop());
                assertThat(with.getFill()).as("no other field's ring").isNotEqualTo(plain.getFill());
            }
        }
    }
}
