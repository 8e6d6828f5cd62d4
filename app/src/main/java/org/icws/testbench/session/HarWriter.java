package org.icws.testbench.session;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.icws.gateway.event.GatewayEvent;
import org.icws.gateway.protocol.GatewayProtocol;
import org.icws.testbench.messages.MessageRow;
import org.icws.testbench.messages.SessionBook;

/**
 * HTTP archive 1.2 with the field that Chrome uses for WebSockets, {@code _webSocketMessages}: type, time in seconds, opcode,
 * data (binary in base64). Control frames are left out as in Chrome's; the lossless form is the session file.
 */
final class HarWriter {

    private static final int BINARY = 2;

    private HarWriter() {}

    static void write(JsonGenerator json, List<MessageRow> rows, SessionBook book, String gatewayUrl)
            throws IOException {
        Map<Long, List<MessageRow>> sessions = new LinkedHashMap<>();
        rows.stream().filter(row -> row.session() >= 0).forEach(row -> sessions.computeIfAbsent(
                        row.session(), id -> new ArrayList<>())
                .add(row));
        json.writeStartObject();
        json.writeObjectFieldStart("log");
        json.writeStringField("version", "1.2");
        json.writeObjectFieldStart("creator");
        json.writeStringField("name", "IC WebSocket Testbench");
        String version = HarWriter.class.getPackage().getImplementationVersion();
        json.writeStringField("version", version == null ? "development" : version);
        json.writeEndObject();
        json.writeArrayFieldStart("entries");
        for (Map.Entry<Long, List<MessageRow>> session : sessions.entrySet()) {
            entry(json, session.getKey(), session.getValue(), book.protocol(session.getKey()), gatewayUrl);
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void entry(
            JsonGenerator json, long session, List<MessageRow> rows, GatewayProtocol protocol, String url)
            throws IOException {
        long first = rows.get(0).atNanos();
        long last = rows.get(rows.size() - 1).atNanos();
        json.writeStartObject();
        json.writeStringField("startedDateTime", instant(first).toString());
        json.writeNumberField("time", (last - first) / 1e6);
        json.writeStringField("_resourceType", "websocket");
        boolean poc = protocol == GatewayProtocol.POC;
        json.writeStringField(
                "comment",
                "session " + session + ", " + rows.get(0).client() + ", IC WebSocket "
                        + (poc ? "proof of concept (PoC)" : "v1"));
        // Its frames look alike at first sight, but are signed and numbered otherwise.
        json.writeStringField("_icWebSocketProtocol", protocol.name());
        request(json, poc ? url.replaceAll("/$", "") + GatewayProtocol.POC_PATH : url);
        response(json);
        json.writeObjectFieldStart("cache");
        json.writeEndObject();
        timings(json);
        json.writeArrayFieldStart("_webSocketMessages");
        for (MessageRow row : rows) {
            message(json, row, protocol);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void request(JsonGenerator json, String url) throws IOException {
        json.writeObjectFieldStart("request");
        json.writeStringField("method", "GET");
        json.writeStringField("url", url);
        sizes(json);
        json.writeArrayFieldStart("queryString");
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void response(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("response");
        json.writeNumberField("status", 101);
        json.writeStringField("statusText", "Switching Protocols");
        sizes(json);
        json.writeStringField("redirectURL", "");
        json.writeObjectFieldStart("content");
        json.writeNumberField("size", 0);
        json.writeStringField("mimeType", "x-unknown");
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void timings(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("timings");
        json.writeNumberField("send", 0);
        json.writeNumberField("wait", 0);
        json.writeNumberField("receive", 0);
        json.writeEndObject();
    }

    private static void sizes(JsonGenerator json) throws IOException {
        json.writeStringField("httpVersion", "HTTP/1.1");
        for (String list : List.of("headers", "cookies")) {
            json.writeArrayFieldStart(list);
            json.writeEndArray();
        }
        json.writeNumberField("headersSize", -1);
        json.writeNumberField("bodySize", 0);
    }

    private static void message(JsonGenerator json, MessageRow row, GatewayProtocol protocol) throws IOException {
        byte[] frame = frame(row, protocol);
        if (frame == null) {
            return;
        }
        boolean up = row.direction() == MessageRow.Direction.UP;
        json.writeStartObject();
        json.writeStringField("type", up ? "send" : "receive");
        json.writeNumberField("time", row.atNanos() / 1e9);
        json.writeNumberField("opcode", BINARY);
        json.writeStringField("data", Base64.getEncoder().encodeToString(frame));
        if (!row.note().comment().isEmpty()) {
            json.writeStringField("comment", row.note().comment());
        }
        json.writeEndObject();
    }

    /** The whole frame; one to a client is put together again from its parts. */
    private static byte[] frame(MessageRow row, GatewayProtocol protocol) {
        GatewayEvent event = row.event();
        if (event instanceof GatewayEvent.ClientMessage up) {
            return up.frame();
        }
        GatewayEvent.PollCompleted page = row.page();
        if (event instanceof GatewayEvent.CanisterMessage down && page != null && page.certificate() != null) {
            byte[] head = protocol.frameHead(down.key(), down.content());
            byte[] tail = protocol.frameTail(page.certificate(), page.tree());
            byte[] whole = java.util.Arrays.copyOf(head, head.length + tail.length);
            System.arraycopy(tail, 0, whole, head.length, tail.length);
            return whole;
        }
        return null;
    }

    private static Instant instant(long nanos) {
        return Instant.EPOCH.plusNanos(nanos);
    }
}
