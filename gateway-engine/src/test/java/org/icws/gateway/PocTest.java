package org.icws.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.icws.gateway.event.GatewayEvent.CallCompleted;
import org.icws.gateway.event.GatewayEvent.CanisterMessage;
import org.icws.gateway.event.GatewayEvent.ClientMessage;
import org.icws.gateway.event.GatewayEvent.QueueNotice;
import org.icws.gateway.event.GatewayEvent.SessionClosed;
import org.icws.gateway.fixture.Await;
import org.icws.gateway.fixture.MockAnswers;
import org.icws.gateway.fixture.PocCanisterMock;
import org.icws.gateway.fixture.PocClient;
import org.icws.gateway.fixture.Testbed;
import org.icws.gateway.fixture.V1Client;
import org.icws.gateway.protocol.poc.PocMessage;
import org.icws.gateway.trust.Verdict;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The proof of concept's protocol on /poc, and that the defects of its first gateway (A.9) are not here. */
class PocTest {
    private final Testbed bed = new Testbed();
    private final PocCanisterMock canister = new PocCanisterMock(bed.replica);
    private final PocClient client = PocClient.connect(bed.gateway.url());

    @AfterEach
    void stop() {
        client.close();
        bed.close();
    }

    @Test
    void aConversationKeepsItsOrderAndItsBytes() {
        client.open(canister);
        assertThat(client.message().message()).isEqualTo(utf8("hi"));

        List<byte[]> sent = java.util.stream.IntStream.range(0, 120)
                .mapToObj(i -> client.say(utf8("text " + i)))
                .toList();

        for (int i = 0; i < 120; i++) {
            PocMessage echo = client.message();
            assertThat(echo.clientId()).isEqualTo(client.id);
            assertThat(echo.sequenceNumber()).isEqualTo(i + 1);
            assertThat(echo.message()).isEqualTo(utf8("text " + i));
        }
        assertThat(canister.frames()).containsExactlyElementsOf(sent);
    }

    @Test
    void bothProtocolsSpeakOnOnePortAtOnce() {
        client.open(canister);
        client.message();
        V1Client other = bed.openClient();

        client.say(utf8("poc"));
        assertThat(client.message().message()).isEqualTo(utf8("poc"));
        other.say(utf8("v1"));
        Await.until("v1 message", () -> bed.canister.received().size() == 1);
        assertThat(bed.gateway.snapshot().sessions())
                .extracting(SessionSnapshot::protocol)
                .containsExactlyInAnyOrder("poc", "v1");
    }

    @Test
    void theGatewaySaysNothingFirst() {
        client.open(canister);

        assertThat(client.message().sequenceNumber()).isZero();
    }

    @Test
    void everyMessageIsProved() {
        client.open(canister);
        client.message();
        client.say(utf8("one"));
        client.message();

        bed.events.await(CanisterMessage.class, m -> m.sequenceNumber() == 1);
        assertThat(bed.events.all(CanisterMessage.class))
                .allMatch(m -> m.proof().verdict() == Verdict.VERIFIED)
                .allMatch(m -> m.clientKey().nonce() == client.id);
        bed.events.await(ClientMessage.class, m -> m.sequenceNumber() == 0);
        assertThat(bed.events.all(ClientMessage.class))
                .allMatch(m -> m.proof().verdict() == Verdict.VERIFIED)
                .extracting(ClientMessage::kind)
                .containsExactly("ws_open", "app");
    }

    @Test
    void framesSentBehindTheFirstWaitForTheAnswerAboutTheKey() {
        bed.replica.queryDelay = () -> 100;
        client.open(canister);
        client.say(utf8("early"));

        assertThat(client.message().message()).isEqualTo(utf8("hi"));
        assertThat(client.message().message()).isEqualTo(utf8("early"));
    }

    @Test
    void gapsInTheSharedNumberingAreNormal() {
        canister.gap = 7;
        client.open(canister);
        client.message();
        for (int i = 0; i < 60; i++) {
            client.say(utf8("x"));
            client.message();
        }

        assertThat(bed.events.all(QueueNotice.class)).isEmpty();
    }

    @Test
    void aFullPageIsFollowedByThoseBehindIt() {
        client.open(canister);
        client.message();
        for (int i = 0; i < 130; i++) {
            canister.send(client.id, utf8("m" + i));
        }

        for (int i = 0; i < 130; i++) {
            assertThat(client.message().message()).isEqualTo(utf8("m" + i));
        }
    }

    /** A.9, 16: the first gateway went on asking for numbers the wiped canister would reach much later. */
    @Test
    void aWipedCanisterIsReadFromItsBeginning() {
        client.open(canister);
        client.message();
        for (int i = 0; i < 40; i++) {
            client.say(utf8("x"));
            client.message();
        }
        canister.wipe();
        PocClient late = PocClient.connect(bed.gateway.url());
        while (canister.register(late.publicKey()) <= client.id) {
            // the wiped canister counts from its beginning; this client must not have the number of the other
        }
        late.open(canister);

        assertThat(late.message().message()).isEqualTo(utf8("hi"));
        late.close();
    }

    /** A.9, 4. */
    @Test
    void aWrongSignatureEndsTheConnectionWithAReason() {
        client.id = canister.register(new byte[32]);
        client.sendFirst(canister.id());

        assertEnded(client, 1008, "The first message is not signed with the key of client 16");
        assertThat(bed.replica.calls("ws_open")).isEmpty();
    }

    /** A.9, 8: an unknown client made the first gateway panic. */
    @Test
    void anUnknownClientIsTold() {
        client.id = 99;
        client.sendFirst(canister.id());

        V1Client.Ended ended = client.socket().ended();
        assertThat(ended.code()).isEqualTo(1008);
        assertThat(ended.reason())
                .startsWith("The network rejected ws_get_client_key: ")
                .contains("99");
    }

    /** A.9, 18: {@code false} of ws_open was ignored. */
    @Test
    void aRefusedOpenIsTold() {
        answerFalse("ws_open");
        client.open(canister);

        assertEnded(client, 1008, "The canister refused ws_open: it answered false, so the signature is wrong");
        bed.events.await(CallCompleted.class, c -> c.detail().startsWith("it answered false"));
    }

    /** A.9, 19: {@code false} of ws_message was ignored. */
    @Test
    void aRefusedMessageIsTold() {
        client.open(canister);
        client.message();

        client.say(5, utf8("out of order"));

        assertEnded(
                client,
                1008,
                "The canister refused ws_message: it answered false, so the signature or the sequence number is wrong");
        Await.until("ws_close", () -> canister.closed().equals(List.of(client.id)));
    }

    /** A.9, 9 and 10: a trap made the session a zombie that was never closed. */
    @Test
    void aTrapInTheCanisterEndsTheConnectionAndIsFollowedByWsClose() {
        client.open(canister);
        client.message();
        var normal = bed.replica.onCall;
        bed.replica.onCall = r -> r.method().equals("ws_message")
                ? bed.replica.rejected(r.envelope().content().requestId(), 5, "trapped")
                : normal.apply(r);

        client.say(utf8("x"));

        assertThat(client.socket().ended().code()).isEqualTo(1011);
        Await.until("ws_close", () -> canister.closed().equals(List.of(client.id)));
    }

    /** A.9, 11: one failed poll ended all delivery for good. */
    @Test
    void deliveryGoesOnAfterFailedPolls() {
        client.open(canister);
        client.message();
        var normal = bed.replica.onQuery;
        bed.replica.onQuery = r -> MockAnswers.queryRejected(2, "busy");
        client.say(utf8("later"));
        Await.until("failed polls", () -> bed.gateway.snapshot().counters().pollFailures() > 1);
        bed.replica.onQuery = normal;

        assertThat(client.message().message()).isEqualTo(utf8("later"));
    }

    /** A.9, 3: a page reloaded at the wrong moment killed the server. */
    @Test
    void leavingBeforeTheFirstMessageHurtsNobody() {
        client.socket().leave();
        bed.events.await(SessionClosed.class, c -> true);

        try (PocClient next = PocClient.connect(bed.gateway.url()).open(canister)) {
            assertThat(next.message().message()).isEqualTo(utf8("hi"));
        }
    }

    @Test
    void leavingWhileTheKeyIsAskedForOpensNothing() {
        bed.replica.queryDelay = () -> 300;
        client.open(canister);
        Await.until("key asked", () -> !bed.replica.queries().isEmpty());
        client.socket().leave();

        bed.events.await(SessionClosed.class, c -> true);
        assertThat(bed.replica.calls("ws_open")).isEmpty();
        assertThat(canister.closed()).isEmpty();
        assertThat(bed.gateway.snapshot().pollers()).isEmpty();
    }

    /** A.9, 7 and 8. */
    @Test
    void garbageIsRefusedWithWordsThatHelp() {
        client.socket().send(new byte[] {1, 2, 3});
        V1Client.Ended first = client.socket().ended();
        assertThat(first.code()).isEqualTo(1007);
        assertThat(first.reason()).startsWith("The first frame must be a CBOR map with client_canister_id and sig: ");

        try (PocClient next = PocClient.connect(bed.gateway.url()).open(canister)) {
            next.message();
            next.socket().send(new byte[] {(byte) 0xa0});
            V1Client.Ended later = next.socket().ended();
            assertThat(later.code()).isEqualTo(1007);
            assertThat(later.reason()).startsWith("After the first one each frame must be a CBOR map with val and sig");
        }
    }

    @Test
    void aMessageInTheNameOfAnotherClientIsRefused() {
        client.open(canister);
        client.message();
        long own = client.id;

        client.id = 77;
        client.say(utf8("x"));

        assertEnded(client, 1008, "This connection belongs to client " + own + "; open another one");
    }

    /** A.10, 3: whoever has seen a first message could take its client over. */
    @Test
    void aReplayedFirstMessageTakesNothingOver() {
        client.open(canister);
        client.message();
        V1Client thief = V1Client.unread(bed.gateway.url().resolve("/poc"));

        thief.send(firstFrameOf(client));

        assertThat(thief.ended().code()).isEqualTo(1008);
        assertThat(thief.ended().reason())
                .isEqualTo("Client " + client.id + " is already connected; register again for another connection");
        client.say(utf8("mine"));
        assertThat(client.message().message()).isEqualTo(utf8("mine"));
    }

    /** A.9, 14: sessions stayed in the table and the poller never stopped. */
    @Test
    void nothingIsLeftOfAClientThatHasGone() {
        client.open(canister);
        client.message();

        client.socket().leave();

        Await.until("ws_close", () -> canister.closed().equals(List.of(client.id)));
        Await.until("no session", () -> bed.gateway.snapshot().sessions().isEmpty());
        assertThat(bed.gateway.snapshot().pollers()).isEmpty();
    }

    private byte[] firstFrameOf(PocClient of) {
        return bed.events
                .await(
                        ClientMessage.class,
                        m -> m.kind().equals("ws_open") && m.clientKey().nonce() == of.id)
                .frame();
    }

    private void answerFalse(String method) {
        var normal = bed.replica.onCall;
        byte[] no = org.icws.protocol.candid.CandidEncoder.encode(org.icws.protocol.candid.CandidValue.bool(false));
        bed.replica.onCall = r -> r.method().equals(method)
                ? bed.replica.replied(r.envelope().content().requestId(), no)
                : normal.apply(r);
    }

    private static void assertEnded(PocClient client, int code, String reason) {
        assertThat(client.socket().ended()).isEqualTo(new V1Client.Ended(code, reason));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
