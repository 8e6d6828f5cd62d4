package org.icws.testbench;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import javafx.animation.AnimationTimer;
import javafx.application.Platform;
import javafx.geometry.Point2D;
import javafx.geometry.Pos;
import javafx.geometry.Rectangle2D;
import javafx.scene.Node;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.MouseButton;
import javafx.stage.Window;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.testfx.api.FxRobot;
import org.testfx.robot.Motion;
import org.testfx.service.query.PointQuery;
import org.testfx.util.WaitForAsyncUtils;

/**
 * Works the window as a person does, who sees what a deed led to before doing the next: after each, the window has laid
 * itself out. TestFX's own robot waits for the FX thread's queue only, and layout comes with the next pulse: on a busy
 * machine its click goes to where a button stood before, and a page that is made with its first layout is not there yet.
 * With {@code -Djavafx.animation.pulse=2} such haste fails on any machine.
 */
public final class WindowRobot extends FxRobot {

    private static final int PATIENCE_SECONDS = 90;

    /** What a deed puts off is put off once more at most. */
    private static final int ROUNDS = 2;

    /** A window that moves for longer moves by itself. */
    private static final int MOST_PULSES = 20;

    /** Hands tests their robot; to be used beside TestFX's extension, which opens the window. */
    public static final class Extension implements ParameterResolver {

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
            return parameter.getParameter().getType() == WindowRobot.class;
        }

        @Override
        public WindowRobot resolveParameter(ParameterContext parameter, ExtensionContext test) {
            return new WindowRobot();
        }
    }

    /** Waits until something holds, asked on the FX thread, and the window shows it; fails after 90 s. */
    public static void await(BooleanSupplier condition) throws TimeoutException {
        WaitForAsyncUtils.waitFor(
                PATIENCE_SECONDS, TimeUnit.SECONDS, () -> WaitForAsyncUtils.asyncFx(condition::getAsBoolean)
                        .get());
        settle();
    }

    /**
     * Waits until there was a whole pulse, and with it a layout of every window, that has left all windows where they were: a
     * pop-over whose content has changed takes another size with one pulse and its new place with the next.
     */
    public static void settle() {
        CompletableFuture<Void> settled = new CompletableFuture<>();
        Platform.runLater(() -> new AnimationTimer() {
            private List<Rectangle2D> before = List.of();
            private int pulses;

            /** Called at the begin of each pulse, before its layout. */
            @Override
            public void handle(long now) {
                List<Rectangle2D> places =
                        Window.getWindows().stream().map(WindowRobot::place).toList();
                if (pulses > 0 && (places.equals(before) || pulses == MOST_PULSES)) {
                    stop();
                    settled.complete(null);
                }
                before = places;
                pulses++;
            }
        }.start());
        settled.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
        WaitForAsyncUtils.waitForFxEvents(ROUNDS);
    }

    private static Rectangle2D place(Window window) {
        return new Rectangle2D(
                finite(window.getX()),
                finite(window.getY()),
                Math.max(0, finite(window.getWidth())),
                Math.max(0, finite(window.getHeight())));
    }

    /** Windows that have no place yet say that it is no number. */
    private static double finite(double number) {
        return Double.isFinite(number) ? number : 0;
    }

    private WindowRobot settled() {
        settle();
        return this;
    }

    @Override
    public WindowRobot clickOn(PointQuery where, Motion motion, MouseButton... buttons) {
        super.clickOn(where, motion, buttons);
        return settled();
    }

    @Override
    public WindowRobot moveTo(String query, Motion motion) {
        super.moveTo(query, motion);
        return settled();
    }

    @Override
    public WindowRobot moveTo(Node node, Pos place, Point2D offset, Motion motion) {
        super.moveTo(node, place, offset, motion);
        return settled();
    }

    @Override
    public WindowRobot push(KeyCode... combination) {
        super.push(combination);
        return settled();
    }

    @Override
    public WindowRobot push(KeyCodeCombination combination) {
        super.push(combination);
        return settled();
    }

    @Override
    public WindowRobot type(KeyCode... keys) {
        super.type(keys);
        return settled();
    }

    @Override
    public WindowRobot write(String text) {
        super.write(text);
        return settled();
    }

    @Override
    public WindowRobot interact(Runnable deed) {
        WaitForAsyncUtils.waitForAsyncFx(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS), deed);
        return settled();
    }

    @Override
    public <T> WindowRobot interact(Callable<T> deed) {
        WaitForAsyncUtils.waitForAsyncFx(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS), deed);
        return settled();
    }
}
