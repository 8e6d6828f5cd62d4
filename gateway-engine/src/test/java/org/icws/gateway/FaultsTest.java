package org.icws.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.icws.gateway.event.GatewayEvent.CanisterMessage;
import org.icws.gateway.event.GatewayEvent.PollFailed;
import org.icws.gateway.fixture.Await;
import org.icws.gateway.fixture.Certificates;
import org.icws.gateway.fixture.MockAnswers;
import org.icws.gateway.fixture.MockReplica;
import org.icws.gateway.fixture.Testbed;
import org.icws.gateway.fixture.V1Client;
import org.icws.gateway.protocol.v1.CanisterResults;
import org.icws.gateway.protocol.v1.MessagesPage;
import org.icws.gateway.trust.Proof;
import org.icws.gateway.trust.Verdict;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Ten clients exchange numbered messages while the network fails in one way or another. */
class FaultsTest {
    private static final int CLIENTS = 10;
    private static final int MESSAGES = 40;

    private final Testbed bed = Testbed.withLimits(l -> l.retryTimeout(Duration.ofSeconds(15)));
    private final List<V1Client> clients = new ArrayList<>();

    @AfterEach
    void stop() {
        bed.close();
    }

    private void open() {
        bed.canister.onMessage((canister, message) -> canister.send(message.clientKey(), message.content()));
        IntStream.range(0, CLIENTS).forEach(i -> clients.add(bed.openClient()));
    }

    private void say(int from, int to) {
        for (int i = from; i < to; i++) {
            for (V1Client client : clients) {
                client.say(ByteBuffer.allocate(4).putInt(i).array());
            }
        }
    }

    /** Every client gets the echo of each of its messages once and in order. */
    private void nothingIsLostOrDoubled() {
        for (V1Client client : clients) {
            assertThat(echoes(client))
                    .containsExactlyElementsOf(
                            IntStream.range(0, MESSAGES).boxed().toList());
            assertThat(client.isOpen()).isTrue();
        }
        assertThat(bed.canister.received()).hasSize(CLIENTS * MESSAGES);
        assertThat(clients).allMatch(client -> client.pending() == 0);
    }

    private static List<Integer> echoes(V1Client client) {
        return client.messages(MESSAGES).stream()
                .map(m -> ByteBuffer.wrap(m.content()).getInt())
                .toList();
    }

    private void whileUnderWay(Runnable fault) {
        say(0, MESSAGES / 2);
        fault.run();
        say(MESSAGES / 2, MESSAGES);
    }

    @Test
    void nothingIsLostOrDoubledWhenTheReplicaIsKilledAndRestartedUnderLoad() {
        open();
        whileUnderWay(() -> {
            bed.replica.kill();
            bed.events.await(PollFailed.class, f -> true);
            bed.replica.revive();
        });

        nothingIsLostOrDoubled();
    }

    @Test
    void nothingIsLostOrDoubledWhenRepliesAreDelayedAtRandom() {
        open();
        Random random = new Random(5);
        bed.replica.callDelay = () -> random.nextInt(50);
        bed.replica.queryDelay = () -> random.nextInt(50);
        whileUnderWay(() -> {});

        nothingIsLostOrDoubled();
    }

    @Test
    void nothingIsLostOrDoubledWhenAnswersAreRepeated() {
        open();
        // Every other poll gets the page of the poll before: what the gateway has seen must not reach a client twice.
        AtomicInteger polls = new AtomicInteger();
        byte[][] last = new byte[1][];
        bed.replica.onQuery = query -> {
            byte[] reply = polls.incrementAndGet() % 2 == 0 && last[0] != null
                    ? last[0]
                    : bed.canister.answer(query.envelope().content());
            last[0] = reply;
            return MockAnswers.queryReplied(reply);
        };
        whileUnderWay(() -> {});

        nothingIsLostOrDoubled();
    }

    @Test
    void nothingIsLostOrDoubledWhenCallsAndPollsFailAtRandom() {
        open();
        Random random = new Random(6);
        BooleanSupplier fails = () -> {
            synchronized (random) {
                return random.nextInt(4) == 0;
            }
        };
        bed.replica.onCall = call -> fails.getAsBoolean() ? MockReplica.Answer.text(503, "overloaded") : null;
        bed.replica.onQuery = query -> fails.getAsBoolean() ? MockReplica.Answer.text(500, "broken") : null;
        whileUnderWay(() -> {});

        nothingIsLostOrDoubled();
    }

    @Test
    void sessionsOutliveACanisterThatIsStoppedForAWhile() {
        open();
        whileUnderWay(() -> {
            bed.replica.onQuery = query -> MockAnswers.queryRejected(5, "Canister is stopped");
            bed.events.await(PollFailed.class, f -> f.what().contains("Canister is stopped"));
            bed.replica.onQuery = query -> null;
        });

        nothingIsLostOrDoubled();
    }

    @Test
    void aTrapEndsOnlyTheSessionThatCausedIt() {
        open();
        V1Client victim = bed.openClient();
        bed.replica.onCall = call ->
                call.envelope().content().sender().equals(victim.key().principal())
                        ? bed.replica.rejected(call.envelope().content().requestId(), 5, "Canister trapped: oh")
                        : null;

        victim.say(new byte[4]);
        whileUnderWay(() -> {});

        assertThat(victim.ended().code()).isEqualTo(1011);
        assertThat(victim.ended().reason()).contains("Canister trapped: oh");
        nothingIsLostOrDoubled();
    }

    @Test
    void aStaleCertificateIsReported() {
        V1Client client = bed.openClient();
        bed.replica.onQuery = query -> {
            MessagesPage page =
                    CanisterResults.page(bed.canister.answer(query.envelope().content()));
            byte[] old = bed.replica
                    .certificates()
                    .certify(
                            org.icws.gateway.fixture.Certificates.certifiedData(bed.canister.id(), new byte[32]),
                            GatewayClock.SYSTEM.nowNanos()
                                    - Duration.ofMinutes(6).toNanos());
            return MockAnswers.queryReplied(
                    CanisterResults.encodePage(new MessagesPage(page.messages(), old, page.tree(), page.endOfQueue())));
        };
        bed.canister.send(client.key(), new byte[] {1});

        Proof proof = bed.events
                .await(CanisterMessage.class, m -> m.sequenceNumber() == 2)
                .proof();

        assertThat(proof.step(Proof.TIME).orElseThrow().verdict()).isEqualTo(Verdict.FAILED);
    }

    @Test
    void h05OrderIsKeptWhateverTheDelays() {
        open();
        Random random = new Random(8);
        bed.replica.callDelay = () -> random.nextInt(20) == 0 ? random.nextInt(300) : 0;
        whileUnderWay(() -> Await.until("half", () -> bed.canister.received().size() >= CLIENTS * MESSAGES / 2));

        nothingIsLostOrDoubled();
    }

    /** The call is executed, but its answer never arrives: asking again must not execute it again. */
    @Test
    void nothingIsLostOrDoubledWhenAnswersToCallsAreLost() {
        open();
        Random random = new Random(9);
        bed.replica.onCall = call -> {
            synchronized (random) {
                if (random.nextInt(3) > 0) {
                    return null;
                }
            }
            bed.replica.executeNow(call);
            return MockReplica.Answer.text(502, "the answer is lost");
        };
        whileUnderWay(() -> {});

        nothingIsLostOrDoubled();
    }

    /** Who sends is told that the canister is stopped; who only listens goes on when it is started again. */
    @Test
    void aStoppedCanisterEndsOnlyTheSessionsThatCallIt() {
        open();
        V1Client sender = bed.openClient();
        bed.replica.onQuery = query -> MockAnswers.queryRejected(5, "Canister is stopped");
        bed.replica.onCall =
                call -> bed.replica.rejected(call.envelope().content().requestId(), 5, "Canister is stopped");

        sender.say(new byte[4]);

        assertThat(sender.ended())
                .isEqualTo(new V1Client.Ended(1011, "The canister failed in ws_message: Canister is stopped"));
        bed.replica.onQuery = query -> null;
        bed.replica.onCall = call -> null;
        whileUnderWay(() -> {});
        nothingIsLostOrDoubled();
    }

    /** The canister has forgotten its clients: they are told so at their next message, and new ones find everything in order. */
    @Test
    void clientsOfAnUpgradedCanisterAreToldAndThoseThatComeAgainLoseNothing() {
        open();
        say(0, MESSAGES / 2);
        Await.until("all executed", () -> bed.canister.received().size() == CLIENTS * MESSAGES / 2);

        bed.canister.upgrade();
        clients.forEach(client -> client.say(new byte[4]));

        for (V1Client client : clients) {
            assertThat(client.ended().code()).isEqualTo(1008);
            assertThat(client.ended().reason()).contains("doesn't have an open connection");
        }
        int before = bed.canister.received().size();
        clients.clear();
        open();
        say(0, MESSAGES);
        for (V1Client client : clients) {
            assertThat(echoes(client))
                    .containsExactlyElementsOf(
                            IntStream.range(0, MESSAGES).boxed().toList());
        }
        assertThat(bed.canister.received()).hasSize(before + CLIENTS * MESSAGES);
    }

    @Test
    void aStaleReplyIsNotBelieved() {
        V1Client client = bed.openClient();
        bed.replica.onCall = call -> call.method().equals("ws_message")
                ? MockAnswers.certificateAnswer(bed.replica
                        .certificates()
                        .certify(
                                Certificates.requestStatus(
                                        call.envelope().content().requestId(),
                                        Map.of(
                                                "status", "replied".getBytes(StandardCharsets.UTF_8),
                                                "reply", CanisterResults.encodeOk())),
                                GatewayClock.SYSTEM.nowNanos()
                                        - Duration.ofMinutes(6).toNanos()))
                : null;

        client.say(new byte[4]);

        assertThat(client.ended().code()).isEqualTo(1011);
        assertThat(client.ended().reason()).startsWith("The network's answer to ws_message cannot be trusted: ");
    }
}
