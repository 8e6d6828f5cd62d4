package org.icws.testbench.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import javafx.scene.Scene;
import javafx.scene.control.TextArea;
import javafx.scene.layout.StackPane;
import javafx.scene.text.Text;
import javafx.stage.Stage;
import org.icws.testbench.WindowRobot;
import org.icws.testbench.theme.Theme;
import org.icws.testbench.theme.ThemeManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

@ExtendWith({ApplicationExtension.class, WindowRobot.Extension.class})
class ErrorCardTest {

    private final Overlay overlay = new Overlay();

    @Start
    void open(Stage stage) {
        Scene scene = new Scene(new StackPane(overlay), 800, 700);
        new ThemeManager(Theme.DARK).install(scene);
        stage.setScene(scene);
        stage.show();
    }

    @Test
    void sentences_of_any_length_have_just_the_lines_that_they_fill(WindowRobot robot) {
        String words = "The file could not be written as the disk it is on has no room left, "
                + "and nothing that was on it has been replaced or lost by the attempt to write it.";
        IntStream.of(20, 51, 52, 58, 65, 70, 104, 130, words.length()).forEach(length -> {
            robot.interact(() -> overlay.show(
                    new ErrorCard("It went wrong.", words.substring(0, length), "One.\nTwo.", null, () -> {}),
                    560,
                    -1));
            robot.lookup(".plain-words").queryAllAs(TextArea.class).forEach(area -> {
                double text = ((Text) area.lookup(".text")).getLayoutBounds().getHeight();
                assertThat(area.getHeight())
                        .as("%s characters: %s", length, area.getText())
                        .isCloseTo(text, within(6.0));
            });
        });
    }
}
