package org.icws.replica;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.CBORParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.ic4j.types.Principal;
import org.icws.protocol.cbor.Cbor;
import org.icws.protocol.certificate.Certificate;
import org.icws.protocol.certificate.LookupResult;
import org.icws.protocol.hash.Sha256;
import org.icws.protocol.principal.Principals;
import org.icws.protocol.request.RequestSigner;
import org.icws.protocol.request.SignedRequest;
import org.icws.replica.wasm.ScriptCanister;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Which paths of the state may be read where: each form of the specification at each endpoint of each version. */
class StatePathConformanceTest extends ConformanceCases {
    private static final RequestSigner SIGNER = new RequestSigner(TestAgent.identity(1));
    private static final byte[] ELSEWHERE =
            Principals.selfAuthenticating(new byte[] {1}).getValue();
    private static final byte[] NODE =
            Principals.selfAuthenticating(new byte[] {2}).getValue();
    private static final byte[] NO_REQUEST = Sha256.of(new byte[] {7});
    private static final byte[] NOT_UTF8 = {(byte) 0xc3, 0x28};

    /** An endpoint for reading the state. */
    private record Endpoint(int version, String kind) {
        @Override
        public String toString() {
            return "v" + version + " " + kind;
        }
    }

    private static final Endpoint CANISTER_2 = new Endpoint(2, "canister");
    private static final Endpoint CANISTER_3 = new Endpoint(3, "canister");
    private static final Endpoint SUBNET_2 = new Endpoint(2, "subnet");
    private static final Endpoint SUBNET_3 = new Endpoint(3, "subnet");
    private static final List<Endpoint> ALL = List.of(CANISTER_2, CANISTER_3, SUBNET_2, SUBNET_3);
    private static final List<Endpoint> CANISTERS = List.of(CANISTER_2, CANISTER_3);
    private static final List<Endpoint> SUBNETS = List.of(SUBNET_2, SUBNET_3);

    /** Labels of a path; {@code <c>} is the canister, {@code <s>} the subnet of the URL. */
    private interface Form {
        Object[] labels(Principal canister, Principal subnet);
    }

    @TestFactory
    Stream<DynamicTest> paths() {
        forms();
        refusals();
        metrics();
        return cases.stream();
    }

    private Principal subnet() {
        return Principals.selfAuthenticating(network.replica.rootKeyDer());
    }

    private static List<byte[]> labels(Object... labels) {
        return Arrays.stream(labels)
                .map(label ->
                        label instanceof byte[] bytes ? bytes : label.toString().getBytes(UTF_8))
                .toList();
    }

    private HttpResponse<byte[]> read(Endpoint endpoint, List<List<byte[]>> paths) {
        Principal of = endpoint.kind().equals("subnet") ? subnet() : canister;
        return network.agent.post(
                "/api/v" + endpoint.version() + "/" + endpoint.kind() + "/" + of + "/read_state",
                SIGNER.readState(paths, network.agent.expiry()).envelope());
    }

    private Certificate certificate(Endpoint endpoint, Object... labels) {
        HttpResponse<byte[]> response = read(endpoint, List.of(labels(labels)));
        TestAgent.require(response, 200);
        return network.agent.verified(canister, Cbor.bytes(Cbor.read(response.body()), "certificate"));
    }

    private void readableAt(List<Endpoint> where, String path, Form form) {
        for (Endpoint endpoint : ALL) {
            boolean readable = where.contains(endpoint);
            rule("/" + path + " is " + (readable ? "" : "not ") + "readable at " + endpoint + " [3.5]", () -> {
                HttpResponse<byte[]> response = read(endpoint, List.of(labels(form.labels(canister, subnet()))));
                assertThat(response.statusCode())
                        .as(new String(response.body(), UTF_8))
                        .isEqualTo(readable ? 200 : 404);
            });
        }
    }

    private void forms() {
        readableAt(ALL, "time", (c, s) -> new Object[] {"time"});
        readableAt(ALL, "api_boundary_nodes", (c, s) -> new Object[] {"api_boundary_nodes"});
        readableAt(ALL, "api_boundary_nodes/<node>", (c, s) -> new Object[] {"api_boundary_nodes", NODE});
        readableAt(
                ALL, "api_boundary_nodes/<node>/domain", (c, s) -> new Object[] {"api_boundary_nodes", NODE, "domain"});
        readableAt(List.of(), "api_boundary_nodes/<node>/colour", (c, s) ->
                new Object[] {"api_boundary_nodes", NODE, "colour"});
        readableAt(ALL, "subnet", (c, s) -> new Object[] {"subnet"});
        readableAt(ALL, "subnet/<other>", (c, s) -> new Object[] {"subnet", ELSEWHERE});
        for (String field : List.of("public_key", "type", "node")) {
            readableAt(ALL, "subnet/<own>/" + field, (c, s) -> new Object[] {"subnet", s.getValue(), field});
        }
        readableAt(ALL, "subnet/<own>/node/<node>", (c, s) -> new Object[] {"subnet", s.getValue(), "node", NODE});
        readableAt(ALL, "subnet/<own>/node/<node>/public_key", (c, s) ->
                new Object[] {"subnet", s.getValue(), "node", NODE, "public_key"});
        readableAt(List.of(), "subnet/<own>/node/<node>/name", (c, s) ->
                new Object[] {"subnet", s.getValue(), "node", NODE, "name"});
        readableAt(ALL, "subnet/<root>/canister_ranges", (c, s) ->
                new Object[] {"subnet", s.getValue(), "canister_ranges"});
        readableAt(List.of(CANISTER_2, SUBNET_2), "subnet/<not root>/canister_ranges", (c, s) ->
                new Object[] {"subnet", ELSEWHERE, "canister_ranges"});
        readableAt(SUBNETS, "subnet/<own>/metrics", (c, s) -> new Object[] {"subnet", s.getValue(), "metrics"});
        readableAt(SUBNETS, "canister_ranges/<own>", (c, s) -> new Object[] {"canister_ranges", s.getValue()});
        readableAt(List.of(), "canister_ranges", (c, s) -> new Object[] {"canister_ranges"});
        readableAt(ALL, "request_status/<id>", (c, s) -> new Object[] {"request_status", NO_REQUEST});
        for (String field : List.of("status", "reply", "reject_code", "reject_message", "error_code")) {
            readableAt(
                    ALL, "request_status/<id>/" + field, (c, s) -> new Object[] {"request_status", NO_REQUEST, field});
        }
        readableAt(List.of(), "request_status/<id>/sender", (c, s) ->
                new Object[] {"request_status", NO_REQUEST, "sender"});
        readableAt(List.of(), "request_status", (c, s) -> new Object[] {"request_status"});
        for (String field :
                List.of("controllers", "module_hash", "canister_creation_timestamp", "last_install_timestamp")) {
            readableAt(CANISTERS, "canister/<own>/" + field, (c, s) -> new Object[] {"canister", c.getValue(), field});
        }
        readableAt(CANISTERS, "canister/<own>/metadata/<name>", (c, s) ->
                new Object[] {"canister", c.getValue(), "metadata", "name"});
        readableAt(List.of(), "canister/<own>/metadata", (c, s) -> new Object[] {"canister", c.getValue(), "metadata"});
        readableAt(List.of(), "canister/<own>/certified_data", (c, s) ->
                new Object[] {"canister", c.getValue(), "certified_data"});
        readableAt(List.of(), "canister/<own>", (c, s) -> new Object[] {"canister", c.getValue()});
        readableAt(List.of(), "", (c, s) -> new Object[] {});
        readableAt(List.of(), "time/now", (c, s) -> new Object[] {"time", "now"});
    }

    private void refused(String rule, Endpoint endpoint, List<List<byte[]>> paths, int status, String text) {
        rule(rule, () -> {
            HttpResponse<byte[]> response = read(endpoint, paths);
            assertThat(response.statusCode()).isEqualTo(status);
            assertThat(response.headers().firstValue("content-type")).hasValue("text/plain; charset=utf-8");
            assertThat(new String(response.body(), UTF_8)).startsWith(text);
        });
    }

    private void refusals() {
        Principal other = Principals.canisterId(7);
        rule("the canister of a path is the URL's, and both are named [3.5, IC]", () -> {
            HttpResponse<byte[]> response =
                    read(CANISTER_3, List.of(labels("canister", other.getValue(), "module_hash")));
            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(new String(response.body(), UTF_8))
                    .isEqualTo("Effective principal id in URL " + canister + " does not match requested principal id: "
                            + other + ".");
        });
        refused(
                "the metrics are those of the URL's subnet [3.5, IC]",
                SUBNET_3,
                List.of(labels("subnet", ELSEWHERE, "metrics")),
                400,
                "Effective principal id in URL ");
        refused(
                "what is no principal is none of a canister [3.5, IC]",
                CANISTER_3,
                List.of(labels("canister", new byte[30], "module_hash")),
                400,
                "Could not parse principal ID: ");
        refused(
                "a request id has 32 bytes, and is called so [3.5, IC]",
                CANISTER_3,
                List.of(labels("request_status", new byte[31])),
                400,
                "Invalid request id in paths");
        refused(
                "one request is asked for at a time, and both are named [3.5, IC]",
                SUBNET_3,
                List.of(labels("request_status", NO_REQUEST), labels("request_status", new byte[32], "status")),
                400,
                "More than one non-unique request ID exists in request_status paths: 0x"
                        + HexFormat.of().formatHex(NO_REQUEST) + " and 0x00");
        rule("several paths of one request are read at once [3.5]", () -> assertThat(read(
                                CANISTER_3,
                                List.of(
                                        labels("request_status", NO_REQUEST, "status"),
                                        labels("request_status", NO_REQUEST, "reply")))
                        .statusCode())
                .isEqualTo(200));
        rule("the name of metadata is UTF-8 [SPEC-http, Read state; IC]", () -> {
            HttpResponse<byte[]> response =
                    read(CANISTER_3, List.of(labels("canister", canister.getValue(), "metadata", NOT_UTF8)));
            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(new String(response.body(), UTF_8)).startsWith("Could not parse the custom section name: ");
        });
        rule("private metadata is named to those who may not read it [3.5, IC]", () -> {
            Principal secretive = network.replica.createCanister(List.of(Principals.ANONYMOUS));
            network.replica.install(
                    secretive,
                    ScriptCanister.builder(Set.of())
                            .custom("icp:private notes", "secret")
                            .build(),
                    s().bytes());
            HttpResponse<byte[]> response = network.agent.readStateRaw(
                    secretive, List.of(labels("canister", secretive.getValue(), "metadata", "notes")));
            assertThat(response.statusCode()).isEqualTo(403);
            assertThat(new String(response.body(), UTF_8))
                    .isEqualTo("Custom section notes can only be requested by the controllers of the canister.");
        });
    }

    private static LookupResult look(Certificate certificate, Object... labels) {
        return certificate.tree().lookup(labels(labels).toArray(byte[][]::new));
    }

    private byte[] metricsNow() {
        return look(
                        certificate(SUBNET_3, "subnet", subnet().getValue(), "metrics"),
                        "subnet",
                        subnet().getValue(),
                        "metrics")
                .value();
    }

    private void metrics() {
        rule("metrics are a map with numbers for names, without a tag [3.4, IC canonical state]", () -> {
            // Canisters, bytes of state, cycles as low and high half, messages: the order of the replica's type.
            assertThat(numbersOf(metricsNow()).keys()).containsExactly(0, 1, 2, 3);
            assertThat(numbersOf(metricsNow()).cyclesKeys()).containsExactly(0, 1);
        });
        rule("metrics count canisters, their memory and the messages executed [3.4]", () -> {
            Metrics before = numbersOf(metricsNow());
            Principal another = network.install(ScriptCanister.wasm());
            SignedRequest request =
                    network.agent.sign(another, "run", s().reply().bytes());
            assertThat(network.agent.outcome(another, request).replied()).isTrue();
            Metrics after = numbersOf(metricsNow());
            assertThat(after.canisters()).isEqualTo(before.canisters() + 1);
            assertThat(after.stateBytes()).isGreaterThan(before.stateBytes());
            assertThat(after.transactions()).isGreaterThan(before.transactions());

            assertThat(network.manage(another, "stop_canister", "canister_id", network.id(another))
                            .replied())
                    .isTrue();
            assertThat(network.manage(another, "delete_canister", "canister_id", network.id(another))
                            .replied())
                    .isTrue();
            Metrics gone = numbersOf(metricsNow());
            assertThat(gone.canisters()).isEqualTo(before.canisters());
            assertThat(gone.stateBytes()).isEqualTo(before.stateBytes());
        });
        rule("burned cycles are among those consumed, also when their canister is gone [3.4]", () -> {
            long before = numbersOf(metricsNow()).consumedLow();
            assertThat(network.update(
                                    canister,
                                    s().call("cycles_burn128", 0L, 5_000L, BUFFER)
                                            .reply())
                            .replied())
                    .isTrue();
            assertThat(numbersOf(metricsNow()).consumedLow()).isEqualTo(before + 5_000);
            assertThat(network.manage(canister, "stop_canister", "canister_id", network.id(canister))
                            .replied())
                    .isTrue();
            assertThat(network.manage(canister, "delete_canister", "canister_id", network.id(canister))
                            .replied())
                    .isTrue();
            assertThat(numbersOf(metricsNow()).consumedLow()).isEqualTo(before + 5_000);
        });
        rule("the metrics are shown with the rest of the own subnet [3.5]", () -> assertThat(
                        look(certificate(CANISTER_3, "subnet"), "subnet", subnet().getValue(), "metrics")
                                .isFound())
                .isTrue());
    }

    /** The metrics, and the keys as they came. */
    private record Metrics(
            List<Integer> keys,
            List<Integer> cyclesKeys,
            long canisters,
            long stateBytes,
            long consumedLow,
            long transactions) {}

    private static Metrics numbersOf(byte[] cbor) {
        try {
            return new MetricsReader(cbor).read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads integer keys, which the module's own reader refuses, since no agent's message has them. */
    private static final class MetricsReader {
        private final CBORParser parser;
        private final List<Integer> keys = new ArrayList<>();
        private final List<Integer> cyclesKeys = new ArrayList<>();
        private final long[] values = new long[4];
        private final long[] cycles = new long[2];

        MetricsReader(byte[] cbor) throws IOException {
            parser = new CBORFactory().createParser(cbor);
        }

        Metrics read() throws IOException {
            map(keys, values);
            assertThat(parser.nextToken()).isNull();
            return new Metrics(keys, cyclesKeys, values[0], values[1], cycles[0], values[3]);
        }

        private void map(List<Integer> found, long[] into) throws IOException {
            assertThat(parser.nextToken()).isEqualTo(JsonToken.START_OBJECT);
            fields(found, into);
        }

        private void fields(List<Integer> found, long[] into) throws IOException {
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                int key = Integer.parseInt(parser.currentName());
                found.add(key);
                if (parser.nextToken() == JsonToken.START_OBJECT) {
                    fields(cyclesKeys, cycles);
                } else {
                    into[key] = parser.getLongValue();
                }
            }
        }
    }
}
