package org.icws.testbench.shell;

import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.stage.Stage;
import javafx.stage.WindowEvent;

/**
 * Lets a window open at its scene's size. Under some window managers (openbox) JavaFX 21 on GTK takes a window back to its least size
 * right after it has opened, when the manager frames it; on a busy machine that is seconds later. Any other size is somebody's
 * wish, such as the manager's that the frame fits the screen, too, and is left alone.
 */
public final class OpeningSize {

    private static final long OPENING_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Stage stage;
    private final Executor fxThread;
    private final LongSupplier nanoTime;
    private boolean shown;
    private long until;

    private OpeningSize(Stage stage, Executor fxThread, LongSupplier nanoTime) {
        this.stage = stage;
        this.fxThread = fxThread;
        this.nanoTime = nanoTime;
    }

    /**
     * Keeps a window, about to be shown, from its least size while it opens.
     *
     * @param fxThread runs what it is given later, as a size cannot be changed while it is told
     */
    public static void keep(Stage stage, double width, double height, Executor fxThread, LongSupplier nanoTime) {
        OpeningSize opening = new OpeningSize(stage, fxThread, nanoTime);
        // Until here it takes as long as it takes.
        stage.addEventHandler(WindowEvent.WINDOW_SHOWN, e -> opening.shown());
        opening.keep(stage.widthProperty(), width, stage::getMinWidth, () -> stage.setWidth(width));
        opening.keep(stage.heightProperty(), height, stage::getMinHeight, () -> stage.setHeight(height));
    }

    private void keep(ReadOnlyDoubleProperty size, double wanted, DoubleSupplier least, Runnable again) {
        size.addListener((o, old, now) -> {
            boolean smallest = now.doubleValue() < wanted && now.doubleValue() <= least.getAsDouble();
            // Iconified and maximised windows have sizes of their own.
            if (smallest && opens() && !stage.isIconified() && !stage.isMaximized()) {
                fxThread.execute(again);
            }
        });
    }

    private void shown() {
        shown = true;
        until = nanoTime.getAsLong() + OPENING_NANOS;
    }

    private boolean opens() {
        return !shown || nanoTime.getAsLong() - until < 0;
    }
}
