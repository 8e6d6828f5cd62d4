package org.icws.testbench.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.icws.testbench.WindowRobot.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeoutException;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.icws.testbench.WindowRobot;
import org.icws.testbench.run.StepFailure;
import org.icws.testbench.settings.SettingsFile;
import org.icws.testbench.settings.SettingsWriter;
import org.icws.testbench.store.TestEvents;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/** The window itself, on a network that only tells a story. */
@ExtendWith({ApplicationExtension.class, WindowRobot.Extension.class})
class ShellTest {

    private static final StepFailure TAKEN = new StepFailure(
            "The replica could not listen on port 4943.", "Another program uses it.", "Stop it.", "port-in-use");

    @TempDir
    private Path folder;

    private CompositionRoot root;
    private volatile StepFailure failure;

    @Start
    void open(Stage stage) {
        root = TestWindow.on(stage, free -> new DemoNetwork(TestEvents.T0, free ? null : failure));
    }

    @AfterEach
    void close() {
        root.close();
    }

    private static Node page(WindowRobot robot, String query) {
        return robot.lookup(query).query();
    }

    @Test
    void the_theme_changes_while_the_window_is_open(WindowRobot robot) throws TimeoutException {
        robot.clickOn("#theme-switch");
        await(() -> root.view().getScene().getStylesheets().get(0).endsWith("tokens-dark.css"));
        robot.push(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.L);
        await(() -> root.view().getScene().getStylesheets().get(0).endsWith("tokens-light.css"));
    }

    @Test
    void pages_open_by_key_but_not_before_there_is_a_network(WindowRobot robot) throws TimeoutException {
        robot.push(KeyCode.CONTROL, KeyCode.DIGIT3);
        assertThat(root.shell().viewProperty().get()).isEqualTo(ViewId.START);
        robot.interact(root::startNetwork);
        await(() -> root.shell().viewProperty().get() == ViewId.OVERVIEW);
        robot.push(KeyCode.CONTROL, KeyCode.DIGIT3);
        await(() -> root.shell().viewProperty().get() == ViewId.MESSAGES);
        assertThat(page(robot, "#messages-table").isVisible()).isTrue();
    }

    @Test
    void keys_go_to_the_page_that_opens_and_tables_are_sorted_without_a_mouse(WindowRobot robot)
            throws TimeoutException {
        robot.interact(root::startNetwork);
        await(() -> root.shell().viewProperty().get() == ViewId.OVERVIEW);
        robot.push(KeyCode.CONTROL, KeyCode.DIGIT2);
        await(() -> focusedId().equals("connections-table"));
        robot.push(KeyCode.S);
        TableView<?> connections = robot.lookup("#connections-table").queryTableView();
        await(() -> connections.getSortOrder().size() == 1);
        assertThat(connections.getSortOrder().get(0).getId()).isEqualTo("State");
        robot.push(KeyCode.SHIFT, KeyCode.S);
        await(() -> connections.getSortOrder().get(0).getSortType() == TableColumn.SortType.DESCENDING);
        robot.push(KeyCode.CONTROL, KeyCode.DIGIT4);
        await(() -> focusedId().equals("queues-table"));
        robot.push(KeyCode.S);
        TableView<?> queues = robot.lookup("#queues-table").queryTableView();
        await(() -> queues.getSortOrder().size() == 1);
        assertThat(queues.getSortOrder().get(0).getId()).isEqualTo("Client");
    }

    private String focusedId() {
        Node owner = root.view().getScene().getFocusOwner();
        return owner == null || owner.getId() == null ? "" : owner.getId();
    }

    @Test
    void every_page_of_the_rail_names_the_keys_that_open_it(WindowRobot robot) throws TimeoutException {
        robot.interact(root::startNetwork);
        await(() -> root.shell().viewProperty().get() == ViewId.OVERVIEW);
        robot.moveTo("#nav-replica");
        await(() -> javafx.stage.Window.getWindows().stream()
                .anyMatch(w -> w instanceof Tooltip tip && tip.getText().equals("Replica (Ctrl+9)")));
    }

    @Test
    void a_failed_start_says_what_to_do_and_a_free_port_helps(WindowRobot robot) throws TimeoutException {
        failure = TAKEN;
        robot.interact(root::startNetwork);
        await(() -> robot.lookup(".step.failed").tryQuery().isPresent());
        assertThat(robot.lookup(".step.failed .words").queryAllAs(Label.class))
                .extracting(Label::getText)
                .contains("What happened", TAKEN.whatHappened(), "Why", TAKEN.why(), "What to do", TAKEN.whatToDo());
        robot.clickOn(robot.lookup(".step.failed .button").queryAllAs(Button.class).stream()
                .filter(b -> "Take a free port".equals(b.getText()))
                .findFirst()
                .orElseThrow());
        await(() -> root.shell().viewProperty().get() == ViewId.OVERVIEW);
    }

    @Test
    void what_cannot_be_kept_is_told_and_leads_to_the_setting_that_helps(WindowRobot robot) throws TimeoutException {
        robot.interact(root::startNetwork);
        await(() -> root.shell().viewProperty().get() == ViewId.OVERVIEW);
        robot.interact(() -> root.pump().close());
        robot.interact(() -> root.shell().showKept(5, 100, 0, 10, 10, 3, "The disk is full."));
        robot.interact(() -> ((Button) page(robot, "#status-problem")).fire());
        assertThat(robot.lookup(".confirm .text-area").queryAllAs(javafx.scene.control.TextArea.class))
                .extracting(javafx.scene.control.TextArea::getText)
                .contains("The disk is full.");
        robot.interact(() -> ((Button) page(robot, "#error-way")).fire());
        assertThat(root.shell().viewProperty().get()).isEqualTo(ViewId.SETTINGS);
        await(() -> page(robot, "#settings-megabytes").isFocused());
        assertThat(root.view().covered()).isFalse();
        robot.interact(() -> root.shell().showKept(5, 100, 0, 10, 10, 0, ""));
        assertThat(page(robot, "#status-problem").isVisible()).isFalse();
    }

    @Test
    void settings_that_cannot_be_written_are_told_on_any_page_with_the_way_to_why(WindowRobot robot) throws Exception {
        Path inTheWay = Files.createDirectories(folder.resolve(SettingsFile.NAME));
        SettingsFile file = new SettingsFile(folder);
        try (SettingsWriter writer = new SettingsWriter(
                file, words -> Platform.runLater(() -> root.settings().setProblem(words)))) {
            robot.interact(() -> root.settings().onChange(writer::write));
            robot.clickOn("#theme-switch");
            await(() -> toast(robot).equals("Settings cannot be kept."));
            robot.clickOn("Why, and what to do");
            await(() -> root.shell().viewProperty().get() == ViewId.SETTINGS);
            Label problem = robot.lookup("#settings-problem").queryAs(Label.class);
            assertThat(problem.isVisible()).isTrue();
            assertThat(problem.getText()).contains(file.path().toString(), "because", "tries again");
            Files.delete(inTheWay);
            robot.clickOn("#theme-switch");
            await(() -> toast(robot).equals("Settings are kept again."));
            assertThat(problem.isVisible()).isFalse();
        }
        assertThat(file.read()).isEqualTo(root.settings().get());
    }

    private static String toast(WindowRobot robot) {
        return String.valueOf(page(robot, ".toast-pane").getAccessibleText());
    }

    @Test
    void the_picture_can_have_the_page_alone_and_the_proof_is_one_click_away(WindowRobot robot)
            throws TimeoutException {
        robot.interact(root::startNetwork);
        await(() -> root.shell().viewProperty().get() == ViewId.OVERVIEW);
        await(() -> robot.lookup("#glance-proof").tryQuery().isPresent());
        robot.interact(() -> ((Button) page(robot, "#overview-alone")).fire());
        assertThat(page(robot, ".stat-tile").getParent().isVisible()).isFalse();
        robot.interact(() -> ((Button) page(robot, "#overview-alone")).fire());
        assertThat(page(robot, ".stat-tile").getParent().isVisible()).isTrue();
        robot.interact(() -> ((Button) page(robot, "#glance-proof")).fire());
        assertThat(root.shell().viewProperty().get()).isEqualTo(ViewId.SIGNATURES);
        assertThat(root.signatures().chosenProperty().get()).isNotNull();
    }
}
