package org.icws.testbench.compose;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import org.icws.testbench.TestbenchException;
import org.icws.testbench.WindowRobot;
import org.icws.testbench.theme.Theme;
import org.icws.testbench.theme.ThemeManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

@ExtendWith({ApplicationExtension.class, WindowRobot.Extension.class})
class ConnectStripTest {

    private final Connecting connecting = new Connecting(Runnable::run, (senders, whole) -> {});

    @Start
    void open(Stage stage) {
        Scene scene = new Scene(new VBox(new ConnectStrip(connecting, () -> {})), 500, 100);
        new ThemeManager(Theme.LIGHT).install(scene);
        stage.setScene(scene);
        stage.show();
        connecting.begin(
                new FailingConnector(),
                new ConnectionRequest(URI.create("ws://127.0.0.1:1"), null, null, "ping_pong", "v1", null, 1));
    }

    /** What it tries fails at once, with a reason of some length. */
    private static final class FailingConnector implements Connector {

        @Override
        public Defaults defaults() {
            return null;
        }

        @Override
        public Opening connect(ConnectionRequest request, Consumer<Progress> progress) {
            return new Opening() {
                @Override
                public CompletableFuture<List<TestSender>> senders() {
                    return CompletableFuture.failedFuture(new TestbenchException("Nothing answers. ".repeat(20)));
                }

                @Override
                public void cancel() {
                    throw new AssertionError("nobody cancels");
                }
            };
        }
    }

    @Test
    void long_news_leave_the_name_of_the_line_whole(WindowRobot robot) {
        Label words = robot.lookup("#connect-strip-words").queryAs(Label.class);
        Label title = robot.lookup("#connect-strip-title").queryAs(Label.class);
        assertThat(words.getWidth()).as("longer than the window").isLessThan(words.prefWidth(-1));
        assertThat(title.getWidth()).isGreaterThanOrEqualTo(title.prefWidth(-1) - 0.5);
    }
}
