package org.icws.replica;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.ic4j.types.Principal;
import org.icws.protocol.candid.CandidDecoder;
import org.icws.protocol.candid.CandidEncoder;
import org.icws.protocol.candid.CandidValue;
import org.icws.protocol.principal.Principals;
import org.icws.replica.wasm.Code;
import org.icws.replica.wasm.ModuleBuilder;
import org.icws.replica.wasm.ScriptCanister;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The rules for gateways that serve canisters' pages (HTTP gateway protocol specification, here "GW"). */
class PageConformanceTest extends ConformanceCases {
    private static final int PAGE = 0x30000;
    private static final int PART = 0x38000;
    private static final int SEEN = 0x48000;
    private static final int SEEN_SIZE = 0x47ff0;
    private static final int MAX_PARTS = 1000;
    private static final int PART_BYTES = 512 * 1024;
    private static final int LARGE_PARTS = 60;

    @TestFactory
    Stream<DynamicTest> pages() {
        requests();
        answers();
        streaming();
        otherOrigins();
        return cases.stream();
    }

    /** The fields of an answer of {@code http_request}. */
    private static Map<String, CandidValue> fields(int status, String body, List<CandidValue> headers) {
        Map<String, CandidValue> fields = new LinkedHashMap<>();
        fields.put("status_code", new CandidValue.Fixed(CandidValue.FixedKind.NAT16, status));
        fields.put("headers", CandidValue.vec(headers));
        fields.put("body", CandidValue.blob(body.getBytes(UTF_8)));
        return fields;
    }

    private static CandidValue header(String name, String value) {
        return CandidValue.tuple(CandidValue.text(name), CandidValue.text(value));
    }

    private static byte[] page(int status, String body, CandidValue... headers) {
        return CandidEncoder.encode(CandidValue.record(fields(status, body, List.of(headers))));
    }

    private static byte[] with(Map<String, CandidValue> fields, String name, CandidValue value) {
        fields.put(name, CandidValue.some(value));
        return CandidEncoder.encode(CandidValue.record(fields));
    }

    private static Code reply(Code code, int address, int length) {
        return code.i32(address, length).call("msg_reply_data_append").call("msg_reply");
    }

    private static Code keepArgument(Code code) {
        return code.i32(SEEN, 0)
                .call("msg_arg_data_size")
                .call("msg_arg_data_copy")
                .i32(SEEN_SIZE)
                .call("msg_arg_data_size")
                .store32(0);
    }

    private static ModuleBuilder serving(byte[] answer) {
        return ScriptCanister.builder(Set.of())
                .data(PAGE, new String(answer, StandardCharsets.ISO_8859_1))
                .export("canister_query http_request", c -> reply(c, PAGE, answer.length))
                .export("canister_update http_request_update", c -> reply(keepArgument(c), PAGE, answer.length))
                .export("canister_query seen", c -> c.i32(SEEN, SEEN_SIZE)
                        .load32(0)
                        .call("msg_reply_data_append")
                        .call("msg_reply"));
    }

    private Principal install(byte[] answer) {
        return network.install(serving(answer).build());
    }

    private HttpResponse<byte[]> send(String method, Principal id, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(network.replica.url().resolve("/a/b?x=%20y&canisterId=" + id));
        for (int i = 0; i + 1 < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        boolean bodiless = method.equals("GET") || method.equals("HEAD") || method.equals("OPTIONS");
        return network.agent.send(request.method(
                        method,
                        bodiless ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString("sent"))
                .build());
    }

    private HttpResponse<byte[]> get(Principal id) {
        return send("GET", id);
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), UTF_8);
    }

    /** A canister whose answer is the request. */
    private Principal echo() {
        return network.install(ScriptCanister.builder(Set.of())
                .export("canister_query http_request", c -> c.i32(SEEN, 0)
                        .call("msg_arg_data_size")
                        .call("msg_arg_data_copy")
                        .i32(SEEN)
                        .call("msg_arg_data_size")
                        .call("msg_reply_data_append")
                        .call("msg_reply"))
                .build());
    }

    private CandidValue.Record seen(Principal id) {
        TestAgent.Outcome outcome = network.agent.query(id, "seen", new byte[0]);
        return CandidDecoder.decode(outcome.reply()).get(0).asRecord();
    }

    private void requests() {
        for (String method : List.of("GET", "POST", "PUT", "DELETE", "PATCH")) {
            rule("a canister is told that the method is " + method + " [GW, HTTP Request Encoding]", () -> {
                Principal id = install(with(fields(200, "", List.of()), "upgrade", CandidValue.bool(true)));
                assertThat(send(method, id, "X-Mine", "mine").statusCode()).isEqualTo(200);
                CandidValue.Record request = seen(id);
                assertThat(request.get("method").asText()).isEqualTo(method);
                assertThat(request.get("url").asText()).isEqualTo("/a/b?x=%20y&canisterId=" + id);
                assertThat(new String(request.get("body").asBlob(), UTF_8))
                        .isEqualTo(method.equals("GET") ? "" : "sent");
            });
        }
        rule("the second call of an upgrade names no certificate version [GW, Upgrade to Update Calls]", () -> {
            Principal id = install(with(fields(200, "", List.of()), "upgrade", CandidValue.bool(true)));
            get(id);
            assertThat(seen(id).find("certificate_version")).isEmpty();
            assertThat(seen(id).find("headers")).isPresent();
        });
        rule("the first call asks for certificates of version 2 [GW, HTTP Request Encoding]", () -> {
            // What comes back is the request, which is no answer; the refusal shows that it was read.
            HttpResponse<byte[]> response = get(echo());
            assertThat(response.statusCode()).isEqualTo(502);
            assertThat(text(response)).contains("status_code");
        });
        rule("the name of the host comes before the parameter [9.4]", () -> {
            Principal named = install(page(200, "by name"));
            Principal other = install(page(200, "by parameter"));
            assertThat(RawHttp.get(
                            network.replica.port(),
                            "/?canisterId=" + other,
                            named + ".localhost:" + network.replica.port()))
                    .endsWith("by name");
        });
        rule("the API is reached under the name of a canister too [9.4]", () -> {
            String host = canister + ".localhost:" + network.replica.port();
            assertThat(RawHttp.get(network.replica.port(), "/api/v2/status", host))
                    .contains("application/cbor");
            assertThat(RawHttp.get(network.replica.port(), "/_/topology", host)).contains("subnet_configs");
        });
    }

    private void refusedPage(String rule, byte[] answer, String text) {
        rule(rule, () -> {
            HttpResponse<byte[]> response = get(install(answer));
            assertThat(response.statusCode()).as(text(response)).isEqualTo(502);
            assertThat(text(response)).contains(text);
        });
    }

    private void answers() {
        rule("headers of certification arrive as the canister set them [9.4, GW]", () -> {
            HttpResponse<byte[]> response = get(install(page(
                    200,
                    "certified",
                    header("IC-Certificate", "certificate=:AA==:, tree=:BB==:, version=2, expr_path=:CC==:"),
                    header(
                            "IC-CertificateExpression",
                            "default_certification(ValidationArgs{no_certification: Empty{}})"),
                    header("Set-Cookie", "a=1"),
                    header("Set-Cookie", "b=2"))));
            assertThat(response.headers().firstValue("ic-certificate"))
                    .hasValue("certificate=:AA==:, tree=:BB==:, version=2, expr_path=:CC==:");
            assertThat(response.headers().firstValue("ic-certificateexpression"))
                    .hasValue("default_certification(ValidationArgs{no_certification: Empty{}})");
            assertThat(response.headers().allValues("set-cookie")).containsExactly("a=1", "b=2");
        });
        for (int status : new int[] {204, 206, 301, 404, 418, 503, 599}) {
            rule("the status " + status + " is the canister's [GW, HTTP Response Decoding]", () -> {
                HttpResponse<byte[]> response = get(install(
                        page(status, "", header("Location", "/elsewhere"), header("Content-Range", "bytes 0-1/9"))));
                assertThat(response.statusCode()).isEqualTo(status);
                assertThat(response.headers().firstValue("content-range")).hasValue("bytes 0-1/9");
            });
        }
        refusedPage("a status of no HTTP answer is a bad gateway's [GW]", page(42, ""), "42 is no status");
        refusedPage("an informational status ends no request [GW]", page(101, ""), "101 is no status");
        refusedPage("a status beyond three digits is a bad gateway's [GW]", page(65_535, ""), "65535 is no status");
        refusedPage(
                "a header cannot be broken in two [GW, RFC 9110]",
                page(200, "", header("X-A", "1\r\nSet-Cookie: stolen=1")),
                "characters that headers must not have");
        refusedPage(
                "a header's name is a token [GW, RFC 9110]",
                page(200, "", header("X A:", "1")),
                "characters that headers must not have");
        refusedPage(
                "an answer without a status is no page [GW]",
                CandidEncoder.encode(CandidValue.record("body", CandidValue.blob(new byte[0]))),
                "not one of http_request");
    }

    private static byte[] part(String body, boolean more) {
        return CandidEncoder.encode(CandidValue.record(
                "body",
                CandidValue.blob(body.getBytes(UTF_8)),
                "token",
                more ? CandidValue.some(CandidValue.text("next")) : CandidValue.none()));
    }

    /** Installed at the id that its answer names. */
    private Principal streaming(Principal callbackOf, byte[] part) {
        Principal id = network.replica.createCanister(List.of(network.agent.sender()));
        byte[] answer = StreamedPage.of("first ", callbackOf == null ? id : callbackOf, "more");
        network.replica.install(
                id,
                serving(answer)
                        .data(PART, new String(part, StandardCharsets.ISO_8859_1))
                        .export("canister_query more", c -> reply(c, PART, part.length))
                        .build(),
                s().bytes());
        return id;
    }

    private long queries(Principal id) {
        return network.replica.control().canisters().stream()
                .filter(info -> info.id().equals(id))
                .mapToLong(CanisterInfo::queries)
                .sum();
    }

    /** A canister whose page has this many parts of half a mebibyte, each of another letter. */
    private Principal large(int parts) {
        Principal id = network.replica.createCanister(List.of(network.agent.sender()));
        network.replica.install(id, LargePage.wasm(id, "first ", parts, PART_BYTES), s().bytes());
        return id;
    }

    private void streaming() {
        rule("the parts of a page are put together [GW, Response Body Streaming]", () -> assertThat(
                        text(get(streaming(null, part("second", false)))))
                .isEqualTo("first second"));
        rule("a callback of another canister fails the request [GW, Response Body Streaming]", () -> {
            HttpResponse<byte[]> response = get(streaming(Principals.canisterId(7), part("second", false)));
            assertThat(response.statusCode()).isEqualTo(502);
            assertThat(text(response)).contains("not a method of the canister");
        });
        rule("a canister that goes on for ever is not followed for ever [GW; 1000 parts]", () -> {
            HttpResponse<byte[]> response = get(streaming(null, part("", true)));
            assertThat(response.statusCode()).isEqualTo(502);
            assertThat(text(response)).contains("1000 parts");
            long asked = network.replica.control().canisters().stream()
                    .mapToLong(CanisterInfo::queries)
                    .max()
                    .orElse(0);
            assertThat(asked).as("the page and its parts").isEqualTo(1 + MAX_PARTS);
        });
        rule("a page of any size arrives whole [GW, Response Body Streaming]", () -> {
            HttpResponse<byte[]> response = get(large(LARGE_PARTS));
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.body()).hasSize("first ".length() + LARGE_PARTS * PART_BYTES);
            byte[] expected = new byte[PART_BYTES];
            for (int i = 0; i < LARGE_PARTS; i++) {
                Arrays.fill(expected, (byte) ('A' + i % LargePage.LETTERS));
                int from = "first ".length() + i * PART_BYTES;
                assertThat(Arrays.equals(response.body(), from, from + PART_BYTES, expected, 0, PART_BYTES))
                        .as("part " + i)
                        .isTrue();
            }
        });
        rule("of a large page no more is asked for than is read [GW, Response Body Streaming]", () -> {
            Principal id = large(MAX_PARTS - 1);
            try (Socket socket = new Socket()) {
                socket.setReceiveBufferSize(4096);
                socket.connect(new InetSocketAddress("127.0.0.1", network.replica.port()));
                socket.getOutputStream()
                        .write(("GET /?canisterId=" + id + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(UTF_8));
                assertThat(socket.getInputStream().read()).isEqualTo('H');
                // Others are served meanwhile, and long enough for all parts to have been asked for.
                for (int i = 0; i < 100; i++) {
                    assertThat(network.update(s().reply("others")).replied()).isTrue();
                }
                assertThat(queries(id)).isLessThan(40L);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        rule("the head of a large page claims no length [GW, RFC 9110]", () -> {
            String answer = RawHttp.send(
                    network.replica.port(),
                    "HEAD /?canisterId=" + large(LARGE_PARTS)
                            + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            assertThat(answer).startsWith("HTTP/1.1 200").doesNotContainIgnoringCase("\r\ncontent-length:");
            assertThat(answer).endsWith("\r\n\r\n");
        });
        rule("a large page that cannot go on is broken off, so that nobody takes it for whole [GW]", () -> {
            Principal id = large(MAX_PARTS + 1);
            for (int i = 0; i < 5; i++) {
                assertThatThrownBy(() -> get(id)).hasCauseInstanceOf(IOException.class);
            }
        });
        rule("a part that is none fails the request [GW, Response Body Streaming]", () -> assertThat(
                        get(streaming(null, new byte[] {1, 2})).statusCode())
                .isEqualTo(502));
    }

    private void otherOrigins() {
        rule("pages may be loaded from everywhere [GW, HTTP Response Decoding]", () -> {
            HttpResponse<byte[]> response = get(install(page(200, "")));
            assertThat(response.headers().firstValue("access-control-allow-origin"))
                    .hasValue("*");
            assertThat(response.headers().firstValue("access-control-expose-headers"))
                    .hasValue("Content-Length,Content-Range");
        });
        rule("a canister decides itself who may load its pages, if it wants to [GW]", () -> {
            HttpResponse<byte[]> response =
                    get(install(page(200, "", header("Access-Control-Allow-Origin", "https://a.example"))));
            assertThat(response.headers().allValues("access-control-allow-origin"))
                    .containsExactly("https://a.example");
            assertThat(response.headers().firstValue("access-control-allow-methods"))
                    .isEmpty();
        });
        rule("browsers are told so before they send [GW, CORS]", () -> {
            HttpResponse<byte[]> response = send(
                    "OPTIONS",
                    install(page(200, "the canister's own answer")),
                    "Access-Control-Request-Method",
                    "POST",
                    "Origin",
                    "https://a.example");
            assertThat(response.statusCode()).isEqualTo(204);
            assertThat(response.headers()
                            .firstValue("access-control-allow-methods")
                            .orElse(""))
                    .contains("POST");
            assertThat(response.headers()
                            .firstValue("access-control-allow-headers")
                            .orElse(""))
                    .contains("Content-Type", "Range");
        });
    }
}
