package org.icws.testbench.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.icws.testbench.WindowRobot.await;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeoutException;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.icws.testbench.WindowRobot;
import org.icws.testbench.client.SilentServer;
import org.icws.testbench.compose.TestSender;
import org.icws.testbench.theme.Theme;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/** Connections to what takes them and never says a word, opened in the real window and given up. */
@ExtendWith({ApplicationExtension.class, WindowRobot.Extension.class})
class SilentGatewayTest {

    @TempDir
    private static Path dataDir;

    private CompositionRoot root;
    private boolean closed;

    @Start
    void open(Stage stage) {
        root = TestWindow.onRealParts(stage, dataDir, Theme.DARK);
        root.startNetwork();
    }

    @AfterEach
    void close() {
        if (!closed) {
            root.close();
        }
    }

    private static void fire(WindowRobot robot, String id) {
        robot.interact(() -> robot.lookup(id).queryAs(Button.class).fire());
    }

    private static void type(WindowRobot robot, String id, String text) {
        robot.interact(() -> robot.lookup(id).queryAs(TextInputControl.class).setText(text));
    }

    private static Label label(WindowRobot robot, String id) {
        return robot.lookup(id).queryAs(Label.class);
    }

    private void describe(WindowRobot robot, String gateway, String count) throws TimeoutException {
        await(() -> root.shell().runningProperty().get());
        robot.interact(() -> root.shell().viewProperty().set(ViewId.COMPOSE));
        fire(robot, "#compose-connect");
        await(() -> robot.lookup("#connect-canister").tryQuery().isPresent());
        type(robot, "#connect-gateway", gateway);
        type(robot, "#connect-count", count);
    }

    @Test
    void escape_ends_the_attempt_at_once_and_the_next_one_may_begin(WindowRobot robot) throws Exception {
        try (SilentServer silent = new SilentServer()) {
            String url = "wss://" + silent.host();
            describe(robot, url, "3");
            robot.interact(() -> robot.lookup("#connect-go").query().requestFocus());
            robot.push(KeyCode.ENTER);
            silent.accept();
            await(() -> label(robot, "#connect-waiting").getText().contains("(TCP, TLS, upgrade)"));
            assertThat(robot.lookup("#connect-cancel").query().isFocused()).isTrue();
            robot.push(KeyCode.ESCAPE);
            await(() -> label(robot, "#connect-cancelled").isVisible());
            assertThat(label(robot, "#connect-cancelled").getText()).isEqualTo("Cancelled. No connection was opened.");
            silent.readToTheEnd();
            assertThat(robot.lookup("#connect-gateway").queryAs(TextField.class).getText())
                    .isEqualTo(url);
            assertThat(robot.lookup("#connect-count").queryAs(TextField.class).getText())
                    .isEqualTo("3");
            List<TestSender> before = List.copyOf(root.compose().senders());

            type(robot, "#connect-gateway", root.shell().gatewayUrlProperty().get());
            type(robot, "#connect-count", "1");
            fire(robot, "#connect-go");
            await(() -> root.compose().senders().size() == before.size() + 1);
            await(() -> robot.lookup("#connect-pane").tryQuery().isEmpty());
            assertThat(root.compose().senderProperty().get().name())
                    .as("the name that the cancelled one had is free again")
                    .isEqualTo("Dana");
        }
    }

    @Test
    void who_works_on_meanwhile_sends_as_another_and_cancels_from_the_page(WindowRobot robot) throws Exception {
        try (SilentServer silent = new SilentServer()) {
            describe(robot, "ws://" + silent.host(), "1");
            fire(robot, "#connect-go");
            silent.upgrade();
            await(() -> label(robot, "#connect-waiting").getText().contains("Waits for the gateway's handshake"));
            fire(robot, "#connect-leave");
            assertThat(robot.lookup("#connect-strip").query().isVisible()).isTrue();
            robot.interact(() -> root.compose().editor().editLeaf("text", "meanwhile"));
            await(() -> root.compose().blockedProperty().get() == null);
            fire(robot, "#compose-send");
            await(() -> label(robot, "#compose-answer").getText().contains("meanwhile"));
            fire(robot, "#connect-strip-cancel");
            await(() -> label(robot, "#connect-strip-words").getText().startsWith("Cancelled."));
            silent.readToTheEnd();
        }
    }

    @Test
    void the_end_of_the_window_ends_what_is_being_opened(WindowRobot robot) throws Exception {
        try (SilentServer silent = new SilentServer()) {
            describe(robot, "ws://" + silent.host(), "1");
            fire(robot, "#connect-go");
            silent.accept();
            closed = true;
            robot.interact(root::close);
            silent.readToTheEnd();
        }
    }

    @Test
    void a_new_client_that_no_canister_answers_is_given_up_at_once(WindowRobot robot) throws TimeoutException {
        await(() -> root.shell().runningProperty().get());
        robot.interact(() -> {
            root.shell().viewProperty().set(ViewId.CONNECTIONS);
            root.replica().steering().setPaused(true);
        });
        await(() -> root.replica().ask().paused());
        fire(robot, "#connections-new");
        Button cancel = robot.lookup("#connections-new-cancel").queryAs(Button.class);
        await(cancel::isVisible);

        robot.interact(cancel::fire);

        await(() -> !root.connections().connectingProperty().get());
        assertThat(cancel.isVisible()).isFalse();
        assertThat(root.connections().problemProperty().get()).isEmpty();
        robot.interact(() -> root.replica().steering().setPaused(false));
        fire(robot, "#connections-new");
        await(() -> root.connections().rows().stream()
                        .filter(row -> row.state().equals("open"))
                        .count()
                == 2);
    }
}
