package org.icws.replica.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import org.icws.protocol.ProtocolException;
import org.icws.protocol.principal.Principals;
import org.icws.replica.CanisterInfo;
import org.icws.replica.FaultSwitches;
import org.icws.replica.LogLine;
import org.icws.replica.ReplicaControl;
import org.icws.replica.ReplicaException;
import org.icws.replica.ReplicaStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The control of a network over HTTP, below {@code /_/testbench/}: GET {@code status}, {@code canisters}, {@code log/<id>}; POST with
 * a JSON object {@code pause}, {@code resume}, {@code step}, {@code time}, {@code round-interval}, {@code latency}, {@code faults},
 * {@code checkpoint}, {@code restart}, which breaks the connection it came over too. What is about one canister is below
 * {@code canister/}, see {@link CanisterControl}. Thread-safe.
 */
final class ControlApi {
    static final String PREFIX = "/_/testbench/";

    private static final String CANISTER = CanisterControl.NAME + "/";
    private static final Logger LOG = LoggerFactory.getLogger(ControlApi.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;

    /** The fields of each change's body. */
    private static final Map<String, List<String>> FIELDS = Map.of(
            "pause", List.of(),
            "resume", List.of(),
            "step", List.of(),
            "restart", List.of(),
            "time", List.of("set", "advance_ms"),
            "round-interval", List.of("ms"),
            "latency", List.of("profile", "update", "query", "seed"),
            "faults", List.of("refuse_ingress", "drop_replies", "unavailable", "stop_certifying", "certificate_age_ms"),
            "checkpoint", List.of("save", "load"));

    private final ReplicaControl control;
    private final CanisterControl canisters;

    ControlApi(ReplicaControl control) {
        this.control = control;
        canisters = new CanisterControl(control);
    }

    /** Answers a request; may take as long as what is asked for. */
    HttpAnswer answer(String method, String path, byte[] body) {
        String what = path.substring(PREFIX.length());
        try {
            return method.equals("GET")
                    ? read(what)
                    : change(what, body.length == 0 ? JSON.createObjectNode() : JSON.readTree(body));
        } catch (JsonProcessingException e) {
            return HttpAnswer.text(BAD_REQUEST, "The body is not JSON: " + e.getOriginalMessage());
        } catch (ReplicaException | ProtocolException | IllegalArgumentException | IOException e) {
            return HttpAnswer.text(BAD_REQUEST, String.valueOf(e.getMessage()));
        }
    }

    private HttpAnswer read(String what) throws JsonProcessingException {
        if (what.equals("status")) {
            return json(status(control.status()));
        }
        if (what.equals("canisters")) {
            ArrayNode all = JSON.createArrayNode();
            control.canisters().forEach(info -> all.add(canister(info)));
            return json(all);
        }
        if (what.startsWith("log/")) {
            ArrayNode lines = JSON.createArrayNode();
            control.log(Principals.parse(what.substring("log/".length()))).forEach(line -> lines.add(line(line)));
            return json(lines);
        }
        if (what.startsWith(CANISTER)) {
            return json(canisters.read(what.substring(CANISTER.length())));
        }
        return unknown(what);
    }

    private static HttpAnswer unknown(String what) {
        return HttpAnswer.text(
                NOT_FOUND, "There is nothing to control by the name of '" + what + "' with this method.");
    }

    private static HttpAnswer json(JsonNode node) throws JsonProcessingException {
        return HttpAnswer.json(new String(JSON.writeValueAsBytes(node), StandardCharsets.UTF_8));
    }

    private static ObjectNode status(ReplicaStatus status) {
        ObjectNode node = JSON.createObjectNode()
                .put("round", status.round())
                .put("time", status.time().toString())
                .put("paused", status.paused())
                .put("round_interval_ms", status.roundInterval().toMillis())
                .put("canisters", status.canisters())
                .put("queued_messages", status.queuedMessages())
                .put("busy_canisters", status.busyCanisters())
                .put(
                        "data_directory",
                        status.dataDirectory() == null
                                ? null
                                : status.dataDirectory().toString())
                .put("sync_writes", status.syncWrites())
                .put("failure", status.failure());
        node.set("latency", LatencyJson.write(status.latency()));
        FaultSwitches faults = status.faults();
        node.putObject("faults")
                .put("refuse_ingress", faults.refuseIngress())
                .put("drop_replies", faults.dropReplies())
                .put("unavailable", faults.unavailable())
                .put("stop_certifying", faults.stopCertifying())
                .put("certificate_age_ms", faults.certificateAge().toMillis());
        return node;
    }

    private static ObjectNode canister(CanisterInfo info) {
        return JSON.createObjectNode()
                .put("id", info.id().toString())
                .put("status", info.status())
                .put("module_hash", info.moduleHash())
                .put("memory_bytes", info.memoryBytes())
                .put("version", info.version())
                .put("cycles", info.cycles().toString())
                .put("queued_messages", info.queuedMessages())
                .put("updates", info.updates())
                .put("queries", info.queries())
                .put("compiled", info.compiled());
    }

    private static ObjectNode line(LogLine line) {
        return JSON.createObjectNode()
                .put("index", line.index())
                .put("time", line.time().toString())
                .put("text", line.text());
    }

    private HttpAnswer change(String what, JsonNode body) throws IOException {
        List<String> known = FIELDS.get(what);
        if (known == null) {
            return changeCanister(what, body);
        }
        JsonFields.require(body, known);
        switch (what) {
            case "pause" -> control.pause();
            case "resume" -> control.resume();
            case "step" -> control.step();
            case "time" -> time(body);
            case "restart" -> restart();
            case "round-interval" -> control.roundInterval(JsonFields.upToADay(body, "ms"));
            case "latency" -> control.latency(LatencyJson.read(body));
            case "faults" -> control.faults(faults(body));
            case "checkpoint" -> checkpoint(body);
            default -> throw new IllegalStateException(what);
        }
        return json(status(control.status()));
    }

    private HttpAnswer changeCanister(String what, JsonNode body) throws IOException {
        if (what.equals(CanisterControl.NAME)) {
            return json(canisters.create(body));
        }
        JsonNode after = what.startsWith(CANISTER) ? canisters.change(what.substring(CANISTER.length()), body) : null;
        return after == null ? unknown(what) : json(after);
    }

    private void time(JsonNode body) {
        if (!body.has("set")) {
            control.advanceTime(JsonFields.millis(body, "advance_ms"));
            return;
        }
        try {
            control.setTime(Instant.parse(JsonFields.text(body, "set")));
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("The field \"set\" must be a time such as 2030-01-31T12:00:00Z", e);
        }
    }

    /** Not on this thread: the server that it belongs to ends with the connection. */
    private void restart() {
        Thread restart = new Thread(this::restartLogged, "replica-restart");
        restart.setDaemon(true);
        restart.start();
    }

    private void restartLogged() {
        try {
            control.restart();
        } catch (ReplicaException e) {
            LOG.error("The local replica could not be restarted, and can be told to again: {}", e.getMessage(), e);
        }
    }

    private FaultSwitches faults(JsonNode body) {
        FaultSwitches now = control.status().faults();
        Duration age =
                body.has("certificate_age_ms") ? JsonFields.upToADay(body, "certificate_age_ms") : now.certificateAge();
        return new FaultSwitches(
                JsonFields.flag(body, "refuse_ingress", now.refuseIngress()),
                JsonFields.flag(body, "drop_replies", now.dropReplies()),
                JsonFields.flag(body, "unavailable", now.unavailable()),
                JsonFields.flag(body, "stop_certifying", now.stopCertifying()),
                age);
    }

    private void checkpoint(JsonNode body) {
        if (body.has("save")) {
            control.saveCheckpoint(Path.of(JsonFields.text(body, "save")));
        } else if (body.has("load")) {
            control.loadCheckpoint(Path.of(JsonFields.text(body, "load")));
        } else {
            throw new IllegalArgumentException("The body must name a directory as \"save\" or \"load\"");
        }
    }
}
