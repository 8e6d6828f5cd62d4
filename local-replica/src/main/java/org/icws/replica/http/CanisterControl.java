package org.icws.replica.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ic4j.types.Principal;
import org.icws.protocol.principal.Principals;
import org.icws.replica.CanisterDetails;
import org.icws.replica.HistoryEntry;
import org.icws.replica.ReplicaControl;
import org.icws.replica.SettingsInfo;
import org.icws.replica.SnapshotInfo;

/**
 * The control of one canister over HTTP, below {@code /_/testbench/canister}. GET {@code canister/<id>} tells its settings, snapshots
 * and history. POST {@code canister} makes a new one ({@code controllers}, {@code id}); POST {@code canister/<id>/<deed>} does one of
 * {@code install} ({@code wasm_file}, {@code mode}, {@code argument} in hexadecimal), {@code uninstall}, {@code start}, {@code stop},
 * {@code delete}, {@code top-up} ({@code cycles}), {@code settings} (by their names; what is missing stays), {@code take-snapshot},
 * {@code load-snapshot} and {@code delete-snapshot} ({@code snapshot}). Thread-safe.
 */
final class CanisterControl {
    static final String NAME = "canister";

    /** The fields of each deed's body; those of the settings are known to the settings. */
    private static final Map<String, List<String>> FIELDS = Map.of(
            "install", List.of("wasm_file", "mode", "argument"),
            "uninstall", List.of(),
            "start", List.of(),
            "stop", List.of(),
            "top-up", List.of("cycles"),
            "take-snapshot", List.of(),
            "load-snapshot", List.of("snapshot"),
            "delete-snapshot", List.of("snapshot"),
            "delete", List.of());

    private static final long MAX_MODULE_BYTES = 100L << 20;
    private static final String NO_ARGUMENT = "4449444c0000";

    private final ReplicaControl control;

    CanisterControl(ReplicaControl control) {
        this.control = control;
    }

    /** @param what an id */
    JsonNode read(String what) {
        return details(control.details(Principals.parse(what)));
    }

    JsonNode create(JsonNode body) {
        JsonFields.require(body, List.of("controllers", "id"));
        List<Principal> controllers = body.has("controllers") ? principals(body.path("controllers")) : List.of();
        Principal id = body.has("id")
                ? control.createCanister(Principals.parse(JsonFields.text(body, "id")), controllers)
                : control.createCanister(controllers);
        return details(control.details(id));
    }

    /**
     * Does something with a canister.
     *
     * @param what {@code <id>/<deed>}
     * @return what it is like then, empty when it is gone; null = there is no such deed
     */
    JsonNode change(String what, JsonNode body) throws IOException {
        int slash = what.indexOf('/');
        Principal id = Principals.parse(slash < 0 ? what : what.substring(0, slash));
        String deed = slash < 0 ? "" : what.substring(slash + 1);
        if (FIELDS.containsKey(deed)) {
            JsonFields.require(body, FIELDS.get(deed));
        }
        switch (deed) {
            case "install" -> install(id, body);
            case "uninstall" -> control.uninstall(id);
            case "start" -> control.start(id);
            case "stop" -> control.stop(id);
            case "top-up" -> control.topUp(id, number("cycles", body.path("cycles")));
            case "settings" -> control.settings(id, settings(body));
            case "take-snapshot" -> control.takeSnapshot(id);
            case "load-snapshot" -> control.loadSnapshot(id, JsonFields.text(body, "snapshot"));
            case "delete-snapshot" -> control.deleteSnapshot(id, JsonFields.text(body, "snapshot"));
            case "delete" -> {
                control.delete(id);
                return JsonNodeFactory.instance.objectNode();
            }
            default -> {
                return null;
            }
        }
        return details(control.details(id));
    }

    private void install(Principal id, JsonNode body) throws IOException {
        byte[] wasm = module(JsonFields.text(body, "wasm_file"));
        byte[] argument = argument(JsonFields.text(body, "argument", NO_ARGUMENT));
        String mode = JsonFields.text(body, "mode", "install");
        switch (mode) {
            case "install" -> control.install(id, wasm, argument);
            case "reinstall" -> control.reinstall(id, wasm, argument);
            case "upgrade" -> control.upgrade(id, wasm, argument);
            default ->
                throw new IllegalArgumentException(
                        "There is no mode '" + mode + "'; there are install, reinstall and upgrade");
        }
    }

    private static byte[] argument(String hex) {
        try {
            return HexFormat.of().parseHex(hex);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("The field \"argument\" must be Candid bytes in hexadecimal", e);
        }
    }

    private static byte[] module(String file) throws IOException {
        if (!Files.isRegularFile(Path.of(file))) {
            throw new IllegalArgumentException(
                    "The field \"wasm_file\" must name a file with a module on this machine; '" + file + "' is none");
        }
        if (Files.size(Path.of(file)) > MAX_MODULE_BYTES) {
            throw new IllegalArgumentException(file + " is larger than 100 MiB; no network takes such a module");
        }
        return Files.readAllBytes(Path.of(file));
    }

    private static SettingsInfo settings(JsonNode body) {
        if (!body.isObject()) {
            throw new IllegalArgumentException("The body must be a JSON object");
        }
        List<Principal> controllers = null;
        Map<String, String> variables = null;
        Map<String, BigInteger> numbers = new LinkedHashMap<>();
        Map<String, SettingsInfo.Viewers> visibility = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> field : body.properties()) {
            String name = field.getKey();
            JsonNode value = field.getValue();
            if (name.equals("controllers")) {
                controllers = principals(value);
            } else if (name.equals("environment_variables")) {
                variables = variables(value);
            } else if (name.endsWith("_visibility")) {
                visibility.put(name, viewers(value));
            } else {
                numbers.put(name, number(name, value));
            }
        }
        return new SettingsInfo(controllers, numbers, visibility, variables);
    }

    private static Map<String, String> variables(JsonNode node) {
        if (!node.isObject()) {
            throw new IllegalArgumentException(
                    "Environment variables are written as an object with a text for each name");
        }
        Map<String, String> variables = new LinkedHashMap<>();
        for (String name : (Iterable<String>) node::fieldNames) {
            if (!node.path(name).isTextual()) {
                throw new IllegalArgumentException("The environment variable \"" + name + "\" must be a text");
            }
            variables.put(name, node.path(name).asText());
        }
        return variables;
    }

    private static BigInteger number(String name, JsonNode value) {
        // Large ones may be written as text, as they are told: not every JSON library has such numbers.
        String digits = value.asText();
        if (!digits.matches("\\d{1,40}")) {
            throw new IllegalArgumentException("The field \"" + name + "\" must be a whole number, not negative");
        }
        return new BigInteger(digits);
    }

    private static List<Principal> principals(JsonNode node) {
        if (!node.isArray()) {
            throw new IllegalArgumentException("Principals are written as a list of texts");
        }
        List<Principal> all = new ArrayList<>();
        node.forEach(each -> all.add(Principals.parse(each.asText())));
        return all;
    }

    private static SettingsInfo.Viewers viewers(JsonNode node) {
        if (node.isArray()) {
            return new SettingsInfo.Viewers(false, principals(node));
        }
        return switch (node.asText()) {
            case "controllers" -> SettingsInfo.Viewers.CONTROLLERS;
            case "public" -> SettingsInfo.Viewers.PUBLIC;
            default ->
                throw new IllegalArgumentException(
                        "Who may look is \"controllers\", \"public\", or a list of principals");
        };
    }

    private static ObjectNode details(CanisterDetails details) {
        ObjectNode node =
                JsonNodeFactory.instance.objectNode().put("id", details.id().toString());
        node.set("settings", settings(details.settings()));
        details.snapshots().forEach(each -> node.withArray("/snapshots").add(snapshot(each)));
        details.history().forEach(each -> node.withArray("/history").add(entry(each)));
        return node.put("changes", details.changes());
    }

    private static ObjectNode settings(SettingsInfo settings) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.putArray("controllers");
        settings.controllers().forEach(each -> node.withArray("/controllers").add(each.toString()));
        settings.numbers().forEach((name, value) -> node.put(name, value.toString()));
        settings.visibility().forEach((name, viewers) -> {
            if (viewers.everybody() || viewers.others().isEmpty()) {
                node.put(name, viewers.everybody() ? "public" : "controllers");
            } else {
                viewers.others().forEach(each -> node.withArray("/" + name).add(each.toString()));
            }
        });
        ObjectNode variables = node.putObject("environment_variables");
        settings.variables().forEach(variables::put);
        return node;
    }

    private static ObjectNode snapshot(SnapshotInfo snapshot) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", snapshot.id())
                .put("taken_at", snapshot.takenAt().toString())
                .put("version", snapshot.version())
                .put("bytes", snapshot.bytes());
    }

    private static ObjectNode entry(HistoryEntry entry) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("time", entry.time().toString())
                .put("version", entry.version())
                .put("by", entry.by().toString())
                .put("by_user", entry.user())
                .put("kind", entry.kind())
                .put("details", entry.details());
    }
}
