package org.icws.testbench.shell;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javafx.animation.PauseTransition;
import javafx.application.Application;
import javafx.application.Platform;
import javafx.embed.swing.SwingFXUtils;
import javafx.scene.Scene;
import javafx.scene.control.ButtonBase;
import javafx.stage.Stage;
import javafx.util.Duration;
import javax.imageio.ImageIO;
import org.icws.testbench.messages.MessageRow;
import org.icws.testbench.run.RuntimeOptions;
import org.icws.testbench.run.StepFailure;
import org.icws.testbench.theme.Fonts;
import org.icws.testbench.theme.Theme;

/**
 * Takes a picture of every page in both themes. Arguments: folder, "live" (a real network) or "demo" (a fixed story),
 * width, height; the last three may be left out.
 */
public final class Screenshots {

    private Screenshots() {}

    public static void main(String[] args) {
        // Not an Application itself: that would need JavaFX on the module path.
        Application.launch(Photographer.class, args);
    }

    /** Goes from page to page. */
    public static final class Photographer extends Application {

        private static final List<String> WORDS = List.of(
                "ping", "hello, canister", "how is the weather?", "one more", "are you still there?", "thank you");
        private static final int EXCHANGES = 44;

        private final ArrayDeque<Runnable> script = new ArrayDeque<>();
        private Path folder;
        private Stage window;
        private boolean live;
        private double width = 1440;
        private double height = 900;
        private CompositionRoot root;
        private Scene scene;

        @Override
        public void start(Stage stage) throws IOException {
            List<String> args = getParameters().getUnnamed();
            folder = Files.createDirectories(Path.of(args.get(0)));
            live = args.size() > 1 && args.get(1).equals("live");
            if (args.size() > 3) {
                width = Double.parseDouble(args.get(2));
                height = Double.parseDouble(args.get(3));
            }
            Fonts.load();
            window = stage;
            writeScript();
            next();
        }

        private void writeScript() {
            StepFailure taken = new StepFailure(
                    "The replica could not listen on port 4943.",
                    "Another program uses it.",
                    "Stop that program, or let the replica take a free port.",
                    StepFailure.PORT_IN_USE);
            script.add(() -> begin(new DemoNetwork(now(), taken)));
            script.add(() -> both("start-failed"));
            script.add(() -> root.close());
            script.add(() -> begin(
                    live
                            ? new RuntimeNetwork(RuntimeOptions.defaults(dataFolder()), false)
                            : new DemoNetwork(now(), null)));
            if (live) {
                script.add(this::waitForGateway);
            }
            script.add(this::waitForNetwork);
            if (live) {
                script.add(() -> root.connections().addClient());
                script.add(() -> wait(3000));
                for (int i = 0; i < EXCHANGES; i++) {
                    int number = i;
                    script.add(() -> exchange(number));
                }
            }
            for (ViewId id : ViewId.values()) {
                script.add(() -> root.shell().viewProperty().set(id));
                if (id == ViewId.MESSAGES) {
                    script.add(this::chooseAnswer);
                }
                script.add(() -> wait(800));
                String name = id == ViewId.START ? "start-done" : id.name().toLowerCase(Locale.ROOT);
                script.add(() -> both(name));
                if (id == ViewId.MESSAGES) {
                    choice("Proof");
                    choice("CBOR");
                    choice("Hex");
                    script.add(() -> press("Candid"));
                }
            }
            script.add(() -> root.close());
            script.add(Platform::exit);
        }

        private void choice(String words) {
            script.add(() -> press(words));
            script.add(() -> wait(400));
            script.add(() -> both("messages-" + words.toLowerCase(Locale.ROOT)));
        }

        private static Path dataFolder() {
            try {
                return Files.createTempDirectory("testbench-pictures");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static long now() {
            Instant now = Instant.now();
            return now.getEpochSecond() * 1_000_000_000L + now.getNano();
        }

        private void begin(LiveNetwork network) {
            root = new CompositionRoot(free -> network, Platform::runLater, Theme.LIGHT);
            scene = new Scene(root.view(), width, height);
            root.themes().install(scene);
            window.setScene(scene);
            window.show();
            root.startNetwork();
            wait(1200);
        }

        private void waitForGateway() {
            if (scene.getRoot().lookupAll(".step.passed").size() >= 2) {
                both("start");
            } else {
                script.addFirst(this::waitForGateway);
                wait(20);
            }
        }

        private void waitForNetwork() {
            if (!root.shell().runningProperty().get()) {
                script.addFirst(this::waitForNetwork);
                wait(100);
            }
        }

        private void exchange(int number) {
            var compose = root.compose();
            int senders = compose.senders().size();
            compose.senderProperty().set(compose.senders().get(number % 3 == 2 ? senders - 1 : 0));
            if (compose.editor().typeProperty().get().isKnown()) {
                compose.editor().editLeaf("text", WORDS.get(number % WORDS.size()));
                compose.send();
            }
            wait(200 + number * 53 % 400);
        }

        private void chooseAnswer() {
            var rows = root.messages().rows();
            for (int i = rows.size() - 6; i >= 0; i--) {
                if (rows.get(i).direction() == MessageRow.Direction.DOWN
                        && !rows.get(i).service()) {
                    root.messages().select(rows.get(i).id());
                    return;
                }
            }
        }

        private void press(String words) {
            Stream.of(".button", ".toggle-button")
                    .flatMap(style -> scene.getRoot().lookupAll(style).stream())
                    .filter(n -> n instanceof ButtonBase b && words.equals(b.getText()))
                    .forEach(n -> ((ButtonBase) n).fire());
        }

        private boolean waiting;

        private void next() {
            waiting = false;
            while (!waiting && !script.isEmpty()) {
                script.poll().run();
            }
        }

        private void wait(int millis) {
            waiting = true;
            PauseTransition pause = new PauseTransition(Duration.millis(millis));
            pause.setOnFinished(e -> next());
            pause.play();
        }

        private void both(String name) {
            for (Theme theme : Theme.values()) {
                root.themes().themeProperty().set(theme);
                save(name + "-" + theme.name().toLowerCase(Locale.ROOT));
            }
            root.themes().themeProperty().set(Theme.LIGHT);
        }

        private void save(String name) {
            try {
                ImageIO.write(
                        SwingFXUtils.fromFXImage(scene.snapshot(null), null),
                        "png",
                        folder.resolve(name + ".png").toFile());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
