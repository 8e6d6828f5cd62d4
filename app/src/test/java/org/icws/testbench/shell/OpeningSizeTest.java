package org.icws.testbench.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javafx.application.Platform;
import javafx.event.Event;
import javafx.stage.Stage;
import javafx.stage.WindowEvent;
import org.icws.testbench.WindowRobot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.util.WaitForAsyncUtils;

/** A stage that is never shown is sized as a window manager would size it. */
@ExtendWith({ApplicationExtension.class, WindowRobot.Extension.class})
class OpeningSizeTest {

    private final AtomicLong now = new AtomicLong();

    private Stage stage(WindowRobot robot) {
        Stage[] made = new Stage[1];
        robot.interact(() -> {
            made[0] = new Stage();
            made[0].setMinWidth(200);
            made[0].setMinHeight(100);
            OpeningSize.keep(made[0], 800, 600, Platform::runLater, now::get);
            made[0].setWidth(800);
            made[0].setHeight(600);
        });
        return made[0];
    }

    private static void size(WindowRobot robot, Stage stage, double width, double height) {
        robot.interact(() -> {
            stage.setWidth(width);
            stage.setHeight(height);
        });
        WaitForAsyncUtils.waitForFxEvents();
    }

    private static void shown(WindowRobot robot, Stage stage) {
        robot.interact(() -> Event.fireEvent(stage, new WindowEvent(stage, WindowEvent.WINDOW_SHOWN)));
    }

    @Test
    void a_window_that_is_made_smaller_while_it_opens_gets_its_size_back(WindowRobot robot) {
        Stage stage = stage(robot);
        size(robot, stage, 200, 100);
        assertThat(stage.getWidth()).isEqualTo(800);
        assertThat(stage.getHeight()).isEqualTo(600);
    }

    @Test
    void a_window_that_has_opened_is_as_small_as_it_is_made(WindowRobot robot) {
        Stage stage = stage(robot);
        shown(robot, stage);
        now.set(TimeUnit.SECONDS.toNanos(11));
        size(robot, stage, 200, 100);
        assertThat(stage.getWidth()).isEqualTo(200);
        assertThat(stage.getHeight()).isEqualTo(100);
    }

    @Test
    void on_a_busy_machine_its_opening_lasts_from_when_it_is_shown(WindowRobot robot) {
        Stage stage = stage(robot);
        now.set(TimeUnit.SECONDS.toNanos(30));
        shown(robot, stage);
        now.set(TimeUnit.SECONDS.toNanos(38));
        size(robot, stage, 200, 100);
        assertThat(stage.getWidth()).isEqualTo(800);
        assertThat(stage.getHeight()).isEqualTo(600);
    }

    @Test
    void a_window_that_is_fitted_to_the_screen_is_left_alone(WindowRobot robot) {
        Stage stage = stage(robot);
        size(robot, stage, 800, 575);
        assertThat(stage.getHeight()).isEqualTo(575);
    }
}
