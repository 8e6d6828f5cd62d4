package org.icws.testbench.shell;

import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.stage.Stage;

/**
 * Lets a window open at its scene's size. Under some window managers (openbox) JavaFX 21 on GTK takes a window back to its least size
 * right after it has opened, when the manager frames it; whoever then sizes it by hand is left alone.
 */
final class OpeningSize {

    private static final long OPENING_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final Stage stage;
    private final Executor fxThread;
    private final LongSupplier nanoTime;
    private final long until;

    private OpeningSize(Stage stage, Executor fxThread, LongSupplier nanoTime) {
        this.stage = stage;
        this.fxThread = fxThread;
        this.nanoTime = nanoTime;
        this.until = nanoTime.getAsLong() + OPENING_NANOS;
    }

    /**
     * Keeps a window, about to be shown, at least at this size while it opens.
     *
     * @param fxThread runs what it is given later, as a size cannot be changed while it is told
     */
    static void keep(Stage stage, double width, double height, Executor fxThread, LongSupplier nanoTime) {
        OpeningSize opening = new OpeningSize(stage, fxThread, nanoTime);
        opening.keep(stage.widthProperty(), width, () -> stage.setWidth(width));
        opening.keep(stage.heightProperty(), height, () -> stage.setHeight(height));
    }

    private void keep(ReadOnlyDoubleProperty size, double least, Runnable again) {
        size.addListener((o, old, now) -> {
            // Iconified and maximised windows have sizes of their own.
            if (now.doubleValue() < least && opens() && !stage.isIconified() && !stage.isMaximized()) {
                fxThread.execute(again);
            }
        });
    }

    private boolean opens() {
        return nanoTime.getAsLong() - until < 0;
    }
}
