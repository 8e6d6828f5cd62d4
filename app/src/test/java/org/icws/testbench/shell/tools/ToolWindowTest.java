package org.icws.testbench.shell.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.icws.testbench.WindowRobot.await;

import java.util.concurrent.TimeoutException;
import javafx.scene.Scene;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import org.icws.testbench.WindowRobot;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/** The window that pictures are taken of and that is measured, under a window manager that takes it to its least size. */
@ExtendWith({ApplicationExtension.class, WindowRobot.Extension.class})
class ToolWindowTest {

    private Stage stage;

    @Start
    void open(Stage unused) {
        stage = new Stage();
    }

    @AfterEach
    void close(WindowRobot robot) {
        robot.interact(stage::hide);
    }

    private void show(WindowRobot robot, double width, double height) {
        robot.interact(() -> ToolWindow.show(stage, new Scene(new StackPane(), width, height)));
    }

    @Test
    void a_window_taken_to_its_least_size_while_it_opens_is_as_large_as_its_scene_again(WindowRobot robot)
            throws TimeoutException {
        show(robot, 1200, 700);
        robot.interact(() -> {
            stage.setWidth(stage.getMinWidth());
            stage.setHeight(stage.getMinHeight());
        });
        await(() -> stage.getWidth() == 1200 && stage.getHeight() == 700);
    }

    @Test
    void a_scene_that_is_smaller_than_the_usual_least_size_opens_at_its_own(WindowRobot robot) {
        show(robot, 640, 400);
        assertThat(stage.getWidth()).isEqualTo(640);
        assertThat(stage.getHeight()).isEqualTo(400);
    }
}
