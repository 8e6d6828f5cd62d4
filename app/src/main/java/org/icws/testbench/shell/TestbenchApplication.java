package org.icws.testbench.shell;

import java.lang.management.ManagementFactory;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import javafx.application.Application;
import javafx.application.ConditionalFeature;
import javafx.application.Platform;
import javafx.geometry.Rectangle2D;
import javafx.scene.Scene;
import javafx.scene.image.Image;
import javafx.stage.Screen;
import javafx.stage.Stage;
import org.icws.icons.AppIcon;
import org.icws.testbench.cli.Signals;
import org.icws.testbench.control.Availability;
import org.icws.testbench.run.RuntimeOptions;
import org.icws.testbench.settings.Settings;
import org.icws.testbench.settings.SettingsFile;
import org.icws.testbench.settings.SettingsModel;
import org.icws.testbench.settings.SettingsWriter;
import org.icws.testbench.store.FramePump;
import org.icws.testbench.theme.Fonts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The window. Nothing of the network is loaded before its first frame is shown. */
public final class TestbenchApplication extends Application {

    private static final Logger LOG = LoggerFactory.getLogger(TestbenchApplication.class);
    private static final AtomicReference<RuntimeOptions> OPTIONS = new AtomicReference<>();

    private static final double WIDTH = 1440;
    private static final double HEIGHT = 900;
    private static final double LEAST_WIDTH = 1000;
    private static final double LEAST_HEIGHT = 640;

    private CompositionRoot root;
    private SettingsWriter writer;

    /**
     * Opens the window and returns when it is closed.
     *
     * @param options what to start
     */
    public static void open(RuntimeOptions options) {
        // JavaFX makes the application object itself, so the options have to wait here for it.
        OPTIONS.set(options);
        // JavaFX's own shutdown hook takes the renderer away while the window still draws.
        Signals.onTermination(Platform::exit);
        Application.launch(TestbenchApplication.class);
    }

    @Override
    public void start(Stage stage) {
        RuntimeOptions options = Objects.requireNonNull(OPTIONS.get(), "open() gives the options");
        RestingPulseTimer.install();
        Fonts.load();
        SettingsFile file = new SettingsFile(options.dataDir());
        SettingsModel settings = new SettingsModel(file.read(), options.dataDir());
        writer = new SettingsWriter(file, words -> Platform.runLater(() -> settings.setProblem(words)));
        settings.onChange(writer::write);
        AtomicReference<Settings> current = new AtomicReference<>(settings.get());
        settings.settingsProperty().addListener((o, old, changed) -> current.set(changed));
        root = new CompositionRoot(
                freePorts -> new RuntimeNetwork(keeping(options, current.get()), freePorts),
                Platform::runLater,
                settings);
        root.makePagesAhead();
        root.onOpen(getHostServices()::showDocument);
        ShellView view = root.view();
        if (!Platform.isSupported(ConditionalFeature.SCENE3D)) {
            // Painting in software: a shadow is painted anew with every change inside its card.
            view.getStyleClass().add("flat");
        }
        // A small screen, or a usual one at 200 %, has less room.
        Rectangle2D room = Screen.getPrimary().getVisualBounds();
        Scene scene = new Scene(view, Math.min(WIDTH, room.getWidth()), Math.min(HEIGHT, room.getHeight()));
        root.themes().install(scene);
        view.installKeys(scene);
        Availability.showReasons(scene);
        root.sessions().setFiles(new StageFiles(stage, root.themes(), root.sessions()::open));
        DroppedFiles.accept(scene, view, root.sessions()::open);
        stage.setTitle("IC WebSocket Testbench");
        AppIcon.windowIcons().forEach(url -> stage.getIcons().add(new Image(url.toExternalForm(), true)));
        stage.setMinWidth(Math.min(LEAST_WIDTH, room.getWidth()));
        stage.setMinHeight(Math.min(LEAST_HEIGHT, room.getHeight()));
        stage.setScene(scene);
        OpeningSize.keep(stage, scene.getWidth(), scene.getHeight(), Platform::runLater, System::nanoTime);
        new StageMode(stage, root.shell().presentingProperty());
        FramePump pump = root.pump();
        stage.iconifiedProperty().addListener((o, old, now) -> pump.setPaused(now));
        stage.show();
        // After the first frame, not before: what comes now loads a web server, a Wasm engine and cryptography.
        Platform.runLater(() -> {
            root.startNetwork();
            long jvmStart = ManagementFactory.getRuntimeMXBean().getStartTime();
            LOG.info("Window shown {} ms after Java started", System.currentTimeMillis() - jvmStart);
        });
    }

    private static RuntimeOptions keeping(RuntimeOptions options, Settings settings) {
        return options.withReplica(options.replica().keeping(settings.networkKept()));
    }

    @Override
    public void stop() {
        if (root == null) {
            return;
        }
        try {
            if (NextStart.isPreparedHere()) {
                NextStart.openPages(root);
            }
        } finally {
            root.close();
            writer.close();
        }
    }
}
