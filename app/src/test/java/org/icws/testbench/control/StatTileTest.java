package org.icws.testbench.control;

import static org.assertj.core.api.Assertions.assertThat;

import javafx.scene.Scene;
import javafx.scene.layout.HBox;
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
class StatTileTest {

    private StatTile few;
    private StatTile many;

    @Start
    void open(Stage stage) {
        Fonts.load();
        few = new StatTile("Gateway outbox", "fth-inbox", "", "service");
        many = new StatTile("Unacked", "fth-clock", "", "down");
        Scene scene = new Scene(new HBox(12, few, many), 400, 120);
        new ThemeManager(Theme.LIGHT).install(scene);
        stage.setScene(scene);
        stage.show();
    }

    @Test
    void tiles_of_a_row_stay_equally_wide_whatever_they_count(WindowRobot robot) {
        robot.interact(() -> {
            few.show("0", "messages", "every client keeps up");
            many.show("1,234,628", "messages", "sent, not acknowledged yet");
        });
        robot.interact(() -> assertThat(many.getWidth()).isEqualTo(few.getWidth()));
    }
}
