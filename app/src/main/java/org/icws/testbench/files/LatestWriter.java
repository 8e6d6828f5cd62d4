package org.icws.testbench.files;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the newest state of something beside the window's work. Of several changes in a row only the last is written. What
 * could not be written is tried again with the next change, and once more when this closes. Thread-safe.
 */
public final class LatestWriter<T> implements AutoCloseable {

    /** Puts a state where it is kept. */
    @FunctionalInterface
    public interface Writing<T> {

        void write(T state) throws IOException;
    }

    private static final Logger LOG = LoggerFactory.getLogger(LatestWriter.class);
    private static final int CLOSE_SECONDS = 2;

    private final String name;
    private final Writing<T> writing;
    private final Consumer<Optional<Exception>> told;
    private final AtomicReference<T> waiting = new AtomicReference<>();
    private final ExecutorService thread;
    private T unwritten; // the writer's thread only

    /**
     * @param name the thread's
     * @param told why a write failed, or empty after one that did not; on the writer's thread
     */
    public LatestWriter(String name, Writing<T> writing, Consumer<Optional<Exception>> told) {
        this.name = name;
        this.writing = writing;
        this.told = told;
        this.thread = Executors.newSingleThreadExecutor(task -> {
            Thread made = new Thread(task, name);
            made.setDaemon(true);
            return made;
        });
    }

    /** Writes this soon; not any more once this is closed. */
    public void write(T state) {
        if (waiting.getAndSet(state) == null && !thread.isShutdown()) {
            thread.execute(() -> writeNow(waiting.getAndSet(null)));
        }
    }

    private void writeNow(T state) {
        try {
            writing.write(state);
            unwritten = null;
            told.accept(Optional.empty());
        } catch (IOException | RuntimeException e) {
            unwritten = state;
            told.accept(Optional.of(e));
        }
    }

    /** Writes what waits and what could not be written before, then ends the thread. */
    @Override
    public void close() {
        if (!thread.isShutdown()) {
            thread.execute(() -> {
                if (unwritten != null) {
                    writeNow(unwritten);
                }
            });
        }
        thread.shutdown();
        try {
            if (!thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("{} did not end within {} s", name, CLOSE_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
