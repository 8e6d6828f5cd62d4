package org.icws.testbench.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.icws.gateway.GatewayConfig;
import org.icws.gateway.GatewayEngine;
import org.icws.gateway.RootKeyPolicy;
import org.icws.gateway.event.CallOutcome;
import org.icws.gateway.event.GatewayEvent.CallCompleted;
import org.icws.gateway.event.GatewayEvent.CanisterMessage;
import org.icws.gateway.trust.Verdict;
import org.icws.protocol.crypto.Ed25519Identity;
import org.icws.testbench.Await;
import org.icws.testbench.BesideTheWindow;
import org.icws.testbench.client.ClientState;
import org.icws.testbench.client.PingPongMessage;
import org.icws.testbench.client.ReceivedMessage;
import org.icws.testbench.client.TestClient;
import org.icws.testbench.client.TestClientConfig;
import org.icws.testbench.client.TestClientListener;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The essential conformance checks again, on the embedded replica and with clients that check every message. */
@BesideTheWindow
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class EmbeddedConformanceTest {
    private static InteropNetwork network;

    private final Ed25519Identity identity = Ed25519Identity.generate(new SecureRandom());
    private final List<CallCompleted> calls = new CopyOnWriteArrayList<>();
    private final List<CanisterMessage> messages = new CopyOnWriteArrayList<>();
    private GatewayEngine gateway;

    @BeforeAll
    static void startNetwork() {
        network = InteropNetwork.start();
    }

    @AfterAll
    static void stopNetwork() {
        network.close();
    }

    @BeforeEach
    void startGateway() {
        gateway = gateway();
    }

    @AfterEach
    void stopGateway() {
        gateway.close();
    }

    private GatewayEngine gateway() {
        GatewayEngine started =
                GatewayEngine.start(GatewayConfig.builder(network.replica().url(), identity)
                        .port(0)
                        .pollInterval(Duration.ofMillis(20))
                        .rootKey(new RootKeyPolicy.Configured(network.replica().rootKeyDer()))
                        .build());
        started.subscribe((batch, lost) -> batch.forEach(event -> {
            if (event instanceof CallCompleted call) {
                calls.add(call);
            } else if (event instanceof CanisterMessage message) {
                messages.add(message);
            }
        }));
        return started;
    }

    private static final class Visitor implements TestClientListener {
        private final BlockingQueue<String> texts = new LinkedBlockingQueue<>();
        private final CompletableFuture<String> closed = new CompletableFuture<>();

        @Override
        public void onMessage(TestClient client, ReceivedMessage message) {
            texts.add(PingPongMessage.decode(message.content()).text());
        }

        @Override
        public void onState(TestClient client, ClientState state, String reason) {
            if (state == ClientState.CLOSED) {
                closed.complete(reason);
            }
        }

        String next() throws InterruptedException {
            String text = texts.poll(30, TimeUnit.SECONDS);
            assertThat(text).as("a message within 30 s").isNotNull();
            return text;
        }
    }

    private TestClient visit(Visitor visitor, Ed25519Identity as) throws Exception {
        TestClient client = TestClient.connect(
                TestClientConfig.of("visitor", gateway.url(), network.pingPong(), as, network.certificates(), visitor));
        client.opened().get(30, TimeUnit.SECONDS);
        assertThat(visitor.next()).isEqualTo("ping");
        return client;
    }

    private static Ed25519Identity somebody() {
        return Ed25519Identity.generate(new SecureRandom());
    }

    @Test
    void h06AndH07ThreeHundredMessagesAtOnceComeBackCompleteInOrderAndVerified() throws Exception {
        Visitor visitor = new Visitor();
        try (TestClient client = visit(visitor, somebody())) {
            int count = 300;
            IntStream.range(0, count).forEach(i -> client.send(new PingPongMessage("m" + i, i).encode()));

            List<String> got = new ArrayList<>();
            while (got.size() < count) {
                got.add(visitor.next());
            }
            assertThat(got)
                    .containsExactlyElementsOf(IntStream.range(0, count)
                            .mapToObj(i -> "m" + i + " ping")
                            .toList());
            Await.until("all messages were reported", () -> messages.size() >= count + 2);
            assertThat(messages).allMatch(m -> m.proof().verdict() == Verdict.VERIFIED);
        }
    }

    @Test
    void h11TheCanisterIsToldOnceOfAClientThatCloses() throws Exception {
        Visitor visitor = new Visitor();
        visit(visitor, somebody()).close();

        closes(1);
    }

    @Test
    void h15TheFirstOfTwoConnectionsOfOnePrincipalIsTold() throws Exception {
        Ed25519Identity same = somebody();
        Visitor first = new Visitor();
        Visitor second = new Visitor();
        try (TestClient one = visit(first, same);
                TestClient two = visit(second, same)) {
            first.closed.get(30, TimeUnit.SECONDS);
            assertThat(one.closeStatus()).hasValueSatisfying(status -> {
                assertThat(status.code()).isEqualTo(1008);
                assertThat(status.reason()).startsWith("This principal has opened another connection");
            });
            two.send(new PingPongMessage("still here", 0).encode());
            assertThat(second.next()).isEqualTo("still here ping");
        }
    }

    @Test
    void h17AllAreToldWhenTheGatewayStops() throws Exception {
        Visitor first = new Visitor();
        Visitor second = new Visitor();
        try (TestClient one = visit(first, somebody());
                TestClient two = visit(second, somebody())) {
            gateway.close();

            for (TestClient client : List.of(one, two)) {
                Await.until("closed", () -> client.closeStatus().isPresent());
                assertThat(client.closeStatus().orElseThrow().code()).isEqualTo(1001);
            }
            closes(2);
        }
    }

    @Test
    void h18AGatewayRestartedWithItsIdentitySendsNoOldMessagesToNewSessions() throws Exception {
        Visitor before = new Visitor();
        try (TestClient old = visit(before, somebody())) {
            // What the canister answers from here on is not fetched any more; what it sent before is still in its
            // queue.
            IntStream.range(0, 20).forEach(i -> old.send(new PingPongMessage("old " + i, i).encode()));
            gateway.close();
        }
        messages.clear();
        gateway = gateway();

        Visitor after = new Visitor();
        try (TestClient fresh = visit(after, somebody())) {
            fresh.send(new PingPongMessage("new", 0).encode());
            assertThat(after.next()).isEqualTo("new ping");
            assertThat(after.texts).isEmpty();
        }
    }

    /** Exactly so many ws_close calls were made, and the canister accepted each. */
    private void closes(int count) {
        Await.until("ws_close", () -> closeCalls().size() >= count);
        assertThat(closeCalls()).hasSize(count).allMatch(c -> c.outcome() == CallOutcome.REPLIED_OK);
    }

    private List<CallCompleted> closeCalls() {
        return calls.stream().filter(c -> c.method().equals("ws_close")).toList();
    }
}
