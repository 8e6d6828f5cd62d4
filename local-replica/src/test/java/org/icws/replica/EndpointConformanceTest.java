package org.icws.replica;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.ic4j.types.Principal;
import org.icws.protocol.candid.CandidDecoder;
import org.icws.protocol.candid.CandidEncoder;
import org.icws.protocol.candid.CandidValue;
import org.icws.protocol.cbor.Cbor;
import org.icws.protocol.principal.Principals;
import org.icws.protocol.request.RequestSigner;
import org.icws.protocol.request.SignedRequest;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What each path takes, by which method, from whom, and how much of it. */
class EndpointConformanceTest extends ConformanceCases {
    private static final RequestSigner SIGNER = new RequestSigner(TestAgent.identity(1));
    private static final String TOO_MUCH = "99999999999";
    private static final long FAR_TOO_MUCH = 256L << 20;

    @TestFactory
    Stream<DynamicTest> endpoints() {
        methods();
        subnets();
        bodies();
        control();
        topology();
        return cases.stream();
    }

    private HttpResponse<byte[]> send(String method, String path) {
        return network.agent.send(HttpRequest.newBuilder(network.replica.url().resolve(path))
                .method(method, HttpRequest.BodyPublishers.ofString("x"))
                .build());
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), UTF_8);
    }

    private Principal subnet() {
        return Principals.selfAuthenticating(network.replica.rootKeyDer());
    }

    private void methods() {
        for (String path : List.of("/api/v2/status", "/_/topology", "/")) {
            for (String method : List.of("POST", "PUT", "DELETE")) {
                rule(method + " of " + path + " is not allowed, and what is allowed is named [1.1, RFC 9110]", () -> {
                    HttpResponse<byte[]> response = send(method, path);
                    assertThat(response.statusCode()).isEqualTo(405);
                    assertThat(response.headers().firstValue("allow")).hasValue("GET, HEAD, OPTIONS");
                    assertThat(response.headers().firstValue("access-control-allow-origin"))
                            .hasValue("*");
                });
            }
        }
        for (String what : List.of("call", "query", "read_state")) {
            rule("PUT of " + what + " is not allowed, and what is allowed is named [1.1, RFC 9110]", () -> {
                HttpResponse<byte[]> response = send("PUT", "/api/v3/canister/" + canister + "/" + what);
                assertThat(response.statusCode()).isEqualTo(405);
                assertThat(response.headers().firstValue("allow")).hasValue("POST, OPTIONS");
            });
        }
    }

    private HttpResponse<byte[]> atSubnet(int version, String what, SignedRequest request) {
        return network.agent.post("/api/v" + version + "/subnet/" + subnet() + "/" + what, request.envelope());
    }

    private void subnets() {
        byte[] nothing = CandidEncoder.encode();
        rule("a subnet's endpoint calls no canister [1.1, SPEC-http Effective subnet id]", () -> {
            HttpResponse<byte[]> response = atSubnet(
                    4, "call", network.agent.sign(canister, "run", s().reply().bytes()));
            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(text(response)).startsWith("Specified CanisterId " + canister);
            assertThat(network.replica.control().canisters().stream()
                            .filter(info -> info.id().equals(canister))
                            .mapToLong(CanisterInfo::updates))
                    .containsExactly(0L);
        });
        rule("a subnet's endpoint queries no canister [1.1, SPEC-http Effective subnet id]", () -> assertThat(atSubnet(
                                3,
                                "query",
                                SIGNER.query(canister, "ask", s().reply().bytes(), network.agent.expiry()))
                        .statusCode())
                .isEqualTo(400));
        rule("a subnet's endpoint lists canisters [1.1]", () -> {
            HttpResponse<byte[]> response = atSubnet(
                    3, "query", SIGNER.query(Principals.MANAGEMENT, "list_canisters", nothing, network.agent.expiry()));
            assertThat(response.statusCode()).isEqualTo(200);
            byte[] reply = Cbor.bytes(Cbor.field(Cbor.read(response.body()), "reply"), "arg");
            assertThat(CandidDecoder.decode(reply)
                            .get(0)
                            .asRecord()
                            .get("canisters")
                            .asList())
                    .isNotEmpty();
        });
        rule("a subnet's endpoint tells no canister's status [1.1, SPEC-http Effective subnet id]", () -> {
            byte[] argument = CandidEncoder.encode(CandidValue.record("canister_id", network.id(canister)));
            HttpResponse<byte[]> response = atSubnet(
                    3,
                    "query",
                    SIGNER.query(Principals.MANAGEMENT, "canister_status", argument, network.agent.expiry()));
            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(text(response)).contains("Only canisters can be listed");
        });
    }

    private String postHead(String path, String length) {
        return "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/cbor\r\nContent-Length: "
                + length + "\r\n\r\n";
    }

    private void bodies() {
        rule("of a body that is too large no more is read than its sender needs to see that [1.2]", () -> assertThat(
                        RawHttp.sendUntilClosed(
                                network.replica.port(),
                                postHead(TestAgent.path(3, canister, "call"), TOO_MUCH),
                                FAR_TOO_MUCH))
                .isLessThan(FAR_TOO_MUCH));
        rule("a page's request that is too large is not read to its end [1.2, 9.4]", () -> assertThat(
                        RawHttp.sendUntilClosed(
                                network.replica.port(), postHead("/?canisterId=" + canister, TOO_MUCH), FAR_TOO_MUCH))
                .isLessThan(FAR_TOO_MUCH));
        rule("a body a little too large is answered with 413 [1.2]", () -> {
            HttpResponse<byte[]> response =
                    network.agent.post(TestAgent.path(3, canister, "call"), new byte[6 * 1024 * 1024]);
            assertThat(response.statusCode()).isEqualTo(413);
            assertThat(text(response)).contains("larger than the max allowed");
        });
    }

    private void controlled(String rule, boolean allowed, String path, String... headers) {
        rule(rule, () -> {
            String answer = RawHttp.send(
                    network.replica.port(),
                    "GET " + path + " HTTP/1.1\r\n" + String.join("\r\n", headers) + "\r\nConnection: close\r\n\r\n");
            assertThat(answer).startsWith("HTTP/1.1 " + (allowed ? "200" : "403"));
            assertThat(answer).doesNotContainIgnoringCase("access-control-allow");
        });
    }

    private void control() {
        String status = "/_/testbench/status";
        controlled("programs control the network through localhost [Control]", true, status, "Host: localhost:1");
        controlled("programs control the network through 127.0.0.1 [Control]", true, status, "Host: 127.0.0.1");
        controlled(
                "a name that leads to this machine controls nothing [DNS rebinding]", false, status, "Host: a.example");
        controlled(
                "a name that begins like localhost controls nothing [DNS rebinding]",
                false,
                status,
                "Host: localhost.a.example:4943");
        controlled("a canister's host controls nothing [Control, 9.4]", false, status, "Host: aaaaa-aa.localhost");
        rule("without a host nothing is controlled [DNS rebinding]", () -> assertThat(
                        RawHttp.send(network.replica.port(), "GET /_/testbench/status HTTP/1.0\r\n\r\n"))
                .startsWith("HTTP/1.1 403"));
        controlled(
                "of two hosts one may be another's, so neither controls [DNS rebinding]",
                false,
                status,
                "Host: localhost",
                "Host: a.example");
        controlled(
                "an address bar shows the status [Control]", true, status, "Host: localhost", "Sec-Fetch-Site: none");
        for (String site : List.of("same-origin", "same-site", "cross-site")) {
            controlled(
                    "a page of the browser's kind " + site + " controls nothing [Control]",
                    false,
                    status,
                    "Host: localhost",
                    "Sec-Fetch-Site: " + site);
        }
        for (String origin : List.of("null", "http://localhost:4943", "http://127.0.0.1", "https://a.example")) {
            controlled(
                    "a page of the origin " + origin + " controls nothing [Control]",
                    false,
                    status,
                    "Host: localhost:4943",
                    "Origin: " + origin);
        }
        rule("browsers that ask beforehand are told no [Control, CORS]", () -> {
            String answer = RawHttp.send(
                    network.replica.port(),
                    "OPTIONS /_/testbench/pause HTTP/1.1\r\nHost: localhost\r\nAccess-Control-Request-Method: POST\r\n"
                            + "Connection: close\r\n\r\n");
            assertThat(answer).startsWith("HTTP/1.1 405").contains("Allow: GET, POST");
            assertThat(answer).doesNotContainIgnoringCase("access-control-allow");
        });
    }

    private void topology() {
        rule("the canister created next has the id that tools are told [9.3]", () -> {
            String told = told();
            Principal created = network.replica.createCanister(List.of());
            assertThat(told).isEqualTo(base64(created));
            assertThat(told()).isNotEqualTo(told);
        });
        rule("tools are told an id that is free, also when somebody has chosen the next one [9.3]", () -> {
            Principal next = Principals.of(Base64.getDecoder().decode(told()));
            assertThat(network.manage(
                                    next,
                                    "provisional_create_canister_with_cycles",
                                    "specified_id",
                                    CandidValue.some(CandidValue.principal(next)))
                            .replied())
                    .isTrue();
            assertThat(told()).isNotEqualTo(base64(next));
            String told = told();
            assertThat(base64(network.replica.createCanister(List.of()))).isEqualTo(told);
        });
    }

    private static String base64(Principal id) {
        return Base64.getEncoder().encodeToString(id.getValue());
    }

    private String told() {
        return text(network.agent.get("/_/topology"))
                .replaceFirst(".*\"default_effective_canister_id\":\\{\"canister_id\":\"([^\"]*)\".*", "$1");
    }
}
