package org.icws.testbench.shell;

import javafx.beans.property.BooleanProperty;
import javafx.scene.input.KeyCombination;
import javafx.stage.Stage;

/**
 * Gives a presented page the whole screen, and the window its place back afterwards. FX thread only.
 *
 * <p>Escape is left to the window's content, which may have something open that it closes first. Whoever leaves the full
 * screen by other means, such as the window manager's, leaves the presentation with it.
 */
final class StageMode {

    private final Stage stage;
    private final BooleanProperty presenting;
    private boolean fullBefore;

    StageMode(Stage stage, BooleanProperty presenting) {
        this.stage = stage;
        this.presenting = presenting;
        stage.setFullScreenExitKeyCombination(KeyCombination.NO_MATCH);
        stage.setFullScreenExitHint("");
        presenting.addListener((o, old, now) -> follow(now));
        stage.fullScreenProperty().addListener((o, old, now) -> {
            if (!now) {
                presenting.set(false);
            }
        });
    }

    private void follow(boolean now) {
        if (now) {
            fullBefore = stage.isFullScreen();
            stage.setFullScreen(true);
        } else if (!fullBefore) {
            stage.setFullScreen(false);
        }
    }
}
