package org.icws.testbench.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import javafx.application.Platform;
import org.icws.testbench.WindowRobot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.util.WaitForAsyncUtils;

/** What the watch over the FX thread notices. */
@ExtendWith({ApplicationExtension.class, WindowRobot.Extension.class})
class FxWatchTest {

    private static final int PATIENCE_SECONDS = 90;
    private static final int TOO_LONG_MILLIS = 500;
    private static final int PART_MILLIS = 10;

    private static FxWatch watch(WindowRobot robot) {
        AtomicReference<FxWatch> made = new AtomicReference<>();
        robot.interact(() -> made.set(new FxWatch()));
        return made.get();
    }

    @Test
    void waiting_too_long_is_noticed_and_where(WindowRobot robot) throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        try (FxWatch watch = watch(robot)) {
            Platform.runLater(() -> {
                try {
                    never.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            awaitHoldUp(watch);
            never.countDown();
            assertThat(watch.holdUps().get(0)).startsWith("waits").contains("CountDownLatch");
        }
    }

    @Test
    void working_too_long_is_noticed_and_where(WindowRobot robot) throws Exception {
        try (FxWatch watch = watch(robot)) {
            Platform.runLater(() -> workHard(TOO_LONG_MILLIS));
            awaitHoldUp(watch);
            assertThat(watch.holdUps().get(0)).startsWith("works").contains("workHard");
        }
    }

    @Test
    void the_same_work_in_small_parts_holds_nothing_up(WindowRobot robot) throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        try (FxWatch watch = watch(robot)) {
            Platform.runLater(() -> workInParts(TOO_LONG_MILLIS / PART_MILLIS, done));
            assertThat(done.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            WaitForAsyncUtils.waitForFxEvents();
            assertThat(watch.holdUps()).isEmpty();
        }
    }

    private static void awaitHoldUp(FxWatch watch) throws TimeoutException {
        WaitForAsyncUtils.waitFor(
                PATIENCE_SECONDS, TimeUnit.SECONDS, () -> !watch.holdUps().isEmpty());
    }

    /** Takes so much of the processor, however long that lasts. */
    private static void workHard(long millis) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long end = threads.getCurrentThreadCpuTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (threads.getCurrentThreadCpuTime() < end) {
            Thread.onSpinWait();
        }
    }

    private static void workInParts(long parts, CountDownLatch done) {
        if (parts == 0) {
            done.countDown();
            return;
        }
        workHard(PART_MILLIS);
        Platform.runLater(() -> workInParts(parts - 1, done));
    }
}
