package org.icws.testbench.session;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.icws.gateway.capture.CaptureException;
import org.icws.gateway.capture.CaptureFile;
import org.icws.gateway.capture.CaptureHeader;
import org.icws.gateway.capture.CaptureNote;
import org.icws.gateway.event.GatewayEvent;
import org.icws.testbench.files.OwnerOnly;
import org.icws.testbench.messages.MessageRow;
import org.icws.testbench.messages.MessagesView;
import org.icws.testbench.messages.SessionBook;
import org.icws.testbench.store.PayloadStore;

/**
 * Writes sessions and parts of them. Every file is written beside its place and put there when it is whole, so that a full
 * disk costs neither what was there nor what is in memory. What was captured is its owner's alone, whatever the format: only
 * they may read the file. Blocks; thread-safe.
 */
public final class SessionFiles {

    /** How the name of a session's file ends. */
    public static final String ENDING = ".icws.jsonl";

    private static final int BATCH = 256;
    private static final String NOTE = "Note";

    private SessionFiles() {}

    /**
     * Everything about a session that is not in its events.
     *
     * @param notes what was noted about events
     * @param names principals as text, and what people call them
     */
    public record Extras(CaptureHeader header, List<CaptureNote> notes, java.util.Map<String, String> names) {}

    /** Something that writes a file. */
    @FunctionalInterface
    interface Writing {

        void to(Path file) throws IOException;
    }

    /** The notes of these rows. */
    public static List<CaptureNote> notes(List<MessageRow> rows) {
        List<CaptureNote> notes = new ArrayList<>();
        for (MessageRow row : rows) {
            MessageRow.Note note = row.note();
            if (note.pinned() || note.marked() || !note.comment().isEmpty()) {
                notes.add(new CaptureNote(row.id(), note.pinned(), note.marked(), note.comment()));
            }
        }
        return notes;
    }

    /**
     * Saves everything that is kept.
     *
     * @return how many events were written
     */
    public static long save(Path file, PayloadStore store, Extras extras) throws IOException {
        AtomicLong count = new AtomicLong();
        whole(file, path -> {
            try (CaptureFile out = open(path, extras)) {
                List<GatewayEvent> batch = new ArrayList<>(BATCH);
                store.forEach(event -> {
                    batch.add(event);
                    count.incrementAndGet();
                    if (batch.size() == BATCH) {
                        out.write(List.copyOf(batch), 0);
                        batch.clear();
                    }
                });
                out.write(batch, 0);
                end(out, extras);
            }
        });
        return count.get();
    }

    /** Saves the messages of these rows with the polls that brought them and the beginnings of their sessions. */
    public static void saveRows(Path file, List<MessageRow> rows, SessionBook sessions, Extras extras)
            throws IOException {
        whole(file, path -> {
            try (CaptureFile out = open(path, extras)) {
                Set<Long> polls = new HashSet<>();
                Set<Long> begun = new HashSet<>();
                for (MessageRow row : rows) {
                    List<GatewayEvent> both = new ArrayList<>(3);
                    if (begun.add(row.session())) {
                        sessions.beginning(row.session()).ifPresent(both::add); // it tells the protocol
                    }
                    GatewayEvent.PollCompleted page = row.page();
                    if (page != null && polls.add(page.sequence())) {
                        both.add(page);
                    }
                    if (row.event() != null) {
                        both.add(row.event());
                    }
                    out.write(both, 0);
                }
                end(out, extras);
            }
        });
    }

    private static CaptureFile open(Path file, Extras extras) {
        CaptureFile out = CaptureFile.open(file, extras.header());
        extras.names().forEach(out::writeName);
        return out;
    }

    private static void end(CaptureFile out, Extras extras) throws IOException {
        extras.notes().forEach(out::write);
        if (out.failure().isPresent()) {
            throw out.failure().get();
        }
    }

    /** The rows as an HTTP archive, in the layout of Chrome: a connection is an entry, its frames a list of that entry. */
    public static void har(Path file, List<MessageRow> rows, SessionBook sessions, String gatewayUrl)
            throws IOException {
        whole(file, path -> {
            try (OutputStream out = OwnerOnly.newFile(path);
                    JsonGenerator json = new JsonFactory().createGenerator(out)) {
                json.useDefaultPrettyPrinter();
                HarWriter.write(json, rows, sessions, gatewayUrl);
            }
        });
    }

    /** What the table shows, with a comma between values (RFC 4180). */
    public static void csv(Path file, MessagesView.Sheet sheet) throws IOException {
        whole(file, path -> {
            try (Writer out = new OutputStreamWriter(OwnerOnly.newFile(path), StandardCharsets.UTF_8)) {
                boolean noted = hidesNotes(sheet);
                line(out, noted ? with(sheet.columns(), NOTE) : sheet.columns());
                for (MessageRow row : sheet.rows()) {
                    List<String> cells = sheet.columns().stream()
                            .map(c -> sheet.words().apply(c, row))
                            .toList();
                    line(out, noted ? with(cells, row.note().comment()) : cells);
                }
            }
        });
    }

    /** Whether there are comments that the table does not show; they are written all the same. */
    private static boolean hidesNotes(MessagesView.Sheet sheet) {
        return !sheet.columns().contains(NOTE)
                && sheet.rows().stream().anyMatch(r -> !r.note().comment().isEmpty());
    }

    private static List<String> with(List<String> values, String last) {
        List<String> all = new ArrayList<>(values);
        all.add(last);
        return all;
    }

    private static void line(Writer out, List<String> values) throws IOException {
        for (int i = 0; i < values.size(); i++) {
            String value = values.get(i);
            // A value that a spreadsheet would take for a formula is made plain text.
            String safe =
                    value.matches("(?s)^[=@+\\-\\t\\r].*") && !value.matches("[+\\-−]?[\\d.,]+") ? "'" + value : value;
            boolean quoted = safe.matches("(?s).*[\",\\r\\n].*");
            out.write((i == 0 ? "" : ",") + (quoted ? '"' + safe.replace("\"", "\"\"") + '"' : safe));
        }
        out.write("\r\n");
    }

    /** The bytes of one content. */
    public static void content(Path file, byte[] bytes) throws IOException {
        whole(file, path -> {
            try (OutputStream out = OwnerOnly.newFile(path)) {
                out.write(bytes);
            }
        });
    }

    private static void whole(Path file, Writing writing) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        Path fresh = directory.resolve("." + file.getFileName() + "." + Long.toHexString(System.nanoTime()) + ".part");
        try {
            writing.to(fresh);
            Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (CaptureException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException(e.getMessage(), e);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }
}
