package org.icws.testbench.control;

import static org.assertj.core.api.Assertions.assertThat;

import javafx.scene.Group;
import javafx.scene.Scene;
import javafx.scene.SnapshotParameters;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.image.WritableImage;
import javafx.scene.paint.Color;
import javafx.stage.Stage;
import org.icws.testbench.WindowRobot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

@ExtendWith({ApplicationExtension.class, WindowRobot.Extension.class})
class ThemedCanvasTest {

    private boolean something = true;
    private final ThemedCanvas[] canvas = new ThemedCanvas[1];

    @Start
    void open(Stage stage) {
        canvas[0] = new ThemedCanvas(0, 0) {
            @Override
            protected void paint(GraphicsContext g, double w, double h) {
                if (something) {
                    g.setFill(Color.BLACK);
                    g.fillRect(0, 0, w, h);
                }
            }
        };
        canvas[0].setManaged(false); // its size is set by hand
        stage.setScene(new Scene(new Group(canvas[0]), 200, 200));
        stage.show();
    }

    private long painted(WindowRobot robot) {
        long[] count = new long[1];
        robot.interact(() -> {
            SnapshotParameters clear = new SnapshotParameters();
            clear.setFill(Color.TRANSPARENT);
            WritableImage image = canvas[0].snapshot(clear, null);
            for (int y = 0; y < image.getHeight(); y++) {
                for (int x = 0; x < image.getWidth(); x++) {
                    count[0] += image.getPixelReader().getArgb(x, y) == 0 ? 0 : 1;
                }
            }
        });
        return count[0];
    }

    private void lay(WindowRobot robot, double zoom, double width, double height) {
        robot.interact(() -> {
            canvas[0].setScaleX(zoom);
            canvas[0].setScaleY(zoom);
            canvas[0].resize(width, height);
            canvas[0].repaint();
            canvas[0].layout();
        });
    }

    @Test
    void nothing_is_left_at_the_edges_of_a_picture_with_fractions_of_pixels(WindowRobot robot) {
        for (int i = 0; i < 40; i++) {
            double part = i / 40.0;
            something = true;
            lay(robot, 1, 120 + part, 90 + part);
            lay(robot, 2, 100 + part, 60 + part);
            assertThat(painted(robot)).isGreaterThan(5_000);
            something = false;
            lay(robot, 2, 100 + part, 50 + part);
            assertThat(painted(robot)).as("at %s", part).isZero();
        }
    }
}
