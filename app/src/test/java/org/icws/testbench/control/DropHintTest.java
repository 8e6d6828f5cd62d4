package org.icws.testbench.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import javafx.scene.Scene;
import javafx.scene.layout.BackgroundFill;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import org.icws.testbench.WindowRobot;
import org.icws.testbench.theme.Fonts;
import org.icws.testbench.theme.Theme;
import org.icws.testbench.theme.ThemeManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

@ExtendWith({ApplicationExtension.class, WindowRobot.Extension.class})
class DropHintTest {

    private final ThemeManager themes = new ThemeManager(Theme.LIGHT);
    private DropHint hint;

    @Start
    void open(Stage stage) {
        Fonts.load();
        hint = new DropHint();
        Scene scene = new Scene(new StackPane(hint), 600, 400);
        themes.install(scene);
        stage.setScene(scene);
        stage.show();
    }

    @Test
    void the_window_shows_through_and_has_a_ring_round_it_in_both_themes(WindowRobot robot) {
        for (Theme theme : Theme.values()) {
            robot.interact(() -> {
                themes.themeProperty().set(theme);
                hint.show(() -> 1);
                hint.applyCss();
            });
            assertThat(hint.getBackground().getFills())
                    .as("%s", theme)
                    .isNotEmpty()
                    .extracting(BackgroundFill::getFill)
                    .allMatch(fill -> !fill.isOpaque());
            assertThat(hint.getBorder().getStrokes()).as("%s", theme).hasSize(1);
        }
    }

    @Test
    void a_program_that_does_not_answer_is_asked_once(WindowRobot robot) {
        AtomicInteger asked = new AtomicInteger();
        robot.interact(() -> hint.show(() -> {
            asked.incrementAndGet();
            hint.show(
                    asked::incrementAndGet); // waiting for its answer, the toolkit tells of the next move of the mouse
            return 1;
        }));
        assertThat(asked).hasValue(1);
        assertThat(hint.isVisible()).isTrue();
    }

    @Test
    void files_that_are_dropped_before_they_are_counted_leave_no_hint_behind(WindowRobot robot) {
        robot.interact(() -> hint.show(() -> {
            hint.hide(); // waiting for the other program's answer, the toolkit has handed over the drop
            return 2;
        }));
        assertThat(hint.isVisible()).isFalse();
        robot.interact(() -> hint.show(() -> 2));
        assertThat(hint.isVisible()).isTrue();
        assertThat(robot.lookup("Drop the 2 session files to open them").tryQuery())
                .isPresent();
    }
}
