package org.icws.testbench.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.icws.testbench.WindowRobot.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import javafx.stage.Stage;
import org.fxmisc.richtext.CodeArea;
import org.icws.testbench.WindowRobot;
import org.icws.testbench.compose.SentMessage;
import org.icws.testbench.scenarios.ScenarioKind;
import org.icws.testbench.theme.Theme;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

/** The window answers at once, whatever is done in it. The real parts; only the display is missing. */
@ExtendWith({ApplicationExtension.class, WindowRobot.Extension.class})
class FxThreadTest {

    private static final int BURST = 200;

    @TempDir
    private static Path dir;

    private CompositionRoot root;
    private PagesAhead ahead;

    @Start
    void open(Stage stage) {
        root = TestWindow.onRealParts(stage, dir.resolve("data"), Theme.DARK);
        ahead = root.makePagesAhead();
        root.startNetwork();
    }

    @AfterEach
    void close() {
        root.close();
    }

    private static FxWatch watch(WindowRobot robot) {
        AtomicReference<FxWatch> made = new AtomicReference<>();
        robot.interact(() -> made.set(new FxWatch()));
        return made.get();
    }

    /** What a person does in a session. */
    private void mainWays(WindowRobot robot, String session) throws Exception {
        for (ViewId id : ViewId.values()) {
            robot.interact(() -> root.shell().viewProperty().set(id));
            WaitForAsyncUtils.waitForFxEvents();
        }
        robot.interact(() -> root.shell().viewProperty().set(ViewId.COMPOSE));
        await(() -> root.compose().blockedProperty().get() == null);
        robot.interact(() -> root.compose().send());
        await(() -> root.compose().lastProperty().get() != null
                && root.compose().lastProperty().get().state() == SentMessage.State.ANSWERED);
        int before = root.messages().rows().size();
        robot.interact(() -> root.compose().startBurst(BURST, BURST));
        robot.interact(() -> root.shell().viewProperty().set(ViewId.MESSAGES));
        await(() -> root.messages().rows().size() >= before + BURST);
        robot.interact(() -> root.messages().filterProperty().set("~dir up & ~b \"a\""));
        robot.interact(() -> root.messages().filterProperty().set(""));
        robot.interact(
                () -> root.messages().select(root.messages().rows().get(1).id()));
        robot.interact(() -> root.view().togglePalette());
        robot.interact(() -> root.view().togglePalette());
        Path file = dir.resolve(session);
        robot.interact(() -> {
            root.sessions().setFiles(new OneFile(file));
            root.sessions().save();
        });
        await(() -> Files.exists(file));
        robot.interact(() -> root.shell().viewProperty().set(ViewId.SCENARIOS));
        robot.interact(() -> root.scenarios().play(ScenarioKind.COMMENTS));
        await(() -> root.scenarios().isRunning());
        robot.interact(() -> root.scenarios().leave());
    }

    @Test
    void nothing_a_person_does_holds_up_the_window(WindowRobot robot) throws Exception {
        await(() -> root.shell().runningProperty().get());
        await(ahead::isDone);
        try (FxWatch watch = watch(robot)) {
            mainWays(robot, "first.icws.jsonl");
            mainWays(robot, "second.icws.jsonl");
            WaitForAsyncUtils.waitForFxEvents();
            assertThat(watch.holdUps()).isEmpty();
        }
    }

    @Test
    void a_long_text_pasted_into_compose_does_not_hold_up_the_window(WindowRobot robot) throws Exception {
        await(() -> root.shell().runningProperty().get());
        robot.interact(() -> root.shell().viewProperty().set(ViewId.COMPOSE));
        await(() -> root.compose().editor().typeProperty().get().isKnown());
        pasteAndUndo(robot);
        try (FxWatch watch = watch(robot)) {
            pasteAndUndo(robot);
            assertThat(watch.holdUps()).isEmpty();
        }
    }

    private void pasteAndUndo(WindowRobot robot) {
        String line = "record { text = \"" + "x".repeat(100_000) + "\"; timestamp = 5 : nat64 }";
        CodeArea text = robot.lookup("#compose-text").queryAs(CodeArea.class);
        robot.interact(() -> text.replaceText(line));
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(root.compose().editor().textProperty().get()).isEqualTo(line);
        robot.interact(text::undo);
        WaitForAsyncUtils.waitForFxEvents();
    }
}
