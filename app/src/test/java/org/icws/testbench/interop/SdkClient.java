package org.icws.testbench.interop;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;

/** One client in an {@link SdkProcess}. The {@code await} methods take its events strictly in order. */
final class SdkClient {
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private final SdkProcess process;
    private final String name;

    /** How its WebSocket ended. */
    record Closed(int code, String reason, boolean clean) {}

    SdkClient(SdkProcess process, String name) {
        this.process = process;
        this.name = name;
    }

    /** Waits for the canister's OpenMessage; returns the client's principal. */
    String awaitOpen() {
        return await("open").path("principal").asText();
    }

    /** Waits for the next application message, which the SDK has verified; returns its text. */
    String awaitText() {
        return await("message").path("text").asText();
    }

    String awaitText(Duration patience) {
        return process.next(name, patience, "message").path("text").asText();
    }

    /** Waits for the next message of a sample canister; returns the fields of its case, which must be that one. */
    JsonNode awaitCase(String variantCase) {
        JsonNode message = await("message").path("message");
        if (!message.has(variantCase)) {
            throw new AssertionError("Expected " + variantCase + ", got " + message);
        }
        return message.get(variantCase);
    }

    /** The same, with all other cases before it passed over. */
    JsonNode awaitLater(String variantCase) {
        JsonNode message = await("message").path("message");
        while (!message.has(variantCase)) {
            message = await("message").path("message");
        }
        return message.get(variantCase);
    }

    void say(JsonNode message) {
        process.say(name, message);
    }

    /** Waits for an error that the SDK reports; returns what it says. */
    String awaitError() {
        return await("error").path("reason").asText();
    }

    Closed awaitClosed() {
        JsonNode event = await("closed");
        return new Closed(
                event.path("code").asInt(),
                event.path("reason").asText(),
                event.path("wasClean").asBoolean());
    }

    void send(String text) {
        process.send(name, text);
    }

    void close() {
        process.close(name);
    }

    private JsonNode await(String event) {
        return process.next(name, PATIENCE, event);
    }
}
