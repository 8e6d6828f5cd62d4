package org.icws.testbench.shell.tools;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import javafx.animation.PauseTransition;
import javafx.application.Application;
import javafx.scene.Scene;
import javafx.scene.layout.Region;
import javafx.stage.Stage;
import javafx.util.Duration;
import org.icws.testbench.run.RuntimeOptions;
import org.icws.testbench.shell.CompositionRoot;
import org.icws.testbench.shell.LiveNetwork;
import org.icws.testbench.shell.RuntimeNetwork;
import org.icws.testbench.theme.Fonts;
import org.icws.testbench.theme.Theme;

/** Starts the real network, lets real clients talk, and takes a picture of every page in both themes. */
public final class Photographer extends Application implements Gallery.Camera {

    /**
     * What to do.
     *
     * @param folder where the pictures go
     * @param width of the window in logical pixels
     * @param height of the window
     * @param zoom size of everything in percent; the window grows with it
     * @param only names of the pages wanted, in small letters; empty for all
     */
    public record Order(Path folder, double width, double height, int zoom, List<String> only) {}

    private static final AtomicReference<Order> ORDER = new AtomicReference<>();
    private static final int SECONDS_TO_START = 60;

    private final ArrayDeque<Runnable> script = new ArrayDeque<>();
    private Order order;
    private Stage window;
    private Path data;
    private CompositionRoot root;
    private Scene scene;
    private volatile LiveNetwork network;
    private boolean waiting;
    private int patience = SECONDS_TO_START * 20;

    /** Takes the pictures; returns when the window is closed again. */
    public static void run(Order wanted) {
        // JavaFX makes the application object itself, so the order has to wait here for it.
        ORDER.set(wanted);
        Application.launch(Photographer.class);
    }

    @Override
    public void start(Stage stage) throws IOException {
        order = ORDER.get();
        window = stage;
        Files.createDirectories(order.folder());
        data = ScratchFolder.make("testbench-pictures");
        Fonts.load();
        root = new CompositionRoot(
                free -> {
                    LiveNetwork made =
                            new RuntimeNetwork(RuntimeOptions.defaults(data).onFreePorts(), false);
                    network = made;
                    return made;
                },
                javafx.application.Platform::runLater,
                Theme.LIGHT);
        root.settings().update(s -> s.withZoom(order.zoom()));
        double scale = order.zoom() / 100.0;
        scene = new Scene(root.view(), order.width() * scale, order.height() * scale);
        root.themes().install(scene);
        root.view().installKeys(scene);
        ToolWindow.show(stage, scene);
        writeScript();
        root.startNetwork();
        next();
    }

    private void writeScript() {
        script.add(this::waitForNetwork);
        new Gallery(script, root, this, order.only()).write();
        script.add(javafx.application.Platform::exit);
    }

    private void waitForNetwork() {
        if (!root.shell().runningProperty().get()) {
            if (patience-- == 0) {
                throw new IllegalStateException("The network did not start within " + SECONDS_TO_START + " s");
            }
            script.addFirst(this::waitForNetwork);
            pause(50);
        }
    }

    @Override
    public LiveNetwork network() {
        return network;
    }

    @Override
    public void picture(String name) {
        for (Theme theme : Theme.values()) {
            root.settings().update(s -> s.withTheme(theme));
            Region shown = root.view();
            shown.applyCss();
            shown.layout();
            Path file = order.folder().resolve(name + "-" + theme.name().toLowerCase(Locale.ROOT) + ".png");
            try {
                Snapshot.write(scene, file);
            } catch (IOException e) {
                throw new UncheckedIOException("The picture " + file + " could not be written", e);
            }
        }
        root.settings().update(s -> s.withTheme(Theme.LIGHT));
    }

    @Override
    public void pause(double millis) {
        waiting = true;
        PauseTransition pause = new PauseTransition(Duration.millis(millis));
        pause.setOnFinished(e -> {
            waiting = false;
            next();
        });
        pause.play();
    }

    private void next() {
        while (!waiting && !script.isEmpty()) {
            script.removeFirst().run();
        }
    }

    @Override
    public void stop() throws IOException {
        root.close();
        ScratchFolder.delete(data);
    }
}
