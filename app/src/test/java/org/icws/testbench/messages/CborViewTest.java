package org.icws.testbench.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.icws.testbench.store.TestEvents.T0;

import javafx.scene.Scene;
import javafx.scene.control.TextArea;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import org.icws.gateway.protocol.v1.WebsocketMessage;
import org.icws.testbench.WindowRobot;
import org.icws.testbench.store.TestEvents;
import org.icws.testbench.theme.Fonts;
import org.icws.testbench.theme.Theme;
import org.icws.testbench.theme.ThemeManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

@ExtendWith({ApplicationExtension.class, WindowRobot.Extension.class})
class CborViewTest {

    private static final double ROW = 19;
    private static final double HIGH = 900;
    private static final double LOW = 380;

    private CborView view;

    @Start
    void open(Stage stage) {
        Fonts.load();
        view = new CborView();
        view.setMaxHeight(Region.USE_PREF_SIZE);
        Scene scene = new Scene(new StackPane(view), 360, HIGH);
        new ThemeManager(Theme.LIGHT).install(scene);
        stage.setScene(scene);
        stage.show();
    }

    private void show(WindowRobot robot, double height) {
        robot.interact(() -> {
            view.setPrefHeight(height);
            byte[] content = TestEvents.candid("one text that is so long that it takes more than one line of the pane");
            view.show(new WebsocketMessage(TestEvents.client("ada"), 7, T0, false, content).encode());
            view.getScene().getRoot().applyCss();
            view.getScene().getRoot().layout();
        });
    }

    private static double height(WindowRobot robot, String id) {
        return robot.lookup(id).queryAs(Region.class).getHeight();
    }

    @Test
    void with_room_all_of_the_content_the_tree_and_the_bytes_is_seen(WindowRobot robot) {
        show(robot, HIGH);
        TextArea candid = robot.lookup("#cbor-candid").queryAs(TextArea.class);
        Region text = (Region) candid.lookup(".content");
        assertThat(candid.getHeight()).isGreaterThanOrEqualTo(text.getHeight());
        assertThat(candid.getText()).contains("so long");
        assertThat(height(robot, "#cbor-tree")).isGreaterThan(12 * ROW);
        assertThat(height(robot, "#cbor-bytes")).isGreaterThan(12 * ROW);
    }

    @Test
    void without_room_each_keeps_a_few_lines_and_nothing_leaves_the_pane(WindowRobot robot) {
        show(robot, LOW);
        assertThat(height(robot, "#cbor-tree")).isGreaterThanOrEqualTo(4 * ROW);
        assertThat(height(robot, "#cbor-bytes")).isGreaterThanOrEqualTo(5 * ROW);
        assertThat(height(robot, "#cbor-candid")).isGreaterThanOrEqualTo(60);
        Region last = robot.lookup("#cbor-candid").queryAs(Region.class);
        assertThat(last.getBoundsInParent().getMaxY()).isLessThanOrEqualTo(LOW + 1);
    }
}
