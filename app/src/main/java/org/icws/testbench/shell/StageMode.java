package org.icws.testbench.shell;

import javafx.animation.PauseTransition;
import javafx.beans.property.BooleanProperty;
import javafx.geometry.Rectangle2D;
import javafx.scene.input.KeyCombination;
import javafx.stage.Stage;
import javafx.util.Duration;

/**
 * Gives a presented page the whole screen, and the window its place back afterwards. FX thread only.
 *
 * <p>Escape is left to the window's content, which may have something open that it closes first. Whoever leaves the full
 * screen by other means, such as the window manager's, leaves the presentation with it.
 */
final class StageMode {

    private static final Duration SETTLE = Duration.millis(400);

    private final Stage stage;
    private final BooleanProperty presenting;
    private boolean fullBefore;
    private boolean maximizedBefore;
    private Rectangle2D before;

    /** Window managers give a window another size on its way back, and say so some time later. */
    private final PauseTransition settled = new PauseTransition(SETTLE);

    StageMode(Stage stage, BooleanProperty presenting) {
        this.stage = stage;
        this.presenting = presenting;
        stage.setFullScreenExitKeyCombination(KeyCombination.NO_MATCH);
        stage.setFullScreenExitHint("");
        presenting.addListener((o, old, now) -> follow(now));
        stage.fullScreenProperty().addListener((o, old, now) -> {
            if (!now) {
                presenting.set(false);
                restore();
                settled.playFromStart();
            }
        });
        settled.setOnFinished(e -> restore());
    }

    private void follow(boolean now) {
        if (now) {
            settled.stop();
            fullBefore = stage.isFullScreen();
            maximizedBefore = stage.isMaximized();
            before = new Rectangle2D(stage.getX(), stage.getY(), stage.getWidth(), stage.getHeight());
            stage.setFullScreen(true);
        } else if (!fullBefore) {
            stage.setFullScreen(false);
        }
    }

    private void restore() {
        if (before == null || maximizedBefore || stage.isFullScreen()) {
            return; // a maximised window is put back by the window manager alone
        }
        stage.setX(before.getMinX());
        stage.setY(before.getMinY());
        stage.setWidth(before.getWidth());
        stage.setHeight(before.getHeight());
    }
}
