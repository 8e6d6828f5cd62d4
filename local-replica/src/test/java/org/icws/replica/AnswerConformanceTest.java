package org.icws.replica;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.ic4j.agent.identity.AnonymousIdentity;
import org.ic4j.types.Principal;
import org.icws.protocol.candid.CandidEncoder;
import org.icws.protocol.candid.CandidValue;
import org.icws.protocol.cbor.Cbor;
import org.icws.protocol.certificate.Certificate;
import org.icws.protocol.crypto.PublicKeys;
import org.icws.protocol.principal.Principals;
import org.icws.protocol.request.QueryResponseHash;
import org.icws.protocol.request.RequestSigner;
import org.icws.protocol.request.SignedRequest;
import org.icws.replica.wasm.Script;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The forms of answers, and how answers of queries are signed. */
class AnswerConformanceTest extends AnswerCases {
    @TestFactory
    Stream<DynamicTest> answers() {
        endpoints();
        calls();
        queries();
        return cases.stream();
    }

    private SignedRequest query(RequestSigner signer, Script script) {
        return signer.query(canister, "ask", script.bytes(), network.agent.expiry());
    }

    private HttpResponse<byte[]> send(String method, String path, String contentType, byte[] body) {
        HttpRequest.Builder request = network.agent.request(path, body == null ? new byte[0] : body);
        request.setHeader("Content-Type", contentType);
        return network.agent.send(request.method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(body))
                .build());
    }

    private void endpoints() {
        for (int version : new int[] {2, 3, 4}) {
            rule("calls are taken at version " + version + " [1.1]", () -> assertThat(network.agent
                            .post(
                                    path(version, "canister", canister, "call"),
                                    call(s().reply()).envelope())
                            .statusCode())
                    .isEqualTo(version == 2 ? 202 : 200));
        }
        for (int version : new int[] {2, 3}) {
            rule("queries are taken at version " + version + " [1.1]", () -> assertThat(network.agent
                            .post(
                                    path(version, "canister", canister, "query"),
                                    query(SIGNER, s().reply()).envelope())
                            .statusCode())
                    .isEqualTo(200));
            for (String kind : List.of("canister", "subnet")) {
                rule("the state of a " + kind + " is read at version " + version + " [1.1]", () -> assertThat(
                                network.agent
                                        .post(
                                                path(
                                                        version,
                                                        kind,
                                                        kind.equals("subnet") ? subnet() : canister,
                                                        "read_state"),
                                                SIGNER.readState(List.of(labels("time")), network.agent.expiry())
                                                        .envelope())
                                        .statusCode())
                        .isEqualTo(200));
            }
        }
        for (String missing : List.of(
                "/api/v5/canister/aaaaa-aa/call",
                "/api/v4/canister/aaaaa-aa/query",
                "/api/v4/canister/aaaaa-aa/read_state",
                "/api/v3/subnet/aaaaa-aa/call",
                "/api/v2/subnet/aaaaa-aa/query",
                "/api/v1/status",
                "/api/v2/canister/call")) {
            rule("there is no " + missing + " [1.1]", () -> assertThat(network.agent
                            .post(missing, new byte[] {(byte) 0xa0})
                            .statusCode())
                    .isEqualTo(404));
        }
        for (String page : List.of("/api/v2/status", "/_/topology")) {
            rule("HEAD of " + page + " is answered without a body [1.2]", () -> {
                HttpResponse<byte[]> head = send("HEAD", page, "application/cbor", null);
                assertThat(head.statusCode()).isEqualTo(200);
                assertThat(head.body()).isEmpty();
                assertThat(head.headers().firstValue("access-control-allow-origin"))
                        .hasValue("*");
            });
            rule("browsers may ask for " + page + " from anywhere [1.2, CORS]", () -> {
                HttpResponse<byte[]> preflight = send("OPTIONS", page, "application/cbor", null);
                assertThat(preflight.statusCode()).isEqualTo(204);
                assertThat(preflight
                                .headers()
                                .firstValue("access-control-allow-headers")
                                .orElse(""))
                        .contains("Accept", "Authorization", "Content-Type");
            });
        }
        for (String type : List.of("APPLICATION/CBOR", "application/cbor; charset=utf-8")) {
            rule("the content type may be " + type + " [1.2]", () -> assertThat(send(
                                    "POST",
                                    path(3, "canister", canister, "call"),
                                    type,
                                    call(s().reply()).envelope())
                            .statusCode())
                    .isEqualTo(200));
        }
        rule("the principal in the URL is in its canonical form [2.7, HS]", () -> assertThat(network.agent
                        .post(
                                "/api/v3/canister/" + canister.toString().replace("-", "") + "/call",
                                call(s().reply()).envelope())
                        .statusCode())
                .isEqualTo(400));
        rule("a canister is created through the subnet's endpoint [1.1]", () -> {
            byte[] argument = CandidEncoder.encode(CandidValue.record());
            SignedRequest request =
                    network.agent.sign(Principals.MANAGEMENT, "provisional_create_canister_with_cycles", argument);
            HttpResponse<byte[]> response = network.agent.post(path(4, "subnet", subnet(), "call"), request.envelope());
            assertThat(network.agent.outcome(null, request, response).replied()).isTrue();
        });
        rule("nothing else is called through the subnet's endpoint [1.1]", () -> assertThat(network.agent
                        .post(
                                path(4, "subnet", subnet(), "call"),
                                network.agent
                                        .sign(Principals.MANAGEMENT, "raw_rand", CandidEncoder.encode())
                                        .envelope())
                        .statusCode())
                .isEqualTo(400));
    }

    private void calls() {
        rule("an accepted asynchronous call is answered with 202 and nothing [1.4]", () -> {
            HttpResponse<byte[]> response = network.agent.post(
                    path(2, "canister", canister, "call"), call(s().reply()).envelope());
            assertThat(response.statusCode()).isEqualTo(202);
            assertThat(response.body()).isEmpty();
        });
        rule("a refused asynchronous call has no status [1.4]", () -> {
            Principal nobody = Principals.canisterId(7);
            JsonNode body = Cbor.read(network.agent
                    .post(
                            path(2, "canister", nobody, "call"),
                            network.agent.sign(nobody, "run", new byte[0]).envelope())
                    .body());
            assertThat(body.has("status")).isFalse();
            assertThat(Cbor.text(body, "error_code")).isEqualTo("IC0301");
            assertThat(Cbor.unsignedLong(body, "reject_code")).isEqualTo(3);
            assertThat(Cbor.text(body, "reject_message")).isEqualTo("Canister " + nobody + " not found");
        });
        rule("a call the canister rejects is certified, its outer status is replied [1.4]", () -> {
            SignedRequest request = call(s().data(BUFFER, "no").call("msg_reject", BUFFER, 2));
            HttpResponse<byte[]> response =
                    network.agent.post(path(3, "canister", canister, "call"), request.envelope());
            assertThat(Cbor.text(Cbor.read(response.body()), "status")).isEqualTo("replied");
            TestAgent.Outcome outcome = network.agent.outcome(canister, request, response);
            assertThat(outcome.errorCode()).isEqualTo("IC0406");
            assertThat(outcome.message()).isEqualTo("no");
        });
        rule("a request sent twice is executed once [1.4]", () -> {
            SignedRequest request = call(s().increment(BUFFER, 1).load(BUFFER).replyNumber());
            String path = path(3, "canister", canister, "call");
            TestAgent.Outcome first =
                    network.agent.outcome(canister, request, network.agent.post(path, request.envelope()));
            TestAgent.Outcome second =
                    network.agent.outcome(canister, request, network.agent.post(path, request.envelope()));
            assertThat(second.reply()).isEqualTo(first.reply());
            assertThat(ScriptNetwork.number(
                            network.query(canister, s().load(BUFFER).replyNumber())))
                    .isEqualTo(1);
        });
        rule("answers carry the self-describe tag and say what comes first [1.2, IC4J]", () -> {
            byte[] body = network.agent
                    .post(
                            path(2, "canister", canister, "query"),
                            query(SIGNER, s().reply()).envelope())
                    .body();
            assertThat(Arrays.copyOf(body, 3)).containsExactly(0xd9, 0xd9, 0xf7);
            assertThat(new String(body, 5, 6, UTF_8)).isEqualTo("status");
        });
    }

    private void queries() {
        signed("a reply is signed by the node [4]", SIGNER, s().reply("x"));
        signed(
                "a reject is signed by the node [4]",
                SIGNER,
                s().data(BUFFER, "no").call("msg_reject", BUFFER, 2));
        signed("a trap is signed by the node [4]", SIGNER, s().trap());
        signed(
                "an anonymous query's answer is signed too [4]",
                new RequestSigner(new AnonymousIdentity()),
                s().reply());
        rule("a query of the management canister is signed [4]", () -> {
            byte[] argument = CandidEncoder.encode(CandidValue.record("canister_id", network.id(canister)));
            assertSigned(SIGNER.query(Principals.MANAGEMENT, "canister_status", argument, network.agent.expiry()));
        });
        rule("a query that cannot be executed is a signed reject with an error code [4, 5.4]", () -> {
            byte[] argument = s().reply().bytes();
            JsonNode body = assertSigned(SIGNER.query(canister, "nothing", argument, network.agent.expiry()));
            assertThat(Cbor.text(body, "error_code")).isEqualTo("IC0536");
        });
    }

    private void signed(String rule, RequestSigner signer, Script script) {
        rule(rule, () -> assertSigned(query(signer, script)));
    }

    private JsonNode assertSigned(SignedRequest request) {
        JsonNode body = Cbor.read(network.agent
                .post(path(3, "canister", canister, "query"), request.envelope())
                .body());
        assertThat(body.get("signatures")).hasSize(1);
        JsonNode signature = body.get("signatures").get(0);
        long time = Cbor.unsignedLong(signature, "timestamp");
        byte[] node = Cbor.bytes(signature, "identity");
        Certificate certificate = read(canister, "subnet");
        byte[] key = look(certificate, "subnet", subnet().getValue(), "node", node, "public_key")
                .value();
        assertThat(key).hasSize(44);
        assertThat(Principals.selfAuthenticating(key).getValue()).isEqualTo(node);
        assertThat(PublicKeys.verify(key, hash(body, time, request.requestId()), Cbor.bytes(signature, "signature")))
                .isTrue();
        assertThat(time).isLessThanOrEqualTo(certificate.timeNanos());
        return body;
    }

    private static byte[] hash(JsonNode body, long time, byte[] id) {
        return Cbor.text(body, "status").equals("replied")
                ? QueryResponseHash.replied(Cbor.bytes(body.get("reply"), "arg"), time, id)
                : QueryResponseHash.rejected(
                        (int) Cbor.unsignedLong(body, "reject_code"),
                        Cbor.text(body, "reject_message"),
                        Cbor.text(body, "error_code"),
                        time,
                        id);
    }
}
