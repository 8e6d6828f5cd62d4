package org.icws.replica;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.ic4j.types.Principal;
import org.icws.protocol.certificate.Certificate;
import org.icws.protocol.certificate.LookupResult;
import org.icws.protocol.hash.Sha256;
import org.icws.protocol.principal.Principals;
import org.icws.protocol.request.SignedRequest;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What certificates show, and what can be read of the state. */
class ReadStateConformanceTest extends AnswerCases {

    @TestFactory
    Stream<DynamicTest> state() {
        requests();
        canisters();
        subnetAndTime();
        refusals();
        return cases.stream();
    }

    private void notReadable(String rule, int status, Object... labels) {
        rule(rule, () -> assertThat(network.agent
                        .readStateRaw(canister, List.of(labels(labels)))
                        .statusCode())
                .isEqualTo(status));
    }

    private void requests() {
        rule("a replied request has no reject fields, provably [3.4]", () -> {
            SignedRequest request = call(s().reply("x"));
            network.agent.outcome(canister, request);
            Certificate certificate = read(canister, "request_status", request.requestId());
            assertThat(new String(look(certificate, "request_status", request.requestId(), "status")
                            .value()))
                    .isEqualTo("replied");
            for (String field : List.of("reject_code", "reject_message", "error_code")) {
                assertThat(look(certificate, "request_status", request.requestId(), field)
                                .status())
                        .isEqualTo(LookupResult.Status.ABSENT);
            }
        });
        rule("a rejected request tells code, text and error code, and no reply [3.4]", () -> {
            SignedRequest request = call(s().trap());
            network.agent.outcome(canister, request);
            Certificate certificate = read(canister, "request_status", request.requestId());
            assertThat(look(certificate, "request_status", request.requestId(), "reject_code")
                            .value())
                    .containsExactly(5);
            assertThat(new String(look(certificate, "request_status", request.requestId(), "error_code")
                            .value()))
                    .isEqualTo("IC0502");
            assertThat(look(certificate, "request_status", request.requestId(), "reply")
                            .status())
                    .isEqualTo(LookupResult.Status.ABSENT);
        });
        rule("one field of a request's status can be read alone [3.5]", () -> {
            SignedRequest request = call(s().reply("x"));
            network.agent.outcome(canister, request);
            Certificate certificate = read(canister, "request_status", request.requestId(), "status");
            assertThat(look(certificate, "request_status", request.requestId(), "status")
                            .isFound())
                    .isTrue();
            assertThat(look(certificate, "request_status", request.requestId(), "reply")
                            .status())
                    .isEqualTo(LookupResult.Status.UNKNOWN);
        });
        rule("an unknown request is provably absent [3.5, RS]", () -> assertThat(look(
                                read(canister, "request_status", Sha256.of(new byte[] {9})),
                                "request_status",
                                Sha256.of(new byte[] {9}))
                        .status())
                .isEqualTo(LookupResult.Status.ABSENT));
    }

    private void canisters() {
        rule("an empty canister has controllers and provably no module [3.4]", () -> {
            Principal empty = network.replica.createCanister(List.of(network.agent.sender()));
            Certificate certificate = network.agent.readState(
                    empty,
                    List.of(
                            labels("canister", empty.getValue(), "controllers"),
                            labels("canister", empty.getValue(), "module_hash")));
            assertThat(look(certificate, "canister", empty.getValue(), "controllers")
                            .isFound())
                    .isTrue();
            assertThat(look(certificate, "canister", empty.getValue(), "module_hash")
                            .status())
                    .isEqualTo(LookupResult.Status.ABSENT);
        });
        rule("of a deleted canister nothing is left, provably, but the requests it has answered [3.4, 5.1]", () -> {
            SignedRequest request = call(s().reply("x"));
            network.agent.outcome(canister, request);
            network.replica.control().stop(canister);
            network.replica.control().delete(canister);
            for (String field :
                    List.of("controllers", "module_hash", "canister_creation_timestamp", "last_install_timestamp")) {
                assertThat(look(
                                        read(canister, "canister", canister.getValue(), field),
                                        "canister",
                                        canister.getValue(),
                                        field)
                                .status())
                        .as(field)
                        .isEqualTo(LookupResult.Status.ABSENT);
            }
            assertThat(ScriptNetwork.text(network.agent.outcome(canister, request)))
                    .isEqualTo("x");
        });
        rule("a canister that does not exist is provably absent [3.5]", () -> {
            Principal nobody = Principals.canisterId(7);
            assertThat(look(
                                    read(nobody, "canister", nobody.getValue(), "module_hash"),
                                    "canister",
                                    nobody.getValue(),
                                    "module_hash")
                            .status())
                    .isEqualTo(LookupResult.Status.ABSENT);
        });
        rule("metadata that does not exist is provably absent [3.5]", () -> assertThat(look(
                                read(canister, "canister", canister.getValue(), "metadata", "nothing"),
                                "canister",
                                canister.getValue(),
                                "metadata",
                                "nothing")
                        .status())
                .isEqualTo(LookupResult.Status.ABSENT));
    }

    private void subnetAndTime() {
        rule("the subnet shows its key, type, ranges and node [3.5]", () -> {
            Certificate certificate = read(canister, "subnet");
            byte[] id = subnet().getValue();
            assertThat(look(certificate, "subnet", id, "public_key").value()).isEqualTo(network.replica.rootKeyDer());
            assertThat(look(certificate, "subnet", id, "type").isFound()).isTrue();
            assertThat(look(certificate, "subnet", id, "canister_ranges").isFound())
                    .isTrue();
            assertThat(certificate.tree().children("subnet".getBytes(UTF_8), id, "node".getBytes(UTF_8)))
                    .hasSize(1);
        });
        rule(
                "certificates of the root subnet have no delegation [3.2]",
                () -> assertThat(read(canister, "time").delegation()).isEmpty());
        rule("boundary nodes may be asked for; there are none [3.4, RS]", () -> assertThat(
                        look(read(canister, "api_boundary_nodes"), "time").isFound())
                .isTrue());
        rule("certified time goes on, also without messages [3.6]", () -> {
            long before = read(canister, "time").timeNanos();
            assertThat(read(canister, "time").timeNanos()).isGreaterThanOrEqualTo(before);
            network.update(canister, s().reply());
            assertThat(read(canister, "time").timeNanos()).isGreaterThan(before);
        });
    }

    private void refusals() {
        notReadable("the whole state is not readable [3.5]", 404);
        notReadable("a canister as a whole is not readable [3.5]", 404, "canister", new byte[] {1});
        notReadable("ranges are read through the subnet's endpoint [3.5]", 404, "canister_ranges", new byte[] {1});
        notReadable(
                "another canister is not read through this one's endpoint [3.5]",
                400,
                "canister",
                Principals.canisterId(7).getValue(),
                "controllers");
        notReadable("a request id has 32 bytes [3.5]", 400, "request_status", new byte[33]);
        notReadable("all requests together are not readable [3.5]", 404, "request_status");
        rule("certified data is not readable [3.4]", () -> assertThat(network.agent
                        .readStateRaw(canister, List.of(labels("canister", canister.getValue(), "certified_data")))
                        .statusCode())
                .isEqualTo(404));
        rule("only a request's status is read through the management canister's id [3.5, HS]", () -> assertThat(
                        network.agent
                                .readStateRaw(Principals.MANAGEMENT, List.of(labels("time")))
                                .statusCode())
                .isEqualTo(400));
        rule("two requests are not read at once [3.5]", () -> assertThat(network.agent
                        .readStateRaw(
                                canister,
                                List.of(
                                        labels("request_status", new byte[32]),
                                        labels("request_status", Sha256.of(new byte[1]))))
                        .statusCode())
                .isEqualTo(400));
    }
}
