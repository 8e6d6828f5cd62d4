package org.icws.testbench.queues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.icws.testbench.store.TestEvents.NO_COUNTS;
import static org.icws.testbench.store.TestEvents.SECOND;
import static org.icws.testbench.store.TestEvents.T0;
import static org.icws.testbench.store.TestEvents.client;
import static org.icws.testbench.store.TestEvents.session;
import static org.icws.testbench.store.TestEvents.snapshot;

import java.util.List;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableRow;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.icws.gateway.event.SessionState;
import org.icws.testbench.WindowRobot;
import org.icws.testbench.store.Frame;
import org.icws.testbench.store.NameBook;
import org.icws.testbench.theme.Fonts;
import org.icws.testbench.theme.Theme;
import org.icws.testbench.theme.ThemeManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

@ExtendWith({ApplicationExtension.class, WindowRobot.Extension.class})
class QueuesViewTest {

    private final QueuesViewModel model = new QueuesViewModel(new NameBook());

    @Start
    void open(Stage stage) {
        Fonts.load();
        Scene scene = new Scene(new QueuesView(model, () -> {}), 1280, 800);
        new ThemeManager(Theme.LIGHT).install(scene);
        stage.setScene(scene);
        stage.show();
        for (int second = 0; second < 5; second++) {
            model.onFrame(new Frame(
                    T0 + second * SECOND,
                    List.of(),
                    0,
                    snapshot(
                            NO_COUNTS,
                            session(1, client("a"), SessionState.OPEN, 0, 3),
                            session(2, client("b"), SessionState.OPEN, 0, 40))));
        }
    }

    private static ToggleButton segment(WindowRobot robot, String words) {
        return robot.lookup(".segment").queryAllAs(ToggleButton.class).stream()
                .filter(b -> b.getText().equals(words))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void the_canisters_take_the_place_of_the_clients(WindowRobot robot) {
        assertThat(robot.lookup("#queues-table").query().isVisible()).isTrue();
        assertThat(robot.lookup("#queues-by-canister").query().isVisible()).isFalse();
        robot.clickOn(segment(robot, "By canister"));
        assertThat(robot.lookup("#queues-table").query().isVisible()).isFalse();
        assertThat(robot.lookup("#queues-by-canister").queryTableView().getItems())
                .hasSize(1);
        assertThat(robot.lookup("Per canister").tryQuery()).isPresent();
        robot.clickOn(segment(robot, "By client"));
        assertThat(robot.lookup("#queues-table").queryTableView().getItems()).hasSize(2);
        assertThat(robot.lookup("#queues-table").query().isVisible()).isTrue();
    }

    @Test
    void the_course_is_drawn_as_lines_by_keyboard_alone(WindowRobot robot) {
        robot.interact(segment(robot, "Lines")::requestFocus);
        robot.push(KeyCode.SPACE);
        assertThat(model.courseStyleProperty().get()).isEqualTo(QueuesViewModel.LINES);
        assertThat(segment(robot, "Lines").isSelected()).isTrue();
    }

    private static String tile(WindowRobot robot, String title) {
        return robot.lookup(".stat-tile").queryAll().stream()
                .map(tile -> tile.lookupAll(".words").stream()
                        .map(label -> ((Label) label).getText())
                        .toList())
                .filter(words -> words.contains(title))
                .map(words -> String.join(" ", words))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void one_message_is_no_messages(WindowRobot robot) {
        robot.interact(() -> model.onFrame(new Frame(
                T0 + 9 * SECOND, List.of(), 0, snapshot(NO_COUNTS, session(1, client("a"), SessionState.OPEN, 0, 1)))));
        assertThat(tile(robot, "Gateway outbox")).contains("1 message ").doesNotContain("messages");
    }

    private static String cell(WindowRobot robot, String client, int column) {
        return robot.lookup("#queues-table .table-row-cell").queryAllAs(TableRow.class).stream()
                .filter(row -> row.getItem() instanceof QueueRow r && r.client().equals(client))
                .map(row -> ((TableCell<?, ?>) row.getChildrenUnmodifiable().get(column)).getText())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void newer_figures_are_shown_without_a_change_of_the_rows(WindowRobot robot) {
        int outbox = 3;
        String client = model.rows().get(0).client();
        assertThat(cell(robot, client, outbox)).isEqualTo("3");
        int[] changes = new int[1];
        robot.interact(() -> {
            model.rows().addListener((javafx.beans.Observable o) -> changes[0]++);
            model.onFrame(new Frame(
                    T0 + 9 * SECOND,
                    List.of(),
                    0,
                    snapshot(
                            NO_COUNTS,
                            session(1, client("a"), SessionState.OPEN, 0, 17),
                            session(2, client("b"), SessionState.OPEN, 0, 40))));
        });
        robot.interact(() -> {}); // the layout that follows
        assertThat(cell(robot, client, outbox)).isEqualTo("17");
        assertThat(changes[0]).isZero();
    }
}
