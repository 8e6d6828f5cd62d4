package org.icws.testbench.shell;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.icws.testbench.compose.ComposeStore;
import org.icws.testbench.compose.Draft;
import org.icws.testbench.compose.SavedMessage;
import org.icws.testbench.compose.SentMessage;
import org.icws.testbench.files.FileTrouble;
import org.icws.testbench.files.LatestWriter;
import org.icws.testbench.files.OwnerOnly;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Saved messages and the history as a JSON file of the data directory, readable by its owner alone: messages may be secret.
 * Of several changes in a row only the last is written. Thread-safe.
 */
final class ComposeFile implements ComposeStore, AutoCloseable {

    /** Name of the file in the data directory. */
    static final String NAME = "messages.json";

    private static final int VERSION = 1;
    private static final Logger LOG = LoggerFactory.getLogger(ComposeFile.class);
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    /** The file's content. */
    record Content(int version, List<SavedMessage> saved, List<Sent> history) {}

    /** What is kept of a message that was sent. */
    record Sent(
            SentMessage.State state, String client, Draft draft, long sentAtNanos, long tookNanos, String failure) {}

    private final Path file;
    private final Consumer<String> problems;
    private final LatestWriter<Content> writer = new LatestWriter<>("messages-writer", this::write, this::tell);
    private boolean readOnly;

    /** @param problems told why a write failed, or "" after one that did not; on the writer's thread */
    ComposeFile(Path dataDirectory, Consumer<String> problems) {
        this.file = dataDirectory.resolve(NAME);
        this.problems = problems;
    }

    @Override
    public Kept load() {
        if (!Files.exists(file)) {
            return new Kept(List.of(), List.of(), "");
        }
        try {
            Content content = MAPPER.readValue(Files.readAllBytes(file), Content.class);
            if (content.version() > VERSION) {
                readOnly = true;
                return new Kept(
                        List.of(),
                        List.of(),
                        "The saved messages are of a newer version of this program and stay as they are.");
            }
            return new Kept(
                    content.saved() == null ? List.of() : content.saved(),
                    content.history() == null
                            ? List.of()
                            : content.history().stream()
                                    .map(ComposeFile::restored)
                                    .toList(),
                    "");
        } catch (IOException | RuntimeException e) {
            return unreadable(e);
        }
    }

    private static SentMessage restored(Sent sent) {
        return SentMessage.remembered(
                sent.state(), sent.client(), sent.draft(), sent.sentAtNanos(), sent.tookNanos(), sent.failure());
    }

    /** Put aside, not overwritten: somebody may be able to repair it. */
    private Kept unreadable(Exception e) {
        Path aside = file.resolveSibling(NAME + ".unreadable");
        LOG.warn("The saved messages in {} cannot be read: {}", file, e.getMessage());
        try {
            Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException move) {
            LOG.warn("{} could not be renamed: {}", file, move.getMessage());
            readOnly = true;
        }
        return new Kept(
                List.of(),
                List.of(),
                "The saved messages cannot be read; their file is kept as " + aside.getFileName() + ".");
    }

    @Override
    public void save(List<SavedMessage> saved, List<SentMessage> history) {
        if (readOnly) {
            return;
        }
        List<Sent> kept = history.stream()
                .map(m -> new Sent(m.state(), m.client(), m.draft(), m.sentAtNanos(), m.tookNanos(), m.failure()))
                .toList();
        writer.write(new Content(VERSION, saved, kept));
    }

    private void write(Content now) throws IOException {
        OwnerOnly.createDirectories(file.getParent());
        Path fresh = OwnerOnly.createTemporary(file.getParent(), "messages");
        try {
            Files.write(fresh, MAPPER.writeValueAsBytes(now));
            Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    private void tell(Optional<Exception> failure) {
        failure.ifPresent(e -> LOG.warn("The saved messages could not be written to {}: {}", file, e.toString()));
        problems.accept(failure.map(e -> "Saved messages and the history end with this run: " + file
                        + " could not be written, because " + FileTrouble.reason(e, file)
                        + ". Put that right; the next message sent or saved tries again, and so does closing the"
                        + " window.")
                .orElse(""));
    }

    /** Writes what waits and what could not be written before, then ends the thread. */
    @Override
    public void close() {
        writer.close();
    }
}
