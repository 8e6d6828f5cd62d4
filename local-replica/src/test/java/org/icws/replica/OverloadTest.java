package org.icws.replica;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.ic4j.types.Principal;
import org.icws.replica.state.MonotonicTime;
import org.icws.replica.wasm.Script;
import org.icws.replica.wasm.ScriptCanister;
import org.junit.jupiter.api.Test;

/** Every limit of what may wait, reached over real sockets: what is beyond is answered 503, and afterwards all is as before. */
class OverloadTest {
    private static final String CALLS_WAIT = "The local replica has too many calls waiting; try again later.";
    private static final String QUERIES_WAIT = "The canister has too many queries waiting; try again later.";
    private static final String MUCH_TO_DO = "The local replica has too much to do; try again later.";
    private static final int COMPOSITE_THREADS = 4;
    private static final int FEW = 2;

    private static ScriptNetwork network(UnaryOperator<LoadLimits> limits) {
        return new ScriptNetwork(config -> config.withLoadLimits(limits.apply(LoadLimits.DEFAULT)));
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), UTF_8);
    }

    private static void assertRefused(HttpResponse<byte[]> response, String text) {
        assertThat(response.statusCode()).as(text(response)).isEqualTo(503);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("text/plain; charset=utf-8");
        assertThat(text(response)).isEqualTo(text);
    }

    private static void assertWorks(ScriptNetwork network) {
        assertThat(ScriptNetwork.text(network.update(new Script().reply("well"))))
                .isEqualTo("well");
        assertThat(ScriptNetwork.text(network.query(new Script().reply("good"))))
                .isEqualTo("good");
    }

    private static HttpResponse<byte[]> call(ScriptNetwork network, int version, Principal target) {
        byte[] envelope = network.agent
                .sign(target, "run", new Script().reply("done").bytes())
                .envelope();
        return network.agent.post(TestAgent.path(version, target, "call"), envelope);
    }

    private static CompletableFuture<HttpResponse<byte[]>> queryLater(
            ScriptNetwork network, String method, Script script) {
        byte[] envelope = new RawRequest("query", TestAgent.identity(1), network.agent.expiry())
                .to(network.canister, method)
                .content("arg", script.bytes())
                .bytes();
        return network.agent.postLater(TestAgent.path(2, network.canister, "query"), envelope);
    }

    private static List<CompletableFuture<HttpResponse<byte[]>>> several(
            int count, Supplier<CompletableFuture<HttpResponse<byte[]>>> send) {
        List<CompletableFuture<HttpResponse<byte[]>>> sent = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sent.add(send.get());
        }
        return sent;
    }

    /** Of the requests, those beyond the limit are refused at once, while the others still wait. */
    private static void awaitRefused(List<CompletableFuture<HttpResponse<byte[]>>> sent, int refused, String text) {
        Await.until(() -> sent.stream().filter(CompletableFuture::isDone).count() == refused);
        sent.stream().filter(CompletableFuture::isDone).forEach(answer -> assertRefused(answer.join(), text));
    }

    private static void assertAnswered(List<CompletableFuture<HttpResponse<byte[]>>> sent, int answered) {
        assertThat(sent.stream().filter(answer -> answer.join().statusCode() == 200))
                .hasSize(answered);
    }

    @Test
    void callsBeyondThoseThatMayWaitAreRefused() {
        try (ScriptNetwork network = network(limits -> limits.withCalls(3))) {
            network.replica.control().pause();
            for (int i = 0; i < 3; i++) {
                assertThat(call(network, 2, network.canister).statusCode()).isEqualTo(202);
            }
            assertRefused(call(network, 2, network.canister), CALLS_WAIT);
            assertRefused(call(network, 3, network.canister), CALLS_WAIT);
            assertRefused(call(network, 4, network.canister), CALLS_WAIT);
            network.replica.control().resume();
            network.awaitIdle();
            assertWorks(network);
        }
    }

    @Test
    void callsBeyondThoseThatAreRememberedAreRefusedUntilTheOldestAreForgotten() {
        try (ScriptNetwork network = network(limits -> limits.withRememberedCalls(3))) {
            for (int i = 0; i < 3; i++) {
                assertThat(network.update(new Script().reply()).replied()).isTrue();
            }
            assertRefused(call(network, 3, network.canister), CALLS_WAIT);
            network.clock.advance(Duration.ofSeconds(361));
            assertWorks(network);
        }
    }

    @Test
    void queriesAndInspectionsBeyondThoseThatMayWaitForACanisterAreRefused() {
        try (ScriptNetwork network =
                new ScriptNetwork(config -> config.withLoadLimits(LoadLimits.DEFAULT.withQueries(FEW))
                        .withExecutionTimeLimit(Duration.ofSeconds(2)))) {
            Principal inspecting = inspecting(network);
            CompletableFuture<TestAgent.Outcome> endless = network.agent.updateLater(
                    inspecting, "run", new Script().spin().bytes());
            Await.until(() -> network.replica.control().status().busyCanisters() == 1);
            byte[] question = new RawRequest("query", TestAgent.identity(1), network.agent.expiry())
                    .to(inspecting, "ask")
                    .content("arg", new Script().reply("asked").bytes())
                    .bytes();
            var sent =
                    several(FEW + 3, () -> network.agent.postLater(TestAgent.path(3, inspecting, "query"), question));
            awaitRefused(sent, 3, QUERIES_WAIT);
            assertRefused(call(network, 3, inspecting), MUCH_TO_DO);
            HttpResponse<byte[]> page = network.agent.get("/?canisterId=" + inspecting);
            assertRefused(page, QUERIES_WAIT);
            assertThat(endless.join().errorCode()).isEqualTo("IC0522");
            assertAnswered(sent, FEW);
            assertThat(call(network, 3, inspecting).statusCode()).isEqualTo(200);
            assertWorks(network);
        }
    }

    /** A canister that inspects every call and lets it in. */
    private static Principal inspecting(ScriptNetwork network) {
        Principal id = network.replica.createCanister(List.of(network.agent.sender()));
        byte[] wasm = ScriptCanister.with(Set.of("canister_inspect_message"));
        Script inspection = new Script().call("accept_message");
        network.replica.install(
                id,
                wasm,
                new Script().script(ScriptCanister.INSPECT, inspection).bytes());
        return id;
    }

    @Test
    void compositeQueriesBeyondThoseThatMayWaitAreRefused() {
        int places = COMPOSITE_THREADS + 2;
        InstructionLimits limits = new InstructionLimits(40_000_000_000L, 100_000_000, 300_000_000_000L, 200_000_000);
        try (ScriptNetwork network = new ScriptNetwork(config ->
                config.withLoadLimits(LoadLimits.DEFAULT.withQueries(places)).withInstructionLimits(limits))) {
            var sent =
                    several(COMPOSITE_THREADS + places + 3, () -> queryLater(network, "compose", new Script().spin()));
            awaitRefused(sent, 3, QUERIES_WAIT);
            assertAnswered(sent, COMPOSITE_THREADS + places);
            assertThat(queryLater(network, "compose", new Script().reply("composed"))
                            .join()
                            .statusCode())
                    .isEqualTo(200);
            assertWorks(network);
        }
    }

    @Test
    void requestsBeyondThoseThatMayWaitForAThreadAreRefused() {
        GatedClock clock = new GatedClock();
        int threads = Math.max(2, Runtime.getRuntime().availableProcessors());
        try (ScriptNetwork network = new ScriptNetwork(config ->
                config.withLoadLimits(LoadLimits.DEFAULT.withRequests(FEW)).withClock(clock))) {
            clock.close();
            var held = several(threads, () -> queryLater(network, "ask", new Script().reply("held")));
            Await.until(() -> GatedClock.waiting() == threads);
            var sent = several(FEW + 3, () -> queryLater(network, "ask", new Script().reply("later")));
            awaitRefused(sent, 3, MUCH_TO_DO);
            clock.open();
            assertAnswered(held, threads);
            assertAnswered(sent, FEW);
            assertWorks(network);
        }
    }

    @Test
    void connectionsBeyondThoseThatMayBeOpenAreRefused() throws Exception {
        try (ScriptNetwork network = network(limits -> limits.withConnections(FEW))) {
            int port = network.replica.port();
            List<KeptConnection> kept = new ArrayList<>();
            for (int i = 0; i < FEW; i++) {
                kept.add(new KeptConnection(port));
                assertThat(kept.get(i).statusOf("/api/v2/status")).isEqualTo(200);
            }
            for (int i = 0; i < 3; i++) {
                assertThat(RawHttp.get(port, "/api/v2/status", "localhost"))
                        .startsWith("HTTP/1.1 503 Service Unavailable\r\n")
                        .contains("\r\nConnection: close\r\n")
                        .endsWith("The local replica has too many connections open; close some, or try again later.\n");
            }
            assertThat(kept.get(0).statusOf("/api/v2/status")).isEqualTo(200);
            for (KeptConnection connection : kept) {
                connection.close();
            }
            Await.until(() -> RawHttp.get(port, "/api/v2/status", "localhost").startsWith("HTTP/1.1 200 "));
            assertWorks(network);
        }
    }

    @Test
    void pagesOfAStoppedCanisterAreUnavailableUntilItIsStarted() {
        try (ScriptNetwork network = new ScriptNetwork()) {
            network.manage(network.canister, "stop_canister", "canister_id", network.id(network.canister));
            HttpResponse<byte[]> page = network.agent.get("/?canisterId=" + network.canister);
            assertThat(page.statusCode()).isEqualTo(503);
            assertThat(text(page)).contains("does not serve this page").contains("IC0508");
            network.manage(network.canister, "start_canister", "canister_id", network.id(network.canister));
            assertThat(network.agent.get("/?canisterId=" + network.canister).statusCode())
                    .as("it has no pages")
                    .isEqualTo(404);
            assertWorks(network);
        }
    }

    @Test
    void limitsThatAreNoneAreRefused() {
        LoadLimits limits = LoadLimits.DEFAULT;
        List<Supplier<LoadLimits>> wrong = List.of(
                () -> limits.withCalls(0),
                () -> limits.withRememberedCalls(0),
                () -> limits.withQueries(-1),
                () -> limits.withRequests(0),
                () -> limits.withConnections(0),
                () -> limits.withRequestTime(Duration.ZERO),
                () -> limits.withIdleTime(Duration.ofDays(2)));
        wrong.forEach(make -> assertThatThrownBy(make::get).isInstanceOf(IllegalArgumentException.class));
    }

    /** Stands still, and while it is closed it holds the threads that check requests. */
    private static final class GatedClock implements ReplicaClock {
        private final ManualClock clock = ManualClock.startingNow();
        private volatile CountDownLatch gate = new CountDownLatch(0);

        void close() {
            gate = new CountDownLatch(1);
        }

        void open() {
            gate.countDown();
        }

        /** Threads that wait for the time, also those that wait behind another one. */
        static long waiting() {
            return Thread.getAllStackTraces().entrySet().stream()
                    .filter(thread -> thread.getKey().getName().startsWith("replica-worker-"))
                    .filter(thread -> Arrays.stream(thread.getValue())
                            .anyMatch(frame -> frame.getClassName().equals(MonotonicTime.class.getName())))
                    .count();
        }

        @Override
        public long nanos() {
            if (gate.getCount() > 0 && Thread.currentThread().getName().startsWith("replica-worker-")) {
                try {
                    gate.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            return clock.nanos();
        }

        @Override
        public long sleepNanos(long dueNanos) {
            return clock.sleepNanos(dueNanos);
        }
    }
}
