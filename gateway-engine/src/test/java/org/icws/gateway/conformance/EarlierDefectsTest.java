package org.icws.gateway.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.icws.gateway.event.GatewayEvent.PollFailed;
import org.icws.gateway.event.GatewayEvent.QueueNotice;
import org.icws.gateway.event.GatewayEvent.SessionStateChanged;
import org.icws.gateway.event.SessionState;
import org.icws.gateway.fixture.Await;
import org.icws.gateway.fixture.MockAnswers;
import org.icws.gateway.fixture.MockReplica;
import org.icws.gateway.fixture.PocCanisterMock;
import org.icws.gateway.fixture.PocClient;
import org.icws.gateway.fixture.Testbed;
import org.icws.gateway.fixture.V1Client;
import org.icws.gateway.protocol.v1.CanisterResults;
import org.icws.gateway.protocol.v1.MessagesPage;
import org.icws.gateway.protocol.v1.QueuedMessage;
import org.icws.protocol.cbor.Cbor;
import org.icws.protocol.principal.Principals;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Defects of the two earlier gateways that no numbered check covers: A.9 is the proof of concept's, B.1 to B.4 are version
 * 1's. {@code docs/conformance.md} lists all of them with their tests.
 */
class EarlierDefectsTest {
    private final Testbed bed = Testbed.withLimits(l -> l.retryTimeout(Duration.ofMillis(500)));

    @BeforeEach
    void echo() {
        bed.canister.onMessage((canister, message) -> canister.send(message.clientKey(), message.content()));
    }

    @AfterEach
    void stop() {
        bed.close();
    }

    /** A.9, 5: each connection made an agent, which fetched the root key and killed the server when that failed. */
    @Test
    void connectionsCostNoRequestForTheRootKey() {
        for (int i = 0; i < 20; i++) {
            bed.openClient();
        }

        assertThat(bed.replica.statusRequests()).isLessThan(3);
    }

    /** A.9, 6: nobody was accepted while one client's ws_close was under way. */
    @Test
    void aWsCloseThatHangsHoldsUpNobody() {
        CountDownLatch hold = new CountDownLatch(1);
        V1Client leaving = bed.openClient();
        bed.replica.onCall = call -> {
            if (call.method().equals("ws_close")) {
                await(hold);
            }
            return null;
        };

        leaving.leave();
        Await.until("ws_close under way", () -> bed.replica.calls("ws_close").size() == 1);
        V1Client next = bed.openClient();
        next.say(new byte[] {1});

        assertThat(next.message().content()).containsExactly(1);
        hold.countDown();
        Await.until("told", () -> bed.canister.closed().contains(leaving.key()));
    }

    /** B.1: the close frame was answered only after ws_close, or never, so that clients saw 1006. */
    @Test
    void aClosingClientIsAnsweredThoughWsCloseHangs() {
        CountDownLatch hold = new CountDownLatch(1);
        V1Client leaving = bed.openClient();
        bed.replica.onCall = call -> {
            await(hold);
            return null;
        };

        leaving.socket().sendClose(4321, "bye");

        assertThat(leaving.ended().code()).isEqualTo(4321);
        assertThat(bed.canister.closed()).isEmpty();
        hold.countDown();
    }

    static Stream<Arguments> badFirstMessages() {
        byte[] sig = new byte[64];
        return Stream.of(
                Arguments.of("no signature", first(content("bw4dl-smaaa-aaaaa-qaacq-cai", 16), null), 1007),
                Arguments.of(
                        "signature too short", first(content("bw4dl-smaaa-aaaaa-qaacq-cai", 16), new byte[63]), 1007),
                Arguments.of("principal is no principal", first(content("not a principal", 16), sig), 1007),
                Arguments.of("content is no CBOR", first(new byte[] {1, 2, 3}, sig), 1007),
                Arguments.of("empty", new byte[0], 1007),
                Arguments.of(
                        "canister that is not there",
                        first(content(Principals.canisterId(4711).toString(), 16), sig),
                        1008));
    }

    private static byte[] content(String canister, long client) {
        return Cbor.writeSelfDescribed(g -> {
            g.writeStartObject(null, 2);
            g.writeStringField("canister_id", canister);
            g.writeNumberField("client_id", client);
            g.writeEndObject();
        });
    }

    private static byte[] first(byte[] content, byte[] signature) {
        return Cbor.writeSelfDescribed(g -> {
            g.writeStartObject(null, signature == null ? 1 : 2);
            g.writeBinaryField("client_canister_id", content);
            if (signature != null) {
                g.writeBinaryField("sig", signature);
            }
            g.writeEndObject();
        });
    }

    /** A.9, 8 and 10: each of these made the session panic and stay as a zombie. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("badFirstMessages")
    void aBadFirstMessageOnPocEndsTheConnectionWithAReason(String name, byte[] frame, int code) {
        V1Client client = poc();

        client.send(frame);

        assertThat(client.ended().code()).isEqualTo(code);
        assertThat(client.ended().reason()).isNotBlank();
        Await.until("gone", () -> bed.gateway.snapshot().sessions().isEmpty());
        assertThat(bed.gateway.snapshot().pollers()).isEmpty();
    }

    /** A.9, 7. */
    @Test
    void aTextFrameOnPocEndsTheConnectionWithAReason() {
        V1Client client = poc();

        client.socket().sendText("hello", true);

        assertThat(client.ended().code()).isEqualTo(1003);
    }

    private V1Client poc() {
        return V1Client.unread(bed.gateway.url().resolve("/poc"));
    }

    /** A.9, 9: a failed ws_open was a panic. A.9, 18: the session counted as open before the canister had accepted it. */
    @ParameterizedTest
    @ValueSource(strings = {"trap", "unanswered", "refused"})
    void aPocSessionIsOpenOnlyOnceTheCanisterHasAcceptedIt(String failure) {
        PocCanisterMock canister = new PocCanisterMock(bed.replica);
        CountDownLatch hold = new CountDownLatch(1);
        bed.replica.onCall = call -> {
            await(hold);
            byte[] id = call.envelope().content().requestId();
            return switch (failure) {
                case "trap" -> bed.replica.rejected(id, 5, "trapped");
                case "unanswered" -> MockReplica.Answer.text(503, "no");
                default -> MockReplica.Answer.text(400, "no");
            };
        };
        try (PocClient client = PocClient.connect(bed.gateway.url()).open(canister)) {
            Await.until("ws_open under way", () -> bed.replica.calls("ws_open").size() == 1);
            assertThat(bed.gateway.snapshot().sessions().get(0).state()).isEqualTo(SessionState.OPENING);
            hold.countDown();

            assertThat(client.socket().ended().code()).isIn(1008, 1011, 1013);
            assertThat(bed.events.all(SessionStateChanged.class)).noneMatch(s -> s.to() == SessionState.OPEN);
        }
    }

    /** A.9, 12: a message for a client that was not there panicked under a lock and ended all delivery. */
    @Test
    void aMessageForAClientThatHasLeftHoldsUpNobody() {
        PocCanisterMock canister = new PocCanisterMock(bed.replica);
        try (PocClient gone = PocClient.connect(bed.gateway.url()).open(canister);
                PocClient stays = PocClient.connect(bed.gateway.url()).open(canister)) {
            gone.message();
            stays.message();
            gone.socket().leave();
            Await.until("gone", () -> canister.closed().contains(gone.id));

            canister.send(gone.id, new byte[] {1});
            canister.send(stays.id, new byte[] {2});

            assertThat(stays.message().message()).containsExactly(2);
            Await.until("counted", () -> bed.gateway.snapshot().counters().unrouted() == 1);
        }
    }

    /** A.9, 13: writing to a session that closed meanwhile panicked under a lock and ended all delivery. */
    @Test
    void clientsThatVanishWhileMessagesForThemArriveHoldUpNobody() {
        V1Client stays = bed.openClient();
        int perRound = 60;
        for (int round = 0; round < 20; round++) {
            V1Client vanishing = bed.openClient();
            for (int i = 0; i < perRound; i++) {
                bed.canister.send(vanishing.key(), new byte[2000]);
                bed.canister.send(stays.key(), new byte[] {(byte) i});
            }
            vanishing.frame();
            vanishing.socket().abort();
            assertThat(stays.messages(perRound))
                    .extracting(m -> (int) m.content()[0])
                    .containsExactlyElementsOf(
                            IntStream.range(0, perRound).boxed().toList());
        }
        assertThat(stays.isOpen()).isTrue();
    }

    /** B.3: a gap in the numbers ended the poller and with it every session of the canister. */
    @Test
    void aGapInTheNumbersIsReportedAndEndsNothing() {
        V1Client client = bed.openClient();
        synchronized (bed.canister) {
            IntStream.range(0, 3).forEach(i -> bed.canister.send(client.key(), new byte[] {(byte) i}));
            bed.canister.lose(client.key(), 2);
        }

        assertThat(client.message().content()).containsExactly(2);
        QueueNotice notice = bed.events.await(QueueNotice.class, n -> n.kind() == QueueNotice.Kind.GAP);
        assertThat(notice.detail()).isEqualTo("expected message 1, got 3");
        bed.canister.send(client.key(), new byte[] {7});
        assertThat(client.message().content()).containsExactly(7);
    }

    /** B.3: a key that could not be read ended the poller too. */
    @Test
    void aKeyThatCannotBeReadIsReportedAndEndsNothing() {
        V1Client client = bed.openClient();
        bed.replica.onQuery = query -> {
            MessagesPage page =
                    CanisterResults.page(bed.canister.answer(query.envelope().content()));
            List<QueuedMessage> spoilt = page.messages().stream()
                    .map(m -> new QueuedMessage(m.clientKey(), "no number in here", m.content()))
                    .toList();
            return MockAnswers.queryReplied(
                    CanisterResults.encodePage(new MessagesPage(spoilt, page.cert(), page.tree(), page.endOfQueue())));
        };
        bed.canister.send(client.key(), new byte[] {1});
        bed.events.await(PollFailed.class, f -> true);
        assertThat(client.pending()).isZero();

        bed.replica.onQuery = query -> null;

        assertThat(client.message().content()).containsExactly(1);
    }

    /** B.3: calls and polls of all canisters shared fifty permits; hanging calls stopped everything. */
    @Test
    void callsThatHangHoldUpNeitherPollsNorOtherClients() {
        V1Client well = bed.openClient();
        List<V1Client> waiting = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            waiting.add(bed.openClient());
        }
        bed.replica.callDelay = () -> 3_600_000;
        waiting.forEach(client -> client.say(new byte[1]));
        Await.until("all under way", () -> bed.replica.calls("ws_message").size() == waiting.size());
        bed.replica.callDelay = () -> 0;

        for (int i = 0; i < 20; i++) {
            well.say(new byte[] {(byte) i});
            assertThat(well.message().content()).containsExactly(i);
        }
        assertThat(bed.events.all(PollFailed.class)).isEmpty();
        assertThat(waiting).allMatch(V1Client::isOpen);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
