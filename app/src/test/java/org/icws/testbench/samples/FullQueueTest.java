package org.icws.testbench.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.icws.protocol.candid.CandidEncoder;
import org.icws.protocol.candid.CandidValue;
import org.icws.sample.SampleCanister;
import org.icws.testbench.Await;
import org.icws.testbench.BesideTheWindow;
import org.icws.testbench.client.PingPongMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Each canister's queue filled to its limit through the gateway, except the document's, which is in {@link SharedDocumentTest}:
 * what is refused is told, what was accepted stays, and when what waits has become old all goes on.
 */
@BesideTheWindow
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class FullQueueTest {
    private static final int MEBI = 1 << 20;

    private SampleNetwork network;

    @AfterEach
    void stop() {
        network.close();
    }

    @Test
    void pingPongRefusesMessagesAndClientsWhenItsQueueIsFullAndGoesOnLater() throws Exception {
        network = new SampleNetwork(SampleCanister.PING_PONG);
        byte[] large = new PingPongMessage("x".repeat(16_000), 0).encode();
        List<Talker> talkers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            talkers.add(network.connect("talker " + i));
        }
        while (talkers.stream().noneMatch(talker -> talker.inbox().isClosed())) {
            for (Talker talker : talkers) {
                talkUnlessClosed(talker, large);
            }
        }
        for (Talker talker : talkers) {
            talkUnlessClosed(talker, large);
            assertThat(talker.inbox().closed())
                    .startsWith("The canister refused ws_message: 16")
                    .endsWith(" bytes wait, sent in the last 5 minutes; try later");
        }
        long received = network.stat("received");
        assertThat(received * 16_000).isGreaterThan(15 * MEBI);
        assertThat(network.stat("sent")).as("each has its answer").isEqualTo(received + 2L * talkers.size());
        assertThatThrownBy(() -> network.connect("late"))
                .isInstanceOf(CompletionException.class)
                .hasMessageContaining("The canister refused ws_open: 16")
                .hasMessageContaining("bytes wait");

        network.advance(Duration.ofMinutes(5).plusSeconds(10));
        try (Talker again = network.connect("again")) {
            again.send(new PingPongMessage("hello", 0).encode());
            again.inbox().next();
            assertThat(again.inbox().next().asRecord().get("text").asText()).isEqualTo("hello ping");
        }
    }

    private static void talkUnlessClosed(Talker talker, byte[] content) throws Exception {
        try {
            talker.send(content);
        } catch (ExecutionException closed) {
            assertThat(talker.inbox().closed()).as("why").isNotEmpty();
        }
    }

    @Test
    void pocPingPongTrapsWithWordsWhenItsQueueIsFullAndGoesOnLater() throws Exception {
        network = new SampleNetwork(SampleCanister.POC_PING_PONG);
        String large = "x".repeat(16_000);
        List<PocClient> clients = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            clients.add(PocClient.open(network));
        }
        while (clients.stream().noneMatch(PocClient::isClosed)) {
            for (PocClient client : clients) {
                talkUnlessClosed(client, large);
            }
        }
        for (PocClient client : clients) {
            talkUnlessClosed(client, large);
            assertThat(client.closed())
                    .endsWith(
                            "The canister failed in ws_message: too many messages wait for their gateways; try later");
        }
        long received = network.stat("received");
        assertThat(received * 16_000).isGreaterThan(63 * MEBI);
        assertThat(network.stat("sent")).as("each has its answer").isEqualTo(received + clients.size());

        network.advance(Duration.ofMinutes(5).plusSeconds(15));
        Await.until("what is old was deleted", () -> network.deleted() == received + clients.size());
        PocClient again = PocClient.open(network);
        assertThat(again.next()).isEqualTo("ping");
        again.say("hello");
        assertThat(again.next()).isEqualTo("hello ping");
    }

    private static void talkUnlessClosed(PocClient client, String text) throws Exception {
        try {
            client.say(text);
        } catch (ExecutionException closed) {
            assertThat(client.closed()).as("why").isNotEmpty();
        }
    }

    @Test
    void exchangeRatesLeavesTicksOutWhenItsQueueIsFullRefusesWithWordsAndGoesOnLater() throws Exception {
        network = new SampleNetwork(SampleCanister.EXCHANGE_RATES, ExchangeRatesTest.simulated(50, hundredPairs()));
        byte[] subscribe = CandidEncoder.encode(
                CandidValue.variant("Subscribe", CandidValue.record("pairs", CandidValue.vec(List.of()))));
        List<RawClient> readers = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            readers.add(RawClient.open(network));
        }
        for (RawClient reader : readers) {
            reader.send(reader.messageFrame(1, subscribe));
        }
        // A timer that is late makes ten ticks at once, of 34 KB together for each reader.
        while (network.stat("refused") == 0) {
            network.advance(Duration.ofMillis(500));
            network.replica().awaitIdle(Duration.ofSeconds(10));
        }
        assertThat(network.page().body()).containsPattern("Ticks left out as the queue was full</th><td>[1-9]");
        assertThat(firstRefused())
                .startsWith("1008 The canister refused ws_open: 67")
                .endsWith(" bytes wait for their gateways; try later");
        assertThat(network.stat("clients")).as("the others stay").isGreaterThanOrEqualTo(readers.size());

        readers.forEach(RawClient::vanish);
        network.advance(Duration.ofSeconds(15));
        Await.until("what is old was deleted", () -> queuedBytes() < 32 * MEBI);
        try (Talker again = network.connect("again")) {
            again.send(subscribe);
            assertThat(again.inbox().next("Snapshot").get("rates").asList()).hasSize(100);
            assertThat(again.inbox().next("Ticks")).isNotNull();
        }
    }

    /** Why a new client is refused. A welcome is smaller than a tick, so that some may fit before. */
    private String firstRefused() throws Exception {
        List<RawClient> late = new ArrayList<>();
        while (late.stream().noneMatch(RawClient::isClosed)) {
            late.add(RawClient.stranger(network));
            late.get(late.size() - 1).send(late.get(late.size() - 1).openFrame());
        }
        return late.stream()
                .filter(RawClient::isClosed)
                .findFirst()
                .orElseThrow()
                .closed();
    }

    private static String[] hundredPairs() {
        return IntStream.rangeClosed(1, 100)
                .mapToObj(i -> String.format("PAIR/NUMBER-%04d", i))
                .toArray(String[]::new);
    }

    @Test
    void liveCommentsRefusesWithWordsWhenItsQueueIsFullLosesNothingAndGoesOnLater() throws Exception {
        network = new SampleNetwork(SampleCanister.LIVE_COMMENTS);
        List<Talker> people = new ArrayList<>();
        for (int i = 0; i < 33; i++) {
            people.add(network.connect("person " + i));
            join(people.get(i));
        }
        for (Talker person : people) {
            for (int i = 0; i < 3; i++) {
                post(person);
            }
        }
        Await.until("99 comments are kept", () -> comments().size() == 99);
        network.advance(Duration.ofSeconds(5));
        // Each answer to a Join shows the last comments, 203 KB, and 64 MiB may wait.
        for (int i = 0; i < 10; i++) {
            for (Talker person : people) {
                join(person);
            }
        }
        Await.until("all were handled", () -> network.stat("received") == 33 * 14);
        assertThat(people.get(32).refusal()).endsWith("bytes wait for their gateways; try later");
        network.advance(Duration.ofSeconds(5));
        Talker anna = people.get(0);
        long received = network.stat("received");
        for (int i = 0; i < 10; i++) {
            post(anna);
        }
        Await.until("anna's were handled", () -> network.stat("received") == received + 10);
        String refusal = anna.refusal();
        while (refusal.endsWith(" bytes wait for their gateways; try later")) {
            refusal = anna.refusal(); // of her last Join
        }
        assertThat(refusal).isEqualTo("too many messages wait for their gateways; try later");
        int kept = comments().size();
        assertThat(kept).as("those refused are not there").isBetween(99, 108);

        network.advance(Duration.ofSeconds(75));
        Await.until("what is old was deleted", () -> queuedBytes() < MEBI);
        post(anna);
        Await.until("she is heard again", () -> comments().size() == kept + 1);
        for (Talker person : people) {
            assertThat(person.inbox().isClosed() ? person.inbox().closed() : "").isEmpty();
        }
    }

    private long queuedBytes() {
        return network.stats().get("queues").asOptional().orElseThrow().asList().stream()
                .mapToLong(queue -> queue.asRecord().get("bytes").asLong())
                .sum();
    }

    private static void join(Talker talker) throws Exception {
        talker.say("Join", "room", CandidValue.text("lobby"));
    }

    private static void post(Talker talker) throws Exception {
        talker.say("Post", "room", CandidValue.text("lobby"), "text", CandidValue.text("x".repeat(2_000)));
    }

    private List<CandidValue> comments() {
        return network.query("comments", CandidValue.text("lobby"), CandidValue.nat64(0))
                .asList();
    }
}
