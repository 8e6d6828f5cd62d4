package org.icws.testbench.control;

import static org.assertj.core.api.Assertions.assertThat;

import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import org.icws.testbench.WindowRobot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

@ExtendWith({ApplicationExtension.class, WindowRobot.Extension.class})
class PopUpZoomTest {

    private final Label here = new Label("here");
    private final Label elsewhere = new Label("elsewhere");
    private ZoomPane page;
    private Stage other;

    @Start
    void open(Stage stage) {
        page = new ZoomPane(new StackPane(here));
        stage.setScene(new Scene(page, 1600, 1000));
        stage.show();
        other = new Stage();
        other.setScene(new Scene(new StackPane(elsewhere), 300, 200));
        other.show();
    }

    private double factor(WindowRobot robot, Label owner) {
        ContextMenu menu = new ContextMenu(new MenuItem("Copy"));
        double[] found = new double[1];
        robot.interact(() -> menu.show(owner, 20, 20));
        robot.interact(() -> {
            Node shown = menu.getScene().getRoot().getChildrenUnmodifiable().get(0);
            found[0] = shown.localToParent(0, 0, 0).distance(shown.localToParent(100, 0, 0)) / 100;
            menu.hide();
        });
        return found[0];
    }

    private void zoom(WindowRobot robot, double factor) {
        robot.interact(() -> {
            page.zoomProperty().set(factor);
            page.layout();
        });
    }

    @Test
    void menus_have_the_size_of_the_page_they_belong_to(WindowRobot robot) {
        assertThat(factor(robot, here)).isEqualTo(1);
        zoom(robot, 1.5);
        assertThat(factor(robot, here)).isEqualTo(1.5);
        zoom(robot, 1);
        assertThat(factor(robot, here)).isEqualTo(1);
    }

    @Test
    void those_of_other_windows_stay_as_they_are(WindowRobot robot) {
        zoom(robot, 1.5);
        assertThat(factor(robot, elsewhere)).isEqualTo(1);
        robot.interact(other::close);
    }
}
