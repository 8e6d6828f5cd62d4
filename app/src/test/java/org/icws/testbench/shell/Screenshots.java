package org.icws.testbench.shell;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
import org.icws.testbench.run.StepFailure;
import org.icws.testbench.theme.Fonts;
import org.icws.testbench.theme.Theme;

/** Takes a picture of every page in both themes, filled with the demo story. Arguments: folder [width height]. */
public final class Screenshots {

    private Screenshots() {}

    public static void main(String[] args) {
        // Not an Application itself: that would need JavaFX on the module path.
        Application.launch(Photographer.class, args);
    }

    /** Goes from page to page. */
    public static final class Photographer extends Application {

        private final List<Runnable> shots = new ArrayList<>();
        private Path folder;
        private Stage window;

        @Override
        public void start(Stage stage) throws IOException {
            List<String> args = getParameters().getUnnamed();
            folder = Files.createDirectories(Path.of(args.get(0)));
            double width = args.size() > 1 ? Double.parseDouble(args.get(1)) : 1440;
            double height = args.size() > 2 ? Double.parseDouble(args.get(2)) : 900;
            Fonts.load();
            window = stage;
            for (Theme theme : Theme.values()) {
                queue(theme, width, height, null);
                queue(
                        theme,
                        width,
                        height,
                        new StepFailure(
                                "The replica could not listen on port 4943.",
                                "Another program uses it.",
                                "Stop that program, or let the replica take a free port.",
                                StepFailure.PORT_IN_USE));
            }
            shots.add(Platform::exit);
            next();
        }

        private void queue(Theme theme, double width, double height, StepFailure failure) {
            shots.add(() -> {
                Instant now = Instant.now();
                long nanos = now.getEpochSecond() * 1_000_000_000L + now.getNano();
                CompositionRoot root =
                        new CompositionRoot(free -> new DemoNetwork(nanos, failure), Platform::runLater, theme);
                Scene scene = new Scene(root.view(), width, height);
                root.themes().install(scene);
                window.setScene(scene);
                window.show();
                root.startNetwork();
                if (failure != null) {
                    after(800, () -> {
                        save(scene, "start-failed", theme);
                        root.close();
                        next();
                    });
                    return;
                }
                after(1800, () -> pages(root, scene, theme, new ArrayList<>(List.of(ViewId.values()))));
            });
        }

        private void pages(CompositionRoot root, Scene scene, Theme theme, List<ViewId> left) {
            if (left.isEmpty()) {
                root.close();
                next();
                return;
            }
            ViewId id = left.remove(0);
            root.shell().viewProperty().set(id);
            if (id == ViewId.MESSAGES) {
                var rows = root.messages().rows();
                root.messages().select(rows.get(rows.size() - 9).id());
            }
            after(700, () -> {
                save(scene, id.name().toLowerCase(), theme);
                if (id == ViewId.MESSAGES) {
                    press(scene, "Proof");
                    after(300, () -> {
                        save(scene, "messages-proof", theme);
                        press(scene, "CBOR");
                        after(300, () -> {
                            save(scene, "messages-cbor", theme);
                            pages(root, scene, theme, left);
                        });
                    });
                } else if (id == ViewId.COMPOSE) {
                    press(scene, "Send");
                    after(600, () -> {
                        save(scene, "compose-sent", theme);
                        pages(root, scene, theme, left);
                    });
                } else {
                    pages(root, scene, theme, left);
                }
            });
        }

        private void next() {
            if (!shots.isEmpty()) {
                shots.remove(0).run();
            }
        }

        private static void press(Scene scene, String words) {
            Stream.of(".button", ".toggle-button")
                    .flatMap(style -> scene.getRoot().lookupAll(style).stream())
                    .filter(n -> n instanceof ButtonBase b && words.equals(b.getText()))
                    .forEach(n -> ((ButtonBase) n).fire());
        }

        private static void after(int millis, Runnable deed) {
            PauseTransition pause = new PauseTransition(Duration.millis(millis));
            pause.setOnFinished(e -> deed.run());
            pause.play();
        }

        private void save(Scene scene, String name, Theme theme) {
            Path file = folder.resolve(name + "-" + theme.name().toLowerCase() + ".png");
            try {
                ImageIO.write(SwingFXUtils.fromFXImage(scene.snapshot(null), null), "png", file.toFile());
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }
}
