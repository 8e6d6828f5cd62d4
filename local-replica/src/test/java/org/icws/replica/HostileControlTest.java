package org.icws.replica;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.icws.replica.wasm.Script;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged requests to the control of the network: each is answered, none with a server error, and the network can be set right. */
class HostileControlTest {
    private static final int BODIES = 2_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Right bodies, by what they change. Restarting is left out, as it breaks the connection that it is asked over. */
    private static final Map<String, List<String>> RIGHT = Map.of(
            "pause", List.of("{}"),
            "resume", List.of("{}"),
            "step", List.of("{}"),
            "time", List.of("{\"set\":\"2030-01-31T12:00:00Z\"}", "{\"advance_ms\":5}"),
            "round-interval", List.of("{\"ms\":20}"),
            "latency",
                    List.of(
                            "{\"profile\":\"mainnet-like\"}",
                            "{\"update\":{\"min_ms\":1,\"max_ms\":2},\"query\":{\"fixed_ms\":1},\"seed\":3}",
                            "{\"update\":{\"median_ms\":1,\"sigma\":0.5,\"max_ms\":9}}"),
            "faults", List.of("{\"refuse_ingress\":true,\"certificate_age_ms\":5}", "{\"stop_certifying\":false}"),
            "checkpoint", List.of("{\"load\":\"nowhere\"}"));

    /** The same about a canister, which waits for rounds: a network that another body pauses would not answer. */
    private static final Map<String, List<String>> RIGHT_FOR_CANISTERS = Map.of(
            "canister/ID/settings",
                    List.of(
                            "{\"log_visibility\":[\"2vxsx-fae\"],\"environment_variables\":{\"A\":\"b\"}}",
                            "{\"controllers\":[\"2vxsx-fae\"],\"log_visibility\":\"public\"}"),
            "canister/ID/delete-snapshot", List.of("{\"snapshot\":\"0000\"}"));

    private final Random random = new Random(4712);

    @Test
    void twoThousandMutatedBodiesGetAnAnswerThatIsNoServerErrorAndTheNetworkCanBeSetRight(@TempDir Path directory)
            throws IOException {
        try (ScriptNetwork network = new ScriptNetwork()) {
            Map<Integer, Integer> statuses = new TreeMap<>();
            for (int i = 0; i < BODIES; i++) {
                List<String> names = new ArrayList<>(new TreeMap<>(RIGHT).keySet());
                String what = names.get(random.nextInt(names.size()));
                HttpResponse<byte[]> response = post(network, what, mutated(RIGHT.get(what)));
                statuses.merge(response.statusCode(), 1, Integer::sum);
                assertThat(response.body()).as("an answer says something").isNotEmpty();
                if (i % 50 == 0) {
                    // Whatever holds at the moment, what it leads to must be no server error either.
                    network.agent.postLater(
                            TestAgent.path(2, network.canister, "call"), "no request".getBytes(StandardCharsets.UTF_8));
                }
            }
            assertThat(statuses.keySet()).as(statuses.toString()).isSubsetOf(200, 400, 404);
            assertThat(statuses.get(400)).as(statuses.toString()).isGreaterThan(BODIES / 3);
            setRight(network);
            assertThat(works(network)).isEqualTo("well");
            assertThat(Files.list(directory)).isEmpty();
        }
    }

    @Test
    void mutatedBodiesAboutACanisterGetAnAnswerThatIsNoServerErrorAndItWorksOn() throws IOException {
        try (ScriptNetwork network = new ScriptNetwork()) {
            Map<Integer, Integer> statuses = new TreeMap<>();
            List<String> names = new ArrayList<>(new TreeMap<>(RIGHT_FOR_CANISTERS).keySet());
            for (int i = 0; i < BODIES / 4; i++) {
                String what = names.get(random.nextInt(names.size()));
                HttpResponse<byte[]> response = post(network, what, mutated(RIGHT_FOR_CANISTERS.get(what)));
                statuses.merge(response.statusCode(), 1, Integer::sum);
            }
            assertThat(statuses.keySet()).as(statuses.toString()).containsExactlyInAnyOrder(200, 400);
            assertThat(works(network)).isEqualTo("well");
        }
    }

    @Test
    void whatIsOnlyAlmostRightIsNamed() {
        try (ScriptNetwork network = new ScriptNetwork()) {
            assertThat(refusal(network, "faults", "{\"refuse_ingres\":true}"))
                    .contains("refuse_ingres", "refuse_ingress");
            assertThat(refusal(network, "faults", "{\"refuse_ingress\":\"yes\"}"))
                    .contains("true or false");
            assertThat(refusal(network, "checkpoint", "{\"save\":null}")).contains("\"save\" must be a text");
            assertThat(refusal(network, "checkpoint", "{\"save\":\"\"}")).contains("\"save\" must be a text");
            assertThat(refusal(network, "latency", "{\"update\":{\"min_ms\":0,\"max_ms\":1e300}}"))
                    .contains("not be more than a day");
            assertThat(refusal(network, "round-interval", "{\"ms\":1e300}")).contains("not be more than a day");
            assertThat(refusal(network, "faults", "{\"certificate_age_ms\":1e300}"))
                    .contains("not be more than a day");
            assertThat(refusal(network, "pause", "[]")).contains("JSON object");
            assertThat(refusal(network, "latency", "{\"update\":7}")).contains("JSON object");
            assertThat(works(network)).isEqualTo("well");
        }
    }

    private static String refusal(ScriptNetwork network, String what, String json) {
        HttpResponse<byte[]> response = post(network, what, json.getBytes(StandardCharsets.UTF_8));
        assertThat(response.statusCode()).isEqualTo(400);
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    private static HttpResponse<byte[]> post(ScriptNetwork network, String what, byte[] body) {
        return network.agent.send(HttpRequest.newBuilder(network.replica
                        .url()
                        .resolve("/_/testbench/" + what.replace("ID", network.canister.toString())))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build());
    }

    private static void setRight(ScriptNetwork network) {
        for (Map.Entry<String, String> change : Map.of(
                        "faults",
                                "{\"refuse_ingress\":false,\"drop_replies\":false,\"unavailable\":false,"
                                        + "\"stop_certifying\":false,\"certificate_age_ms\":0}",
                        "latency", "{\"profile\":\"none\"}",
                        "round-interval", "{\"ms\":0}",
                        "resume", "")
                .entrySet()) {
            HttpResponse<byte[]> response =
                    post(network, change.getKey(), change.getValue().getBytes(StandardCharsets.UTF_8));
            assertThat(response.statusCode()).isEqualTo(200);
        }
    }

    /** The network's time may be another one by now. */
    private static String works(ScriptNetwork network) {
        ReplicaClock now = () -> {
            java.time.Instant time = network.replica.control().status().time();
            return time.getEpochSecond() * 1_000_000_000L + time.getNano();
        };
        TestAgent agent = new TestAgent(network.replica, now, 1);
        return ScriptNetwork.text(
                agent.update(network.canister, "run", new Script().reply("well").bytes()));
    }

    private byte[] mutated(List<String> right) throws IOException {
        String body = right.get(random.nextInt(right.size()));
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return switch (random.nextInt(6)) {
            case 0 -> Arrays.copyOf(bytes, random.nextInt(bytes.length));
            case 1 -> flipped(bytes);
            case 2 -> "[".repeat(random.nextInt(20_000)).getBytes(StandardCharsets.UTF_8);
            default -> JSON.writeValueAsBytes(changed(JSON.readTree(bytes)));
        };
    }

    private byte[] flipped(byte[] bytes) {
        byte[] changed = bytes.clone();
        changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
        return changed;
    }

    /** One of the fields is of another type, far too large, renamed, or deeper than it should be. */
    private JsonNode changed(JsonNode node) {
        if (!(node instanceof ObjectNode object) || object.isEmpty()) {
            return strange(node);
        }
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        String name = names.get(random.nextInt(names.size()));
        JsonNode before = object.get(name);
        if (before.isObject() && random.nextBoolean()) {
            object.set(name, changed(before));
        } else if (random.nextInt(6) == 0) {
            object.remove(name);
            object.set(name + "x", before);
        } else {
            object.set(name, strange(before));
        }
        return object;
    }

    private JsonNode strange(JsonNode before) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        return switch (random.nextInt(9)) {
            case 0 -> json.nullNode();
            case 1 -> json.booleanNode(random.nextBoolean());
            case 2 -> json.numberNode(random.nextLong());
            case 3 -> json.numberNode(random.nextGaussian() * 1e300);
            case 4 -> json.textNode("x".repeat(random.nextInt(2_000)));
            case 5 -> json.textNode("\u0000");
            case 6 -> new ArrayNode(json).add(before);
            case 7 -> new ObjectNode(json).set("in", before);
            default -> json.numberNode(-random.nextInt());
        };
    }
}
