package org.icws.testbench.shell;

import java.nio.file.Path;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.stage.Stage;
import org.icws.testbench.run.RuntimeOptions;
import org.icws.testbench.theme.Fonts;
import org.icws.testbench.theme.Theme;

/** Opens the window as the program does. Who opens one closes its root. Stateless. */
final class TestWindow {

    private static final double WIDTH = 1440;
    private static final double HEIGHT = 900;

    private TestWindow() {}

    /** On embedded replica, gateway, canister and client, which {@link CompositionRoot#startNetwork()} then starts. */
    static CompositionRoot onRealParts(Stage stage, Path dataDir, Theme theme) {
        RuntimeOptions options = RuntimeOptions.defaults(dataDir).onFreePorts();
        return open(stage, free -> new RuntimeNetwork(options, free), theme, WIDTH, HEIGHT);
    }

    /** On some other network. */
    static CompositionRoot on(Stage stage, CompositionRoot.NetworkFactory networks) {
        return open(stage, networks, Theme.LIGHT, WIDTH, HEIGHT);
    }

    /** In a certain size. */
    static CompositionRoot open(
            Stage stage, CompositionRoot.NetworkFactory networks, Theme theme, double width, double height) {
        Fonts.load();
        CompositionRoot root = new CompositionRoot(networks, Platform::runLater, theme);
        Scene scene = new Scene(root.view(), width, height);
        root.themes().install(scene);
        root.view().installKeys(scene);
        stage.setScene(scene);
        stage.show();
        return root;
    }
}
