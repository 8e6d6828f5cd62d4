package org.icws.testbench.control;

import static org.assertj.core.api.Assertions.assertThat;

import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import org.icws.testbench.WindowRobot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

@ExtendWith({ApplicationExtension.class, WindowRobot.Extension.class})
class OverlayTest {

    private final Button behind = new Button("behind");
    private final Button notice = new Button("notice");
    private final Button choose = new Button("choose");
    private final TextField field = new TextField();
    private final Button deed = new Button("deed");
    private final Overlay overlay = new Overlay();
    private Scene scene;

    @Start
    void open(Stage stage) {
        StackPane over = new StackPane(notice);
        over.setPickOnBounds(false);
        scene = new Scene(new StackPane(new VBox(behind, new TextField()), overlay, over), 600, 400);
        stage.setScene(scene);
        stage.show();
    }

    private void show(WindowRobot robot) {
        robot.interact(() -> {
            behind.requestFocus();
            overlay.show(new VBox(new Label("Name it"), choose, field, deed), 300, 200);
        });
    }

    @Test
    void the_first_field_of_a_card_has_the_keys_and_gives_them_back(WindowRobot robot) {
        show(robot);
        assertThat(scene.getFocusOwner()).isSameAs(field);
        robot.write("typed");
        assertThat(field.getText()).isEqualTo("typed");
        robot.push(KeyCode.ESCAPE);
        assertThat(overlay.isVisible()).isFalse();
        assertThat(scene.getFocusOwner()).isSameAs(behind);
    }

    @Test
    void tab_does_not_leave_a_card_for_what_lies_behind_it(WindowRobot robot) {
        show(robot);
        for (int i = 0; i < 12; i++) {
            robot.push(KeyCode.TAB);
            assertThat(scene.getFocusOwner()).isIn(choose, field, deed, notice);
        }
        robot.interact(notice::requestFocus);
        assertThat(scene.getFocusOwner())
                .as("what lies over the card may have the keys")
                .isSameAs(notice);
    }

    @Test
    void a_card_without_a_field_gives_the_keys_to_its_first_control(WindowRobot robot) {
        robot.interact(() -> {
            behind.requestFocus();
            overlay.show(new VBox(new Label("Sure?"), deed), 300, 200);
        });
        assertThat(scene.getFocusOwner()).isSameAs(deed);
    }
}
