package org.icws.replica;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.ic4j.types.Principal;
import org.icws.protocol.candid.CandidEncoder;
import org.icws.protocol.candid.CandidValue;
import org.icws.replica.wasm.Script;
import org.icws.replica.wasm.ScriptCanister;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** HTTPS outcalls to a server whose certificate authority is the test's own, and what canisters make of answers. */
class OutcallTlsAndTransformTest {
    private static final BigInteger PLENTY = BigInteger.valueOf(30_000_000_000L);
    private static final String LOOPBACK = "127.0.0.1";
    private static final int BUFFER = 0x30000;

    private final TestAuthority authority = new TestAuthority();
    private final List<ScriptNetwork> networks = new ArrayList<>();
    private final ExecutorService exchanges = Executors.newCachedThreadPool();
    private final ScheduledExecutorService drops = Executors.newSingleThreadScheduledExecutor();
    private final AtomicInteger requests = new AtomicInteger();
    private HttpsServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpsServer.create(new InetSocketAddress(LOOPBACK, 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(authority.server(LOOPBACK)));
        server.setExecutor(exchanges);
        server.createContext("/", exchange -> answer(exchange, "over TLS".getBytes()));
        server.createContext("/large", exchange -> answer(exchange, new byte[50_000]));
        server.createContext("/headers", exchange -> {
            for (int i = 0; i < 70; i++) {
                exchange.getResponseHeaders().add("X-" + i, "v");
            }
            answer(exchange, new byte[1]);
        });
        server.createContext("/drops", this::trickle);
        server.start();
    }

    private void answer(HttpExchange exchange, byte[] body) throws IOException {
        requests.incrementAndGet();
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    /** A byte now and then, for ever. */
    private void trickle(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        drops.scheduleAtFixedRate(
                () -> {
                    try {
                        exchange.getResponseBody().write('.');
                        exchange.getResponseBody().flush();
                    } catch (IOException gone) {
                        throw new java.io.UncheckedIOException(gone);
                    }
                },
                0,
                20,
                TimeUnit.MILLISECONDS);
    }

    @AfterEach
    void stop() {
        networks.forEach(ScriptNetwork::close);
        drops.shutdownNow();
        server.stop(0);
        exchanges.shutdownNow();
    }

    private ScriptNetwork network(OutcallConfig config) {
        ScriptNetwork network = new ScriptNetwork(replica -> replica.withOutcalls(config));
        networks.add(network);
        return network;
    }

    private ScriptNetwork trusting() {
        return network(new OutcallConfig(false, authority.client()));
    }

    private String url(String path) {
        return "https://" + LOOPBACK + ":" + server.getAddress().getPort() + path;
    }

    private Object[] fields(String path, Object... more) {
        List<Object> fields = new ArrayList<>(List.of(
                "url",
                CandidValue.text(url(path)),
                "method",
                CandidValue.variant("get"),
                "headers",
                CandidValue.vec(List.of())));
        fields.addAll(List.of(more));
        return fields.toArray();
    }

    private TestAgent.Outcome get(ScriptNetwork network, String path, Object... more) {
        return network.manageByCanister(PLENTY, "http_request", fields(path, more));
    }

    private static void assertRefused(TestAgent.Outcome outcome, int code, String text) {
        String reply = ScriptNetwork.text(outcome);
        assertThat((int) reply.charAt(0)).as(reply).isEqualTo(code);
        assertThat(reply).contains(text);
    }

    @Test
    void anAuthorityThatTheConfigurationTrustsIsEnough() {
        CandidValue.Record answer = ScriptNetwork.record(get(trusting(), "/"));
        assertThat(answer.get("status").asLong()).isEqualTo(200);
        assertThat(new String(answer.get("body").asBlob())).isEqualTo("over TLS");
    }

    @Test
    void aCertificateThatNobodyTrustsIsRefusedBeforeAnythingIsSent() {
        assertRefused(get(network(OutcallConfig.HTTPS_ONLY), "/"), 2, "SSLHandshakeException");
        assertRefused(
                get(network(new OutcallConfig(false, new TestAuthority().client())), "/"), 2, "SSLHandshakeException");
        assertThat(requests).hasValue(0);
    }

    @Test
    void aCertificateForAnotherNameIsRefused() {
        String other = "https://localhost:" + server.getAddress().getPort() + "/";
        TestAgent.Outcome outcome = trusting()
                .manageByCanister(
                        PLENTY,
                        "http_request",
                        "url",
                        CandidValue.text(other),
                        "method",
                        CandidValue.variant("get"),
                        "headers",
                        CandidValue.vec(List.of()));
        assertRefused(outcome, 2, "localhost");
        assertThat(requests).hasValue(0);
    }

    @Test
    void anAnswerThatTricklesEndsWithTheTimeForTheWholeOfIt() {
        ScriptNetwork network = network(new OutcallConfig(false, authority.client(), Duration.ofMillis(400)));
        assertRefused(get(network, "/drops"), 2, "timed out");
    }

    @Test
    void tooManyHeadersInAnAnswerAreRefused() {
        assertRefused(get(trusting(), "/headers"), 4, "number of http headers exceeds 64");
    }

    @Test
    void methodsThatChangeSomethingAreForOneNodeOnly() {
        ScriptNetwork network = trusting();
        Object[] put = fields("/");
        put[3] = CandidValue.variant("put");
        assertRefused(network.manageByCanister(PLENTY, "http_request", put), 4, "is_replicated");
        List<Object> single = new ArrayList<>(List.of(put));
        single.addAll(List.of("is_replicated", CandidValue.some(CandidValue.bool(false))));
        assertThat(ScriptNetwork.record(network.manageByCanister(PLENTY, "http_request", single.toArray()))
                        .get("status")
                        .asLong())
                .isEqualTo(200);
    }

    @Test
    void thePriceIsCountedAmongWhatTheCanisterHasConsumed() {
        ScriptNetwork network = trusting();
        BigInteger before = network.status(network.canister).get("cycles").asBigInteger();
        ScriptNetwork.record(get(network, "/", "max_response_bytes", CandidValue.some(CandidValue.nat64(1000))));
        assertRefused(
                get(network, "/large", "max_response_bytes", CandidValue.some(CandidValue.nat64(1000))), 1, "1000");
        BigInteger paid =
                before.subtract(network.status(network.canister).get("cycles").asBigInteger());
        BigInteger counted = ScriptNetwork.record(network.manage(
                        network.canister, "canister_metrics", "canister_id", network.id(network.canister)))
                .get("cycles_consumed")
                .asRecord()
                .get("http_outcalls")
                .asBigInteger();
        assertThat(counted).isEqualTo(paid).isPositive();
    }

    /** Lets a canister with a transform function ask for the page. */
    private TestAgent.Outcome transformed(ScriptNetwork network, Script transform, byte[] reply, long maxBytes) {
        Principal caller = network.installWith("canister_query transform");
        network.update(
                caller,
                new Script()
                        .data(BUFFER, reply)
                        .script(ScriptCanister.TRANSFORM, transform)
                        .reply());
        byte[] argument = TransformArgument.get(url("/"), maxBytes, caller, "transform", "the context".getBytes());
        last = caller;
        return network.update(caller, ScriptNetwork.callAndForward(new byte[0], "http_request", argument, PLENTY));
    }

    private Principal last;

    private static byte[] candid(int bodyBytes) {
        return CandidEncoder.encode(CandidValue.record(
                "status",
                CandidValue.nat(207),
                "headers",
                CandidValue.vec(List.of()),
                "body",
                CandidValue.blob("t".repeat(bodyBytes).getBytes())));
    }

    /** Gives the reply that is in memory. */
    private static Script replying(byte[] reply) {
        return new Script().appendReply(BUFFER, reply.length).reply();
    }

    @Test
    void theTransformFunctionGetsAnswerAndContextAndItsReplyIsWhatArrives() {
        ScriptNetwork network = trusting();
        Script seeing = new Script()
                .push(BUFFER + 0x8000, 0)
                .call("msg_arg_data_size")
                .call("msg_arg_data_copy")
                .push(BUFFER + 0x8000)
                .call("msg_arg_data_size")
                .call("debug_print");
        CandidValue.Record answer =
                ScriptNetwork.record(transformed(network, seeing.then(replying(candid(3))), candid(3), 2_000));
        assertThat(answer.get("status").asLong()).isEqualTo(207);
        assertThat(answer.get("body").asBlob()).isEqualTo("ttt".getBytes());
        assertThat(network.replica.canisterLog(last))
                .singleElement()
                .asString()
                .contains("over TLS")
                .contains("the context");
    }

    @Test
    void aTransformFunctionThatTrapsOrAnswersNothingRejectsTheCall() {
        ScriptNetwork network = trusting();
        assertRefused(transformed(network, new Script().trap(), candid(0), 2_000), 5, "trap");
        assertRefused(transformed(network, new Script(), candid(0), 2_000), 5, "did not reply");
        assertRefused(transformed(network, replying(new byte[3]), new byte[3], 2_000), 4, "candid");
    }

    @Test
    void aTransformedAnswerMustFitTheSameLimit() {
        ScriptNetwork network = trusting();
        assertRefused(transformed(network, replying(candid(1_000)), candid(1_000), 1_000), 1, "exceeds limit: 1000");
        assertThat(ScriptNetwork.record(transformed(network, replying(candid(900)), candid(900), 1_000))
                        .get("body")
                        .asBlob())
                .hasSize(900);
    }
}
