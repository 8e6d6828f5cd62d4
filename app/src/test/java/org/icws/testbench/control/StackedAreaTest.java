package org.icws.testbench.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import javafx.scene.Scene;
import javafx.scene.image.PixelReader;
import javafx.scene.image.WritableImage;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import org.icws.testbench.WindowRobot;
import org.icws.testbench.theme.Fonts;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

@ExtendWith({ApplicationExtension.class, WindowRobot.Extension.class})
class StackedAreaTest {

    private final StackedArea chart = new StackedArea("down");

    @Start
    void open(Stage stage) {
        Fonts.load();
        stage.setScene(new Scene(new StackPane(chart), 500, 200));
        stage.show();
    }

    /** How many pixels of the first column are painted: numbers that begin there are cut. */
    private int paintedAtTheEdge(WindowRobot robot, double highest) {
        WritableImage[] picture = new WritableImage[1];
        robot.interact(() -> chart.show(10, List.of("ago", "now"), new double[] {0, highest}));
        robot.interact(() -> picture[0] = chart.snapshot(null, null));
        PixelReader pixels = picture[0].getPixelReader();
        int ground = pixels.getArgb(0, 0);
        int painted = 0;
        for (int y = 0; y < picture[0].getHeight(); y++) {
            painted += pixels.getArgb(0, y) == ground ? 0 : 1;
        }
        return painted;
    }

    @ParameterizedTest
    @ValueSource(doubles = {7, 1_200, 10_500, 88_000, 1_300_000, 25_000_000})
    void the_numbers_of_the_axis_have_room_however_long_they_are(double highest, WindowRobot robot) {
        assertThat(paintedAtTheEdge(robot, highest)).isZero();
    }
}
