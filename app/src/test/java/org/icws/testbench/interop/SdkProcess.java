package org.icws.testbench.interop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A Node process with JavaScript clients, of the unmodified SDK ({@code sdk-clients.mjs}) or the proof of concept. Thread-safe. */
final class SdkProcess implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_EVENTS = 10_000;
    private static final Duration START = Duration.ofSeconds(30);
    private static final long STOP_SECONDS = 5;

    private final Process process;
    private final Path errors;
    private final Thread reader;
    private final BlockingQueue<JsonNode> own = new LinkedBlockingQueue<>(MAX_EVENTS);
    private final Map<String, BlockingQueue<JsonNode>> ofClients = new ConcurrentHashMap<>();

    private SdkProcess(NodeRuntime runtime, String script) {
        try {
            errors = Files.createTempFile("sdk-clients", ".log");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        process = runtime.start(script, errors);
        reader = new Thread(this::readEvents, "interop-sdk-events");
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts the process; skips the test where there is no Node. */
    static SdkProcess start() {
        return start(NodeRuntime.SDK, "sdk-clients.mjs");
    }

    /** Starts the one with clients of the proof of concept's protocol; skips the test where there is no Node. */
    static SdkProcess startPoc() {
        return start(NodeRuntime.POC, "poc-clients.mjs");
    }

    private static SdkProcess start(NodeRuntime runtime, String script) {
        NodeRuntime.assumePresent();
        SdkProcess started = new SdkProcess(runtime, script);
        started.next(started.own, START, "ready");
        return started;
    }

    /** Opens a client through a gateway; it fetches the network's root key itself. */
    SdkClient open(String name, String gateway, String network, String canister) {
        return open(name, gateway, network, canister, null);
    }

    /**
     * Opens a client to a sample canister.
     *
     * @param sample the name of its interface; null for ping_pong's
     */
    SdkClient open(String name, String gateway, String network, String canister, String sample) {
        ofClients.put(name, new LinkedBlockingQueue<>(MAX_EVENTS));
        command(JSON.createObjectNode()
                .put("do", "open")
                .put("client", name)
                .put("gateway", gateway)
                .put("network", network)
                .put("canister", canister)
                .put("sample", sample));
        return new SdkClient(this, name);
    }

    /** Sends a message of a sample canister's own type. */
    void say(String client, JsonNode message) {
        ObjectNode command = JSON.createObjectNode().put("do", "say").put("client", client);
        command.set("message", message);
        command(command);
    }

    void send(String client, String text) {
        command(JSON.createObjectNode().put("do", "send").put("client", client).put("text", text));
    }

    void close(String client) {
        command(JSON.createObjectNode().put("do", "close").put("client", client));
    }

    /** The next event of a client, which must be of this kind. */
    JsonNode next(String client, Duration patience, String event) {
        return next(ofClients.get(client), patience, event);
    }

    private JsonNode next(BlockingQueue<JsonNode> events, Duration patience, String event) {
        JsonNode found;
        try {
            found = events.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while waiting for \"" + event + '"', e);
        }
        if (found == null) {
            throw new AssertionError("No event \"" + event + "\" within " + patience + ". The SDK said:\n" + log());
        }
        if (!found.path("event").asText().equals(event)) {
            throw new AssertionError("Expected \"" + event + "\", got " + found + ". The SDK said:\n" + log());
        }
        return found;
    }

    private synchronized void command(ObjectNode command) {
        try {
            OutputStream in = process.getOutputStream();
            in.write((command + "\n").getBytes(StandardCharsets.UTF_8));
            in.flush();
        } catch (IOException e) {
            throw new AssertionError("The SDK's process is gone. It said:\n" + log(), e);
        }
    }

    private void readEvents() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode event = JSON.readTree(line);
                ofClients.getOrDefault(event.path("client").asText(), own).add(event);
            }
        } catch (IOException e) {
            own.add(JSON.createObjectNode().put("event", "broken").put("reason", e.toString()));
        }
    }

    private String log() {
        try {
            return Files.readString(errors);
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** Ends the process; its sockets go with it. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            reader.join(TimeUnit.SECONDS.toMillis(STOP_SECONDS));
            Files.deleteIfExists(errors);
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
