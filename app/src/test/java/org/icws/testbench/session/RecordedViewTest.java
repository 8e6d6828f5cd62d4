package org.icws.testbench.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.icws.testbench.WindowRobot.await;
import static org.icws.testbench.store.TestEvents.T0;
import static org.icws.testbench.store.TestEvents.client;
import static org.icws.testbench.store.TestEvents.frame;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import javafx.scene.Scene;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.icws.gateway.capture.CaptureHeader;
import org.icws.gateway.event.GatewayEvent;
import org.icws.gateway.trust.Verdict;
import org.icws.testbench.WindowRobot;
import org.icws.testbench.control.Availability;
import org.icws.testbench.messages.MessageRow;
import org.icws.testbench.messages.MessagesViewModel;
import org.icws.testbench.store.NameBook;
import org.icws.testbench.store.PayloadStore;
import org.icws.testbench.store.TestEvents;
import org.icws.testbench.theme.Fonts;
import org.icws.testbench.theme.Theme;
import org.icws.testbench.theme.ThemeManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/** The window of a recorded session, by its keys. */
@ExtendWith({ApplicationExtension.class, WindowRobot.Extension.class})
class RecordedViewTest {

    @TempDir
    private static Path dir;

    private final List<MessageRow> exported = new ArrayList<>();
    private RecordedSession session;

    @Start
    void open(Stage stage) throws Exception {
        Fonts.load();
        MessagesViewModel live = new MessagesViewModel(new NameBook(), 100);
        TestEvents make = new TestEvents();
        List<GatewayEvent> events = new ArrayList<>();
        for (int i = 1; i <= 5; i++) {
            events.add(make.down(T0 + i, client("ada"), i, "hello " + i, Verdict.VERIFIED));
        }
        live.onFrame(frame(T0, events));
        Path file = dir.resolve("demo.icws.jsonl");
        SessionFiles.save(
                file,
                live.payloads(),
                new SessionFiles.Extras(
                        new CaptureHeader(
                                CaptureHeader.CURRENT,
                                T0,
                                client("gateway").principal().toString(),
                                "308182abcdef0123"),
                        List.of(),
                        Map.of()));
        session = RecordedSession.read(file, 100, new PayloadStore(1 << 20, null), Runnable::run, Runnable::run);
        Scene scene = new Scene(new RecordedView(session, exported::add, true), 1280, 820);
        new ThemeManager(Theme.LIGHT).install(scene);
        stage.setScene(scene);
        stage.show();
    }

    @AfterEach
    void close() {
        session.close();
    }

    private MessageRow chosen() {
        return session.messages().selectedProperty().get();
    }

    @Test
    void messages_are_walked_marked_pinned_and_commented_by_single_keys(WindowRobot robot) throws TimeoutException {
        robot.interact(
                () -> session.messages().select(session.messages().rows().get(0).id()));
        robot.push(KeyCode.J);
        await(() -> chosen() != null && chosen().number() == 2);
        robot.push(KeyCode.M);
        robot.push(KeyCode.CONTROL, KeyCode.P);
        await(() -> chosen().note().marked() && chosen().note().pinned());
        robot.push(KeyCode.C);
        await(() -> robot.lookup("#message-comment").queryAs(TextField.class).isFocused());
        robot.interact(() -> {
            TextField comment = robot.lookup("#message-comment").queryAs(TextField.class);
            comment.setText("look here");
            comment.fireEvent(new javafx.event.ActionEvent());
        });
        await(() -> session.messages().rows().get(1).note().comment().equals("look here"));
    }

    @Test
    void pages_open_by_key_and_the_sheet_names_the_keys(WindowRobot robot) throws TimeoutException {
        robot.push(KeyCode.CONTROL, KeyCode.DIGIT2);
        await(() -> robot.lookup("#signatures-again").tryQuery().isPresent());
        robot.push(KeyCode.CONTROL, KeyCode.DIGIT1);
        robot.push(KeyCode.F1);
        await(() -> robot.lookup(".overlay").query().isVisible());
        robot.push(KeyCode.ESCAPE);
        await(() -> !robot.lookup(".overlay").query().isVisible());
    }

    @Test
    void what_a_recording_begins_with_is_not_called_new(WindowRobot robot) {
        robot.interact(() -> {
            assertThat(session.messages().shown()).isNotEmpty();
            assertThat(robot.lookup(".pill-button").query().isVisible()).isFalse();
        });
    }

    @Test
    void what_a_recording_cannot_do_says_why(WindowRobot robot) {
        robot.interact(() -> {
            assertThat(robot.lookup("#messages-pause").query().isDisabled()).isTrue();
            assertThat(robot.lookup(".button").queryAll().stream()
                            .filter(b -> b.isDisabled() && b.isVisible())
                            .map(Availability::reason))
                    .isNotEmpty()
                    .doesNotContainNull();
        });
    }
}
