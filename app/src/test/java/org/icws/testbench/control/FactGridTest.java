package org.icws.testbench.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;
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
class FactGridTest {

    private static final String HASH = "053b97ad562e3dc565abb04d3e1ffdccea15a5fe04e5ae6dd2028a212e2ca430";
    private static final double NARROW = 300;
    private static final double WIDE = 700;

    private final FactGrid grid = new FactGrid(70);
    private VBox page;

    @Start
    void open(Stage stage) {
        Fonts.load();
        page = new VBox(grid, new TextField("elsewhere"));
        Scene scene = new Scene(new VBox(page), WIDE, 200);
        new ThemeManager(Theme.LIGHT).install(scene);
        stage.setScene(scene);
        stage.show();
    }

    private void show(WindowRobot robot, String value, double width) {
        robot.interact(() -> {
            page.setMaxWidth(width);
            grid.show(List.of(new FactGrid.Entry("Hash", value)));
            page.getScene().getRoot().applyCss();
            page.getScene().getRoot().layout();
        });
    }

    private static Node ellipsis(WindowRobot robot) {
        return robot.lookup(".fact-more").query();
    }

    private static TextField value(WindowRobot robot) {
        return robot.lookup(".fact-value").queryAs(TextField.class);
    }

    @Test
    void a_value_without_room_ends_in_an_ellipsis_behind_a_whole_letter(WindowRobot robot) {
        show(robot, HASH, NARROW);
        assertThat(ellipsis(robot).isVisible()).isTrue();
        double shown = value(robot).getClip().getLayoutBounds().getWidth();
        double letter = shown / Math.round(shown / 6.9);
        assertThat(letter).as("so many whole letters of the mono font").isBetween(6.85, 6.95);
        assertThat(ellipsis(robot).getBoundsInParent().getMaxX())
                .isLessThanOrEqualTo(value(robot).getWidth() + 1.5);
    }

    @Test
    void a_value_with_room_has_none(WindowRobot robot) {
        show(robot, HASH, WIDE);
        assertThat(ellipsis(robot).isVisible()).isFalse();
        assertThat(value(robot).getClip()).isNull();
        show(robot, HASH, NARROW);
        show(robot, "short", NARROW);
        assertThat(ellipsis(robot).isVisible()).isFalse();
    }

    @Test
    void all_of_it_is_there_for_whoever_goes_in_to_copy_it(WindowRobot robot) {
        show(robot, HASH, NARROW);
        robot.interact(() -> {
            value(robot).requestFocus();
            page.getScene().getRoot().layout();
        });
        assertThat(ellipsis(robot).isVisible()).isFalse();
        assertThat(value(robot).getText()).isEqualTo(HASH);
        robot.interact(() -> {
            page.getChildren().get(1).requestFocus();
            page.getScene().getRoot().layout();
        });
        assertThat(ellipsis(robot).isVisible()).isTrue();
    }
}
