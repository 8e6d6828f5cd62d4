package org.icws.testbench.shell;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javafx.application.Platform;

/**
 * Watches whether the FX thread answers. It is held up if it waits for a lock, for another thread or for a file or socket,
 * whatever else the machine does meanwhile; or if what it does without a break takes too much of its own processor time,
 * which a busy machine does not change.
 */
final class FxWatch implements AutoCloseable {

    private static final long LONGEST_MILLIS = 100;
    private static final long LOOK_MILLIS = 5;
    private static final int FRAMES = 40;
    private static final Set<String> WAITING = Set.of(
            "jdk.internal.misc.Unsafe.park",
            "java.lang.Object.wait",
            "java.lang.Thread.sleep",
            "java.io.FileInputStream.readBytes",
            "java.io.FileOutputStream.writeBytes",
            "java.io.RandomAccessFile.readBytes",
            "sun.nio.ch.FileDispatcherImpl.read0",
            "sun.nio.ch.FileDispatcherImpl.pread0",
            "sun.nio.ch.FileDispatcherImpl.write0",
            "sun.nio.ch.FileDispatcherImpl.force0",
            "sun.nio.ch.Net.poll");

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final ScheduledExecutorService looker = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "fx-watch");
        thread.setDaemon(true);
        return thread;
    });
    private final Queue<String> holdUps = new ConcurrentLinkedQueue<>();
    private final long fxThread;
    private long askedAt;
    private volatile boolean asked;
    private boolean reported;
    private volatile long cpuWhenAsked;
    private volatile String seen = "";

    /** Starts to watch. To be called on the FX thread. */
    FxWatch() {
        fxThread = Thread.currentThread().getId();
        looker.scheduleWithFixedDelay(this::look, 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void look() {
        long now = System.nanoTime();
        if (!asked) {
            asked = true;
            reported = false;
            askedAt = now;
            seen = "";
            // Not since the last answer: while this watch itself waits for the processor, many short things may be
            // done.
            cpuWhenAsked = threads.getThreadCpuTime(fxThread);
            Platform.runLater(this::answer);
        } else if (now - askedAt > TimeUnit.MILLISECONDS.toNanos(LONGEST_MILLIS) && !reported) {
            ThreadInfo fx = threads.getThreadInfo(fxThread, FRAMES);
            if (!asked) {
                return; // it answered meanwhile, and rests
            }
            StackTraceElement[] stack = fx.getStackTrace();
            seen = Arrays.stream(stack).map(frame -> "    at " + frame).collect(Collectors.joining("\n"));
            if (stack.length > 0 && WAITING.contains(stack[0].getClassName() + "." + stack[0].getMethodName())
                    || fx.getLockOwnerId() >= 0) {
                // The toolkit waits for its own painter, or for work while the watch's own is on its way: how long that
                // takes is up to the machine.
                if (!seen.contains("waitForRenderingToComplete") && !seen.contains("RunnableQueue.getNextRunnable")) {
                    reported = true;
                    holdUps.add("waits for more than " + LONGEST_MILLIS + " ms:\n" + seen);
                }
            }
        }
    }

    /** Takes no lock: the watched thread must not wait for the watch. */
    private void answer() {
        long cpu = threads.getCurrentThreadCpuTime();
        long millis = TimeUnit.NANOSECONDS.toMillis(cpu - cpuWhenAsked);
        if (millis > LONGEST_MILLIS) {
            holdUps.add("works " + millis + " ms without a break, of which this was seen:\n" + seen);
        }
        asked = false;
    }

    /** What held the FX thread up so far, each with its stack. */
    List<String> holdUps() {
        return List.copyOf(holdUps);
    }

    @Override
    public void close() {
        looker.shutdownNow();
    }
}
