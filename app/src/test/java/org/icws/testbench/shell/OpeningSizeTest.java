package org.icws.testbench.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javafx.application.Platform;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.util.WaitForAsyncUtils;

/** A stage that is never shown is sized as a window manager would size it. */
@ExtendWith(ApplicationExtension.class)
class OpeningSizeTest {

    private final AtomicLong now = new AtomicLong();

    private Stage stage(FxRobot robot) {
        Stage[] made = new Stage[1];
        robot.interact(() -> {
            made[0] = new Stage();
            OpeningSize.keep(made[0], 800, 600, Platform::runLater, now::get);
            made[0].setWidth(800);
            made[0].setHeight(600);
        });
        return made[0];
    }

    @Test
    void a_window_that_is_made_smaller_while_it_opens_gets_its_size_back(FxRobot robot) {
        Stage stage = stage(robot);
        robot.interact(() -> {
            stage.setWidth(200);
            stage.setHeight(100);
        });
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(stage.getWidth()).isEqualTo(800);
        assertThat(stage.getHeight()).isEqualTo(600);
    }

    @Test
    void a_window_that_has_opened_is_as_small_as_it_is_made(FxRobot robot) {
        Stage stage = stage(robot);
        now.set(TimeUnit.SECONDS.toNanos(3));
        robot.interact(() -> {
            stage.setWidth(200);
            stage.setHeight(100);
        });
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(stage.getWidth()).isEqualTo(200);
        assertThat(stage.getHeight()).isEqualTo(100);
    }
}
