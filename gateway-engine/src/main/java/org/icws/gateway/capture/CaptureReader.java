package org.icws.gateway.capture;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.icws.gateway.event.GatewayEvent;
import org.icws.protocol.ProtocolException;

/** Reads a capture file line by line; its size does not matter. */
public final class CaptureReader {
    private final Path file;
    private final CaptureContents to;
    private CaptureHeader header;
    private long number;
    private long events;
    private long lost;
    private long unknown;
    private boolean ended;

    private CaptureReader(Path file, CaptureContents to) {
        this.file = file;
        this.to = to;
    }

    /**
     * Reads a file from its beginning to its end, or to where it was cut off.
     *
     * @param file what {@link CaptureFile} wrote
     * @param to receives each event, in the order of the file
     * @return what the file held
     * @throws CaptureException if it cannot be read, is no capture file, is damaged before its last line, or was written by a
     *     newer version of which nothing is understood; the message says which. Of other files of newer versions everything
     *     is told that has all that this version knows; the rest counts as unknown
     */
    public static CaptureSummary read(Path file, Consumer<GatewayEvent> to) {
        return readAll(file, to::accept);
    }

    /**
     * The same with everything else the file holds.
     *
     * @param file what {@link CaptureFile} wrote
     * @param to receives what the file holds
     * @return what the file held
     * @throws CaptureException as above; what came before has been told by then
     */
    public static CaptureSummary readAll(Path file, CaptureContents to) {
        return new CaptureReader(file, to).read();
    }

    private CaptureSummary read() {
        var decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE);
        try (BufferedReader lines =
                new BufferedReader(new java.io.InputStreamReader(Files.newInputStream(file), decoder))) {
            readHeader(lines.readLine());
            String line = lines.readLine();
            while (line != null) {
                number++;
                String next = lines.readLine();
                readLine(line, next == null);
                line = next;
            }
        } catch (NoSuchFileException e) {
            throw new CaptureException("There is no file " + file, e);
        } catch (IOException | UncheckedIOException e) {
            throw new CaptureException(file + " cannot be read: " + e.getMessage(), e);
        }
        if (newer() && events == 0) {
            throw tooNew(header.version());
        }
        return new CaptureSummary(header, events, lost, unknown, ended);
    }

    private void readHeader(String line) throws IOException {
        number = 1;
        JsonNode first = null;
        try {
            first = line == null ? null : CaptureJson.MAPPER.readTree(line);
        } catch (JsonProcessingException e) {
            // Said below: whatever it is, it is not ours.
        }
        if (first == null || !CaptureJson.FORMAT.equals(first.path("format").asText())) {
            throw new CaptureException(file + " is not a capture of this program");
        }
        JsonNode fields = first.path("header");
        int version = fields.path("version").asInt();
        if (version > CaptureHeader.CURRENT && !(fields.hasNonNull("gateway") && fields.hasNonNull("rootKeyHex"))) {
            throw tooNew(version);
        }
        header = CaptureJson.MAPPER.treeToValue(fields, CaptureHeader.class);
        to.header(header);
    }

    private boolean newer() {
        return header.version() > CaptureHeader.CURRENT;
    }

    private CaptureException tooNew(int version) {
        return new CaptureException(file + " was written by a newer version of this program (format " + version
                + "; this one reads up to " + CaptureHeader.CURRENT + ")");
    }

    private void readLine(String line, boolean last) {
        try {
            JsonNode node = CaptureJson.MAPPER.readTree(line);
            String kind = node.path("kind").asText();
            switch (kind) {
                case CaptureJson.LOST -> lost += node.path("events").asLong();
                case CaptureJson.END -> ended = true;
                case CaptureJson.NOTE -> to.note(CaptureJson.MAPPER.treeToValue(node.path("note"), CaptureNote.class));
                case CaptureJson.NAME ->
                    to.name(node.path("principal").asText(), node.path("name").asText());
                default -> readEvent(kind, node.path("event"));
            }
        } catch (IOException | ProtocolException | IllegalArgumentException e) {
            if (newer()) {
                unknown++;
            } else if (!last) {
                throw new CaptureException("Line " + number + " of " + file + " is damaged: " + e.getMessage(), e);
            }
            // Cut off in the middle of a line, which is how a file ends whose writer was killed.
        }
    }

    private void readEvent(String kind, JsonNode fields) throws IOException {
        if (!CaptureJson.isEvent(kind)) {
            unknown++;
            return;
        }
        GatewayEvent event = CaptureJson.event(kind, fields, newer());
        events++;
        to.event(event);
    }
}
