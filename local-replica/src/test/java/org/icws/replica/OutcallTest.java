package org.icws.replica;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.icws.protocol.candid.CandidValue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OutcallTest {
    private static final BigInteger PLENTY = BigInteger.valueOf(30_000_000_000L);

    private final ScriptNetwork network =
            new ScriptNetwork(config -> config.withOutcalls(new OutcallConfig(true, null)));
    private final AtomicReference<String> agentSeen = new AtomicReference<>();
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            agentSeen.set(exchange.getRequestHeaders().getFirst("User-Agent"));
            byte[] sent = exchange.getRequestBody().readAllBytes();
            byte[] body = exchange.getRequestURI().getPath().equals("/big")
                    ? new byte[50_000]
                    : (exchange.getRequestMethod() + " " + new String(sent)).getBytes();
            exchange.getResponseHeaders().add("X-Test", "yes");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        network.close();
        server.stop(0);
    }

    private String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private TestAgent.Outcome request(BigInteger cycles, String url, CandidValue max, CandidValue transform) {
        return network.manageByCanister(
                cycles,
                "http_request",
                "url",
                CandidValue.text(url),
                "max_response_bytes",
                max,
                "method",
                CandidValue.variant("post"),
                "headers",
                CandidValue.vec(List.of()),
                "body",
                CandidValue.some(CandidValue.blob("ping".getBytes())),
                "transform",
                transform);
    }

    private TestAgent.Outcome request(BigInteger cycles, String url) {
        return request(cycles, url, CandidValue.none(), CandidValue.none());
    }

    private static void assertRefused(TestAgent.Outcome outcome, int code, String text) {
        String reply = ScriptNetwork.text(outcome);
        assertThat((int) reply.charAt(0)).as(reply).isEqualTo(code);
        assertThat(reply).contains(text);
    }

    @Test
    void anAnswerArrivesAndThePriceIsKept() {
        BigInteger before = network.status(network.canister).get("cycles").asBigInteger();

        CandidValue.Record answer = ScriptNetwork.record(request(PLENTY, url("/echo")));

        assertThat(answer.get("status").asLong()).isEqualTo(200);
        assertThat(new String(answer.get("body").asBlob())).isEqualTo("POST ping");
        assertThat(agentSeen.get()).isEqualTo("ic/1.0");
        BigInteger paid =
                before.subtract(network.status(network.canister).get("cycles").asBigInteger());
        // 13 * (3,060,000 + 720,000) + 5,200 for each byte of url and body + 10,400 for each of two million bytes
        BigInteger price =
                BigInteger.valueOf(49_140_000L + 5_200L * (url("/echo").length() + 4) + 10_400L * 2_000_000L);
        assertThat(paid).isEqualTo(price);
    }

    @Test
    void tooFewCyclesAreRefusedWithThePrice() {
        assertRefused(request(BigInteger.TEN, url("/echo")), 4, "request sent with 10 cycles, but");
    }

    @Test
    void anAnswerLargerThanAskedForIsARejectWithCode1() {
        assertRefused(
                request(PLENTY, url("/big"), CandidValue.some(CandidValue.nat64(1000)), CandidValue.none()),
                1,
                "exceeds size limit of 1000 bytes");
    }

    @Test
    void plainHttpIsAllowedToTheOwnMachineOnly() {
        assertRefused(request(PLENTY, "http://192.0.2.1/x"), 4, "Url need to specify https scheme");
        assertRefused(request(PLENTY, "ftp://127.0.0.1/x"), 4, "Url need to specify https scheme");
    }

    @Test
    void nobodyListeningIsARejectWithCode2() {
        server.stop(0);
        assertRefused(request(PLENTY, url("/")), 2, "failed");
    }

    @Test
    void plainHttpIsRefusedUnlessConfigured() {
        try (ScriptNetwork strict = new ScriptNetwork()) {
            TestAgent.Outcome outcome = strict.manageByCanister(
                    PLENTY,
                    "http_request",
                    "url",
                    CandidValue.text(url("/")),
                    "method",
                    CandidValue.variant("get"),
                    "headers",
                    CandidValue.vec(List.of()));
            assertRefused(outcome, 4, "https");
        }
    }
}
