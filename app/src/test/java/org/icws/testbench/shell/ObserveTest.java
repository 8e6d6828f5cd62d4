package org.icws.testbench.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.icws.testbench.WindowRobot.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Control;
import javafx.scene.control.IndexedCell;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListView;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TableView;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.skin.VirtualFlow;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.icws.gateway.trust.Verdict;
import org.icws.testbench.WindowRobot;
import org.icws.testbench.control.Nodes;
import org.icws.testbench.messages.MessageRow;
import org.icws.testbench.store.TestEvents;
import org.icws.testbench.theme.Theme;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

/** Looking at traffic by keyboard and mouse, on a network that only tells a story. */
@ExtendWith({ApplicationExtension.class, WindowRobot.Extension.class})
class ObserveTest {

    private static final double SMALL_WIDTH = 1280;
    private static final double SMALL_HEIGHT = 800;

    @TempDir
    private static Path dir;

    private CompositionRoot root;
    private Scene scene;

    @Start
    void open(Stage stage) {
        root = TestWindow.open(
                stage, free -> new DemoNetwork(TestEvents.T0, null), Theme.LIGHT, SMALL_WIDTH, SMALL_HEIGHT);
        scene = root.view().getScene();
    }

    @BeforeEach
    void begin(WindowRobot robot) throws TimeoutException {
        robot.interact(root::startNetwork);
        await(() -> root.shell().viewProperty().get() == ViewId.OVERVIEW);
        await(() -> root.messages().rows().size() > 100);
    }

    @AfterEach
    void close() {
        root.close();
    }

    private static TableView<MessageRow> table(WindowRobot robot) {
        return robot.lookup("#messages-table").queryTableView();
    }

    @Test
    void the_palette_opens_a_page_by_a_few_letters(WindowRobot robot) throws TimeoutException {
        robot.push(KeyCode.CONTROL, KeyCode.K);
        await(() -> robot.lookup("#palette-field").tryQuery().isPresent());
        robot.write("lat");
        robot.push(KeyCode.ENTER);
        await(() -> root.shell().viewProperty().get() == ViewId.LATENCY);
        assertThat(root.view().covered()).isFalse();
    }

    @Test
    void the_spread_of_durations_says_which_colour_means_many(WindowRobot robot) throws TimeoutException {
        robot.interact(() -> root.shell().viewProperty().set(ViewId.LATENCY));
        await(() -> robot.lookup("#latency-shades").tryQuery().isPresent());
        assertThat(robot.lookup("#latency-shades .words").queryAllAs(Label.class))
                .extracting(Label::getText)
                .containsExactly("few", "many");
    }

    @Test
    void proofs_that_come_do_not_end_their_following(WindowRobot robot) throws TimeoutException {
        robot.push(KeyCode.CONTROL, KeyCode.DIGIT5);
        await(() -> root.shell().viewProperty().get() == ViewId.SIGNATURES);
        ListView<?> list = robot.lookup("#signatures-list").queryAs(ListView.class);
        TestEvents make = new TestEvents();
        for (int i = 0; i < 20; i++) {
            long number = 1_000 + i;
            robot.interact(() -> {
                root.messages()
                        .onFrame(TestEvents.frame(
                                TestEvents.T0,
                                List.of(make.down(
                                        TestEvents.T0, TestEvents.client("new"), number, "x", Verdict.VERIFIED))));
                root.signatures().list();
            });
            assertThat(root.signatures().followingProperty().get())
                    .as("after %d", i)
                    .isTrue();
            MessageRow newest =
                    root.messages().rows().get(root.messages().rows().size() - 1);
            assertThat(root.signatures().chosenProperty().get()).isSameAs(newest);
            assertThat(list.getSelectionModel().getSelectedItem()).isSameAs(newest);
        }
    }

    @Test
    void leaving_the_proofs_by_a_key_does_not_end_their_following(WindowRobot robot) throws TimeoutException {
        robot.push(KeyCode.CONTROL, KeyCode.DIGIT5);
        Node list = robot.lookup("#signatures-list").query();
        robot.interact(list::requestFocus);
        robot.push(KeyCode.CONTROL, KeyCode.DIGIT1);
        await(() -> root.shell().viewProperty().get() == ViewId.OVERVIEW);
        assertThat(root.signatures().followingProperty().get()).isTrue();

        robot.push(KeyCode.CONTROL, KeyCode.DIGIT5);
        robot.interact(list::requestFocus);
        robot.push(KeyCode.DOWN);
        assertThat(root.signatures().followingProperty().get())
                .as("an arrow chooses")
                .isFalse();
    }

    @Test
    void the_sheet_of_shortcuts_opens_and_escape_takes_it_away(WindowRobot robot) throws TimeoutException {
        robot.push(KeyCode.F1);
        await(() -> robot.lookup("#sheet-field").tryQuery().isPresent());
        robot.push(KeyCode.ESCAPE);
        await(() -> !root.view().covered());
    }

    @Test
    void the_chosen_message_stays_chosen_whatever_the_filter_shows(WindowRobot robot) throws TimeoutException {
        robot.push(KeyCode.CONTROL, KeyCode.DIGIT3);
        MessageRow chosen = root.messages().rows().stream()
                .filter(row -> row.directionWord().equals("up") && !row.service())
                .skip(3)
                .findFirst()
                .orElseThrow();
        robot.interact(() -> root.messages().select(chosen.id()));
        for (String filter : List.of("~dir up", "~dir down", "~dir up & ~kind app", "nowhere at all", "")) {
            robot.interact(() -> root.messages().filterProperty().set(filter));
            assertThat(root.messages().selectedProperty().get()).as(filter).isSameAs(chosen);
            if (table(robot).getItems().contains(chosen)) {
                assertThat(table(robot).getSelectionModel().getSelectedItem())
                        .as(filter)
                        .isSameAs(chosen);
            }
        }
    }

    @Test
    void a_filter_that_means_nothing_is_red_and_the_old_one_stays(WindowRobot robot) throws TimeoutException {
        robot.push(KeyCode.CONTROL, KeyCode.DIGIT3);
        robot.interact(() -> root.messages().serviceHiddenProperty().set(false));
        robot.push(KeyCode.CONTROL, KeyCode.F);
        robot.write("~dir up");
        int shown = table(robot).getItems().size();
        assertThat(shown).isPositive().isLessThan(root.messages().rows().size());
        robot.write(" & (");
        await(() -> robot.lookup(".field.invalid").tryQuery().isPresent());
        assertThat(table(robot).getItems()).hasSize(shown);
        Labeled problem = robot.lookup(".field-problem").queryAs(Labeled.class);
        assertThat(problem.getText()).contains("Still applied: ~dir up");
        robot.interact(
                () -> robot.lookup("#messages-filter").queryAs(TextField.class).setText("~kynd app"));
        await(() -> problem.getText().contains("~kynd"));
        robot.interact(() -> {
            assertThat(over(problem, table(robot)))
                    .as("the words lie over the table, not below it")
                    .isTrue();
            var field = robot.lookup(".field.invalid").query();
            assertThat(problem.localToScene(problem.getBoundsInLocal()).getMaxX())
                    .isLessThanOrEqualTo(
                            field.localToScene(field.getBoundsInLocal()).getMaxX() + 1);
        });
        robot.push(KeyCode.ESCAPE);
        await(() -> robot.lookup(".field.invalid").tryQuery().isEmpty());
    }

    /** Whether the first of two nodes is painted after the second. */
    private static boolean over(Node first, Node second) {
        List<Node> above = new ArrayList<>();
        for (Node at = first; at != null; at = at.getParent()) {
            above.add(at);
        }
        Node below = second;
        while (!above.contains(below.getParent())) {
            below = below.getParent();
        }
        Parent common = below.getParent();
        Node branch = above.get(above.indexOf(common) - 1);
        int order = Double.compare(branch.getViewOrder(), below.getViewOrder());
        List<Node> children = common.getChildrenUnmodifiable();
        return order < 0 || order == 0 && children.indexOf(branch) > children.indexOf(below);
    }

    @Test
    void escape_takes_the_choice_away_from_the_table_too(WindowRobot robot) throws TimeoutException {
        robot.push(KeyCode.CONTROL, KeyCode.DIGIT3);
        await(() -> robot.lookup("#messages-table").tryQuery().isPresent()
                && table(robot).isFocused());
        robot.interact(
                () -> root.messages().select(root.messages().rows().get(5).id()));
        await(() -> table(robot).getSelectionModel().getSelectedItem() != null);
        robot.push(KeyCode.ESCAPE);
        await(() -> root.messages().selectedProperty().get() == null);
        assertThat(table(robot).getSelectionModel().getSelectedItem()).isNull();
    }

    @Test
    void the_newest_message_is_in_sight_after_another_filter_while_it_is_followed(WindowRobot robot)
            throws TimeoutException {
        robot.push(KeyCode.CONTROL, KeyCode.DIGIT3);
        await(() -> robot.lookup("#messages-table").tryQuery().isPresent());
        robot.interact(() -> {
            root.messages().followingProperty().set(true);
            root.messages().filterProperty().set("~dir up");
        });
        WaitForAsyncUtils.waitForFxEvents();
        robot.interact(() -> root.messages().filterProperty().set(""));
        await(() -> lastInSight(robot) == root.messages().shown().size() - 1);
    }

    private static int lastInSight(WindowRobot robot) {
        VirtualFlow<?> flow = (VirtualFlow<?>) table(robot).lookup(".virtual-flow");
        return flow.getLastVisibleCell() == null
                ? -1
                : flow.getLastVisibleCell().getIndex();
    }

    @Test
    void counts_in_the_rail_are_never_cut_off(WindowRobot robot) {
        robot.interact(() -> {
            root.shell().narrowProperty().set(false);
            Map<ViewId, String> counts =
                    Map.of(ViewId.CONNECTIONS, "9,999", ViewId.MESSAGES, "99,999", ViewId.QUEUES, "100,000");
            for (ViewId id : counts.keySet()) {
                root.shell().viewProperty().set(id);
                root.shell().countProperty(id).set(counts.get(id));
                root.view().applyCss();
                root.view().layout();
                Parent item = (Parent) robot.lookup("#nav-" + id.name().toLowerCase(java.util.Locale.ROOT))
                        .query();
                item.getChildrenUnmodifiable().stream()
                        .filter(Labeled.class::isInstance)
                        .map(Labeled.class::cast)
                        .forEach(label -> assertThat(Nodes.isCutOff(label))
                                .as(label.getText())
                                .isFalse());
            }
        });
    }

    @Test
    void a_message_is_read_marked_and_commented_by_keyboard_alone(WindowRobot robot) throws TimeoutException {
        robot.push(KeyCode.CONTROL, KeyCode.DIGIT3);
        // The page is made with its first layout; keys that come before it find no row to choose.
        await(() -> robot.lookup("#messages-table").tryQuery().isPresent()
                && !root.messages().shown().isEmpty());
        await(() -> table(robot).isFocused());
        robot.push(KeyCode.HOME);
        robot.push(KeyCode.J);
        await(() -> root.messages().selectedProperty().get() != null);
        MessageRow chosen = root.messages().selectedProperty().get();
        robot.push(KeyCode.M);
        robot.push(KeyCode.C);
        await(() -> "message-comment"
                .equals(
                        scene.getFocusOwner() == null
                                ? null
                                : scene.getFocusOwner().getId()));
        robot.write("my note m");
        robot.push(KeyCode.ENTER);
        await(() -> chosen.note().comment().equals("my note m"));
        assertThat(chosen.note().marked()).isTrue();
    }

    @Test
    void clearing_asks_and_its_buttons_name_their_deeds(WindowRobot robot) throws TimeoutException {
        robot.push(KeyCode.CONTROL, KeyCode.DIGIT3);
        int before = root.messages().rows().size();
        robot.push(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.DELETE);
        await(() -> robot.lookup("#confirm-deed").tryQuery().isPresent());
        assertThat(robot.lookup("#confirm-deed").queryAs(Button.class).getText())
                .startsWith("Clear 1");
        assertThat(robot.lookup("#confirm-keep").queryAs(Button.class).getText())
                .isEqualTo("Keep");
        robot.push(KeyCode.ESCAPE);
        await(() -> !root.view().covered());
        assertThat(root.messages().rows()).hasSize(before);
        robot.push(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.DELETE);
        robot.clickOn("#confirm-deed");
        await(() -> root.messages().rows().isEmpty());
    }

    @Test
    void a_proof_is_shown_with_its_steps_and_says_what_is_not_kept(WindowRobot robot) throws TimeoutException {
        robot.push(KeyCode.CONTROL, KeyCode.DIGIT5);
        await(() -> robot.lookup(".step.passed").queryAll().size() >= 5);
        assertThat(root.signatures().chosenProperty().get()).isNotNull();
        assertThat(robot.lookup("#signatures-list").tryQuery()).isPresent();
    }

    @Test
    void everything_grows_and_shrinks_by_key(WindowRobot robot) throws TimeoutException {
        robot.push(KeyCode.CONTROL, KeyCode.EQUALS);
        await(() -> root.settings().get().zoomPercent() == 110);
        robot.push(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.EQUALS); // where + is above =
        await(() -> root.settings().get().zoomPercent() == 125);
        robot.push(KeyCode.CONTROL, KeyCode.MINUS);
        robot.push(KeyCode.CONTROL, KeyCode.MINUS);
        robot.push(KeyCode.CONTROL, KeyCode.MINUS);
        await(() -> root.settings().get().zoomPercent() == 90);
        robot.push(KeyCode.CONTROL, KeyCode.DIGIT0);
        await(() -> root.settings().get().zoomPercent() == 100);
    }

    @Test
    void a_number_out_of_range_says_so_under_its_field_and_is_not_taken(WindowRobot robot) throws TimeoutException {
        robot.push(KeyCode.CONTROL, KeyCode.COMMA);
        await(() -> robot.lookup("#settings-rows").tryQuery().isPresent());
        TextField rows = robot.lookup("#settings-rows").queryAs(TextField.class);
        int before = root.settings().get().rowsKept();
        robot.interact(() -> {
            rows.requestFocus();
            rows.setText("12");
            rows.fireEvent(new javafx.event.ActionEvent());
        });
        assertThat(rows.getStyleClass()).contains("invalid");
        assertThat(rows.getText()).isEqualTo("12");
        assertThat(root.settings().get().rowsKept()).isEqualTo(before);
    }

    @Test
    void a_session_is_saved_and_opens_in_a_window_of_its_own(WindowRobot robot) throws Exception {
        Path file = dir.resolve("demo.icws.jsonl");
        OneFile files = new OneFile(file);
        robot.interact(() -> root.sessions().setFiles(files));
        robot.push(KeyCode.CONTROL, KeyCode.S);
        await(() -> robot.lookup(".toast-pane").query().isVisible());
        assertThat(Files.readAllLines(file)).hasSizeGreaterThan(200);
        robot.push(KeyCode.CONTROL, KeyCode.O);
        await(() -> !files.opened.isEmpty());
        Files.writeString(file, "not a session");
        robot.push(KeyCode.CONTROL, KeyCode.O);
        await(() -> robot.lookup(".confirm").tryQuery().isPresent());
    }

    @Test
    void a_session_that_cannot_be_written_says_why_and_can_go_elsewhere_at_once(WindowRobot robot) throws Exception {
        Path nowhere = dir.resolve("none").resolve("demo.icws.jsonl");
        Path elsewhere = dir.resolve("demo.icws.jsonl");
        Iterator<Path> answers = List.of(nowhere, elsewhere).iterator();
        robot.interact(() -> root.sessions().setFiles(new SessionPart.Files() {
            @Override
            public Optional<Path> save(String title, String name, String kind, String ending) {
                return Optional.of(answers.next());
            }

            @Override
            public Optional<Path> open(String title, String kind, String ending) {
                return Optional.empty();
            }

            @Override
            public void window(String title, Parent content, Runnable closed) {}

            @Override
            public void front() {}
        }));
        robot.push(KeyCode.CONTROL, KeyCode.S);
        await(() -> robot.lookup("#error-way").tryQuery().isPresent());
        assertThat(robot.lookup(".confirm .text-area").queryAllAs(TextArea.class))
                .extracting(TextArea::getText)
                .contains("There is no such directory.");
        robot.clickOn("#error-way");
        await(() -> Files.exists(elsewhere));
        assertThat(root.view().covered()).isFalse();
    }

    @Test
    void every_page_fits_a_small_window_and_names_its_icon_buttons(WindowRobot robot) throws TimeoutException {
        for (ViewId id : ViewId.values()) {
            robot.interact(() -> root.shell().viewProperty().set(id));
            WaitForAsyncUtils.waitForFxEvents();
            List<String> wrong = new ArrayList<>();
            robot.interact(() -> {
                root.view().applyCss();
                root.view().layout();
                look(root.view(), id + ": ", wrong);
            });
            assertThat(wrong).isEmpty();
        }
    }

    private static boolean styled(Node label, String... styles) {
        return List.of(styles).stream().anyMatch(label.getStyleClass()::contains);
    }

    private static boolean scrolls(Node node) {
        for (Node at = node; at != null; at = at.getParent()) {
            if (at instanceof ScrollPane) {
                return true;
            }
        }
        return false;
    }

    private void look(Node node, String page, List<String> wrong) {
        if (!node.isVisible()) {
            return;
        }
        if (node instanceof Button button
                && (button.getText() == null || button.getText().isEmpty())
                && (button.getAccessibleText() == null
                        || button.getAccessibleText().isEmpty())
                && !button.getStyleClass().contains("arrow-button")
                && button.isManaged()) {
            wrong.add(page + "a button without a name: " + button);
        }
        if (node instanceof Control && node.getStyleClass().contains("button") && !scrolls(node)) {
            var bounds = node.localToScene(node.getBoundsInLocal());
            if (bounds.getMinX() < -1
                    || bounds.getMaxX() > scene.getWidth() + 1
                    || bounds.getMaxY() > scene.getHeight() + 1) {
                wrong.add(page + "outside of the window: " + node);
            }
        }
        if (node instanceof Labeled label
                && !(node instanceof IndexedCell)
                && !"glance-title".equals(node.getId())
                && (node instanceof ButtonBase || styled(node, "t-heading", "t-title"))
                && Nodes.isCutOff(label)) {
            wrong.add(page + "cut off: " + label.getText());
        }
        if (node instanceof Parent parent) {
            parent.getChildrenUnmodifiable().forEach(child -> look(child, page, wrong));
        }
    }
}
