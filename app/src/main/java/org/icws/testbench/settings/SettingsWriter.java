package org.icws.testbench.settings;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the settings beside the window's work; of several changes in a row only the last is written. What could not be
 * written is part of the next change's settings, and so tried again with it. Thread-safe.
 */
public final class SettingsWriter implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SettingsWriter.class);
    private static final int CLOSE_SECONDS = 2;

    private final SettingsFile file;
    private final Consumer<String> problems;
    private final AtomicReference<Settings> waiting = new AtomicReference<>();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread made = new Thread(task, "settings-writer");
        made.setDaemon(true);
        return made;
    });

    /** @param problems told why a write failed, or "" after one that did not; on the writer's thread */
    public SettingsWriter(SettingsFile file, Consumer<String> problems) {
        this.file = file;
        this.problems = problems;
    }

    /** Writes these soon. */
    public void write(Settings settings) {
        if (waiting.getAndSet(settings) == null) {
            thread.execute(this::writeWaiting);
        }
    }

    private void writeWaiting() {
        Settings now = waiting.getAndSet(null);
        try {
            file.write(now);
            problems.accept("");
        } catch (IOException | RuntimeException e) {
            LOG.warn("The settings could not be written to {}: {}", file.path(), e.toString());
            problems.accept(
                    "These settings end with this run: " + file.path() + " could not be written, because " + reason(e)
                            + ". Put that right; the next change of a setting tries again, with all the earlier ones.");
        }
    }

    /** Many of these have nothing but the path as their message. */
    private static String reason(Exception failure) {
        if (failure instanceof AccessDeniedException) {
            return "this user may not write there";
        }
        if (failure instanceof FileAlreadyExistsException) {
            return "there is a file where its directory should be";
        }
        String words = failure instanceof FileSystemException f ? f.getReason() : failure.getMessage();
        return words == null ? "of " + failure.getClass().getSimpleName() : "the system says: " + words;
    }

    /** Writes what waits, then ends the thread. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("The settings were not written within {} s", CLOSE_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
