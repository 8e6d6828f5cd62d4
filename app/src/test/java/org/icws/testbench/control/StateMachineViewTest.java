package org.icws.testbench.control;

import static org.assertj.core.api.Assertions.assertThat;

import javafx.scene.text.Font;
import javafx.scene.text.Text;
import org.icws.testbench.WindowRobot;
import org.icws.testbench.theme.Fonts;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.testfx.framework.junit5.ApplicationExtension;

@ExtendWith({ApplicationExtension.class, WindowRobot.Extension.class})
class StateMachineViewTest {

    private static final int STATES = 5;

    @ParameterizedTest
    @ValueSource(doubles = {350, 380, 420, 555})
    void the_longest_state_has_room_beside_it_in_its_box(double width, WindowRobot robot) {
        robot.interact(() -> {
            Fonts.load();
            StateMachineView view = new StateMachineView(
                    new String[] {"Connected", "Opening", "Open", "Closing", "Closed"},
                    new String[] {"ws_open", "Ok", "close", "ws_close"});
            double box = view.box(width);
            Text word = new Text("Connected");
            word.setFont(Font.font("Inter SemiBold", view.size(box)));
            assertThat(word.getLayoutBounds().getWidth()).isLessThan(box - 4);
            assertThat(STATES * box).isLessThan(width);
        });
    }
}
