package org.icws.testbench.settings;

import java.util.Optional;
import java.util.function.Consumer;
import org.icws.testbench.files.FileTrouble;
import org.icws.testbench.files.LatestWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the settings beside the window's work and says in words why they could not be. Thread-safe. */
public final class SettingsWriter implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SettingsWriter.class);

    private final SettingsFile file;
    private final Consumer<String> problems;
    private final LatestWriter<Settings> writer;

    /** @param problems told why a write failed, or "" after one that did not; on the writer's thread */
    public SettingsWriter(SettingsFile file, Consumer<String> problems) {
        this.file = file;
        this.problems = problems;
        this.writer = new LatestWriter<>("settings-writer", file::write, this::tell);
    }

    /** Writes these soon. */
    public void write(Settings settings) {
        writer.write(settings);
    }

    private void tell(Optional<Exception> failure) {
        failure.ifPresent(e -> LOG.warn("The settings could not be written to {}: {}", file.path(), e.toString()));
        problems.accept(failure.map(e -> "These settings end with this run: " + file.path()
                        + " could not be written, because " + FileTrouble.reason(e, file.path())
                        + ". Put that right; the next change of a setting tries again, with all the earlier ones,"
                        + " and so does closing the window.")
                .orElse(""));
    }

    /** Writes what waits and what could not be written before, then ends the thread. */
    @Override
    public void close() {
        writer.close();
    }
}
