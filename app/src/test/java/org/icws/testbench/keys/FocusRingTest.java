package org.icws.testbench.keys;

import static org.assertj.core.api.Assertions.assertThat;

import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import org.icws.testbench.WindowRobot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

@ExtendWith({ApplicationExtension.class, WindowRobot.Extension.class})
class FocusRingTest {

    private Button first;
    private Button second;
    private Button third;

    @Start
    void open(Stage stage) {
        first = new Button("first");
        second = new Button("second");
        third = new Button("third");
        Scene scene = new Scene(new VBox(first, second, third), 300, 200);
        FocusRing.install(scene);
        scene.addEventFilter(KeyEvent.KEY_PRESSED, e -> {
            if (e.getCode() == KeyCode.F2) {
                third.requestFocus(); // as a page does that opens
            }
        });
        stage.setScene(scene);
        stage.show();
    }

    private static boolean ringed(Node node) {
        return node.getPseudoClassStates().contains(FocusRing.RING);
    }

    @Test
    void what_a_key_gave_the_focus_shows_its_ring_until_the_focus_leaves(WindowRobot robot) {
        robot.interact(first::requestFocus);
        robot.push(KeyCode.F2);
        assertThat(third.isFocused()).isTrue();
        assertThat(ringed(third)).isTrue();
        robot.interact(second::requestFocus);
        assertThat(ringed(third)).isFalse();
        assertThat(ringed(second)).isTrue();
    }

    @Test
    void a_click_shows_no_ring_and_takes_one_away(WindowRobot robot) {
        robot.push(KeyCode.F2);
        robot.clickOn(third);
        assertThat(ringed(third)).isFalse();
        robot.clickOn(second);
        assertThat(second.isFocused()).isTrue();
        assertThat(ringed(second)).isFalse();
        robot.interact(first::requestFocus);
        assertThat(ringed(first)).as("moved by the program after a click").isFalse();
    }

    @Test
    void tab_shows_its_ring_as_ever(WindowRobot robot) {
        robot.clickOn(first);
        robot.push(KeyCode.TAB);
        assertThat(ringed(second)).isTrue();
        robot.push(KeyCode.TAB);
        assertThat(ringed(second)).isFalse();
        assertThat(ringed(third)).isTrue();
    }
}
