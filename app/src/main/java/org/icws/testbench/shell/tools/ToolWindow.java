package org.icws.testbench.shell.tools;

import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.stage.Stage;
import org.icws.testbench.shell.OpeningSize;

/** The window that a tool looks at. Who looks needs it at its full size, under a window manager, too. */
final class ToolWindow {

    private static final double LEAST_WIDTH = 1000;
    private static final double LEAST_HEIGHT = 640;

    private ToolWindow() {}

    /** Opens the window at its scene's size. */
    static void show(Stage stage, Scene scene) {
        stage.setTitle("IC WebSocket Testbench");
        stage.setScene(scene);
        // A window that has no least size is taken to one of 200 pixels, which nobody could tell from a wish.
        stage.setMinWidth(Math.min(LEAST_WIDTH, scene.getWidth()));
        stage.setMinHeight(Math.min(LEAST_HEIGHT, scene.getHeight()));
        OpeningSize.keep(stage, scene.getWidth(), scene.getHeight(), Platform::runLater, System::nanoTime);
        stage.show();
    }
}
