package org.icws.testbench.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.icws.testbench.WindowRobot.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.DragEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import org.icws.testbench.WindowRobot;
import org.icws.testbench.session.RecordedView;
import org.icws.testbench.store.TestEvents;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/** Files dragged onto the window, with the mouse. */
@ExtendWith({ApplicationExtension.class, WindowRobot.Extension.class})
class DropTest {

    @TempDir
    private Path folder;

    private final Map<String, Parent> windows = new ConcurrentHashMap<>();
    private CompositionRoot root;
    private Scene scene;
    private Path saved;
    private volatile boolean asked;
    private volatile boolean brought;
    private volatile boolean hinted;

    @Start
    void open(Stage stage) {
        saved = folder.resolve("mine.jsonl");
        root = TestWindow.on(stage, free -> new DemoNetwork(TestEvents.T0, null));
        scene = stage.getScene();
        DroppedFiles.accept(scene, root.view(), root.sessions()::open);
        root.sessions().setFiles(new SessionPart.Files() {
            @Override
            public Optional<Path> save(String title, String name, String kind, String ending) {
                return Optional.of(saved);
            }

            @Override
            public Optional<Path> open(String title, String kind, String ending) {
                asked = true;
                return Optional.empty();
            }

            @Override
            public void window(String title, Parent content, Runnable closed) {
                windows.put(title, content);
            }

            @Override
            public void front() {
                brought = true;
            }
        });
        root.startNetwork();
    }

    @AfterEach
    void close() {
        root.close();
    }

    /** Drags this across the window; gives whether the window took it. */
    private boolean dragged(WindowRobot robot, ClipboardContent what) {
        return dragged(robot, what, ".page");
    }

    private boolean dragged(WindowRobot robot, ClipboardContent what, String from) {
        AtomicReference<DragEvent> over = new AtomicReference<>();
        AtomicReference<DragEvent> dropped = new AtomicReference<>();
        robot.interact(() -> {
            scene.setOnDragDetected(e -> {
                scene.startDragAndDrop(TransferMode.ANY).setContent(what);
                e.consume();
            });
            scene.addEventFilter(DragEvent.DRAG_OVER, over::set);
            scene.addEventFilter(DragEvent.DRAG_DROPPED, e -> {
                hinted = scene.lookup(".drop-hint").isVisible();
                dropped.set(e);
            });
        });
        robot.drag(from, MouseButton.PRIMARY).moveBy(40, 40).moveBy(20, 0).drop();
        assertThat(over.get()).as("it came over the window").isNotNull();
        return dropped.get() != null && dropped.get().isDropCompleted();
    }

    private boolean dragged(WindowRobot robot, Path... files) {
        ClipboardContent content = new ClipboardContent();
        content.putFiles(Stream.of(files).map(Path::toFile).toList());
        return dragged(robot, content);
    }

    private void saveSession(WindowRobot robot) throws TimeoutException {
        await(() -> root.messages().rows().size() > 5);
        robot.interact(root.sessions()::save);
        await(() -> Files.exists(saved) && robot.lookup(".toast-pane").query().isVisible());
    }

    @Test
    void a_session_file_opens_in_a_window_of_its_own(WindowRobot robot) throws TimeoutException {
        saveSession(robot);
        assertThat(dragged(robot, saved)).isTrue();
        await(() -> windows.containsKey("mine.jsonl · recorded session"));
        Parent content = windows.values().iterator().next();
        assertThat(content.getChildrenUnmodifiable()).hasAtLeastOneElementOfType(RecordedView.class);
        assertThat(root.view().covered()).isFalse();
    }

    @Test
    void a_file_that_is_no_session_is_told_by_name_and_the_others_open(WindowRobot robot) throws Exception {
        saveSession(robot);
        Path letter = Files.writeString(folder.resolve("letter.txt"), "Dear canister,\n");
        assertThat(dragged(robot, letter, saved)).isTrue();
        await(() -> root.view().covered() && !windows.isEmpty());
        assertThat(windows.keySet()).containsExactly("mine.jsonl · recorded session");
        assertThat(robot.lookup(".confirm .words").queryAllAs(Label.class))
                .extracting(Label::getText)
                .contains("1 of 2 sessions could not be opened.");
        assertThat(robot.lookup(".confirm .text-area").queryAllAs(TextArea.class))
                .extracting(TextArea::getText)
                .anyMatch(why -> why.contains("letter.txt"));
    }

    @Test
    void each_of_several_that_do_not_open_is_told(WindowRobot robot) throws Exception {
        await(() -> root.shell().viewProperty().get() == ViewId.OVERVIEW);
        Path letter = Files.writeString(folder.resolve("letter.txt"), "Dear canister,\n");
        Path drawer = Files.createDirectory(folder.resolve("drawer"));
        assertThat(dragged(robot, letter, drawer)).isTrue();
        await(() -> root.view().covered());
        assertThat(robot.lookup(".confirm .text-area").queryAllAs(TextArea.class))
                .extracting(TextArea::getText)
                .anyMatch(why -> why.contains("letter.txt is not") && why.contains("drawer is a folder"));
    }

    @Test
    void a_name_without_an_ending_gets_it_unless_that_file_is_there(WindowRobot robot) throws Exception {
        Path whole = folder.resolve("mine.icws.jsonl");
        saved = folder.resolve("mine");
        await(() -> root.messages().rows().size() > 5);
        robot.interact(root.sessions()::save);
        await(() -> Files.exists(whole));
        assertThat(saved).doesNotExist();
        robot.interact(root.sessions()::save);
        await(() -> Files.exists(saved));
    }

    @Test
    void an_empty_file_is_said_to_be_empty_and_another_one_can_be_chosen(WindowRobot robot) throws Exception {
        await(() -> root.shell().viewProperty().get() == ViewId.OVERVIEW);
        Path empty = Files.createFile(folder.resolve("empty.icws.jsonl"));
        assertThat(dragged(robot, empty)).isTrue();
        await(() -> root.view().covered());
        assertThat(robot.lookup(".confirm .text-area").queryAllAs(TextArea.class))
                .extracting(TextArea::getText)
                .anyMatch(why -> why.contains("empty.icws.jsonl is empty"));
        robot.clickOn("#error-way");
        await(() -> !root.view().covered());
        assertThat(asked).isTrue();
    }

    @Test
    void a_drag_of_files_is_shown_to_be_taken_until_they_are_dropped(WindowRobot robot) throws TimeoutException {
        saveSession(robot);
        assertThat(dragged(robot, saved)).isTrue();
        assertThat(hinted).isTrue();
        assertThat(scene.lookup(".drop-hint").isVisible()).isFalse();
    }

    @Test
    void the_window_that_says_what_did_not_open_comes_to_the_front(WindowRobot robot) throws Exception {
        await(() -> root.shell().viewProperty().get() == ViewId.OVERVIEW);
        assertThat(dragged(robot, Files.createFile(folder.resolve("empty.icws.jsonl"))))
                .isTrue();
        await(() -> root.view().covered());
        assertThat(brought).isTrue();
    }

    @Test
    void a_file_opens_from_the_window_of_a_recorded_session_as_well(WindowRobot robot) throws Exception {
        saveSession(robot);
        List<List<Path>> opened = new CopyOnWriteArrayList<>();
        Stage before = (Stage) scene.getWindow();
        robot.interact(() -> new StageFiles(before, root.themes(), opened::add)
                .window("recorded", new StackPane(new Label("a recorded page")), () -> {}));
        Stage second = (Stage) robot.window("recorded");
        scene = second.getScene();
        robot.targetWindow(second);
        ClipboardContent content = new ClipboardContent();
        content.putFiles(List.of(saved.toFile()));
        assertThat(dragged(robot, content, ".words")).isTrue();
        assertThat(hinted).isTrue();
        assertThat(opened).containsExactly(List.of(saved));
        robot.interact(second::close);
    }

    @Test
    void words_are_not_taken(WindowRobot robot) throws TimeoutException {
        await(() -> root.shell().viewProperty().get() == ViewId.OVERVIEW);
        ClipboardContent content = new ClipboardContent();
        content.putString("hello");
        assertThat(dragged(robot, content)).isFalse();
        assertThat(hinted).isFalse();
        assertThat(windows).isEmpty();
    }
}
