package org.icws.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.icws.gateway.event.GatewayEvent.CanisterMessage;
import org.icws.gateway.event.GatewayEvent.ClientMessage;
import org.icws.gateway.event.GatewayEvent.NetworkNotice;
import org.icws.gateway.event.GatewayEvent.PollCompleted;
import org.icws.gateway.fixture.Await;
import org.icws.gateway.fixture.MockAnswers;
import org.icws.gateway.fixture.MockReplica;
import org.icws.gateway.fixture.ShiftedClock;
import org.icws.gateway.fixture.Testbed;
import org.icws.gateway.fixture.V1Client;
import org.icws.gateway.protocol.v1.CanisterResults;
import org.icws.gateway.protocol.v1.ClientFrame;
import org.icws.gateway.protocol.v1.MessagesPage;
import org.icws.gateway.protocol.v1.QueuedMessage;
import org.icws.gateway.trust.Verdict;
import org.junit.jupiter.api.Test;

/** What happens to what does not verify, per direction. */
class TrustPolicyTest {
    private static final byte[] MARK = filled(0x5A);

    @Test
    void aTamperedMessageIsRelayedAndReportedWhereThePolicyObserves() {
        try (Testbed bed = new Testbed(c -> c.trust(TrustPolicy.OBSERVE_ALL))) {
            V1Client client = bed.openClient();
            bed.replica.onQuery = query -> tampered(bed, query);
            bed.canister.send(client.key(), MARK);

            client.frame();

            assertThat(bed.events
                            .await(CanisterMessage.class, m -> m.sequenceNumber() == 2)
                            .proof()
                            .verdict())
                    .isEqualTo(Verdict.FAILED);
            assertThat(client.isOpen()).isTrue();
        }
    }

    @Test
    void aTamperedMessageIsWithheldAndItsClientToldWhereThePolicyRefuses() {
        try (Testbed bed = new Testbed(c -> c.trust(TrustPolicy.REFUSE_ALL))) {
            V1Client victim = bed.openClient();
            V1Client other = bed.openClient();
            bed.replica.onQuery = query -> tampered(bed, query);
            synchronized (bed.canister) {
                bed.canister.send(victim.key(), new byte[] {1});
                bed.canister.send(victim.key(), MARK);
                bed.canister.send(victim.key(), new byte[] {3});
                bed.canister.send(other.key(), new byte[] {4});
            }

            assertThat(victim.message().content()).containsExactly(1);
            assertThat(victim.ended().code()).isEqualTo(1011);
            assertThat(victim.ended().reason())
                    .startsWith("A message of the canister does not verify and is withheld: the content is not what");
            assertThat(victim.pending()).isZero();
            assertThat(other.message().content()).containsExactly(4);
            assertThat(other.isOpen()).isTrue();
            Await.until("told", () -> bed.canister.closed().contains(victim.key()));
        }
    }

    private static MockReplica.Answer tampered(Testbed bed, MockReplica.Received query) {
        MessagesPage page =
                CanisterResults.page(bed.canister.answer(query.envelope().content()));
        List<QueuedMessage> changed = page.messages().stream()
                .map(m -> new QueuedMessage(m.clientKey(), m.key(), flipped(m.content())))
                .toList();
        return MockAnswers.queryReplied(
                CanisterResults.encodePage(new MessagesPage(changed, page.cert(), page.tree(), page.endOfQueue())));
    }

    private static byte[] flipped(byte[] bytes) {
        byte[] copy = bytes.clone();
        int at = IntStream.range(0, copy.length - MARK.length + 1)
                .filter(i -> Arrays.equals(copy, i, i + MARK.length, MARK, 0, MARK.length))
                .findFirst()
                .orElse(-1);
        if (at >= 0) {
            copy[at] ^= 1;
        }
        return copy;
    }

    @Test
    void everythingThatVerifiesIsRelayedInOrderWhereThePolicyRefuses() {
        try (Testbed bed = new Testbed(c -> c.trust(TrustPolicy.REFUSE_ALL))) {
            V1Client client = bed.openClient();
            bed.canister.onMessage((canister, message) -> canister.send(message.clientKey(), message.content()));
            for (int i = 0; i < 120; i++) {
                client.say(new byte[] {(byte) i});
            }

            assertThat(client.messages(120))
                    .extracting(m -> (int) m.content()[0])
                    .containsExactlyElementsOf(IntStream.range(0, 120).boxed().toList());
        }
    }

    @Test
    void aRequestWithAWrongSignatureNeverReachesTheNetworkWhereThePolicyRefuses() {
        try (Testbed bed = new Testbed(c -> c.trust(TrustPolicy.REFUSE_ALL))) {
            V1Client client = bed.openClient();

            client.send(new ClientFrame(flipped(client.signMessage(MARK).envelope())).encode());

            assertThat(client.ended().code()).isEqualTo(1008);
            assertThat(client.ended().reason()).startsWith("The signed request does not verify: ");
            assertThat(bed.replica.calls("ws_message")).isEmpty();
            assertThat(bed.events
                            .await(ClientMessage.class, m -> m.method().equals("ws_message"))
                            .proof()
                            .verdict())
                    .isEqualTo(Verdict.FAILED);
            Await.until("told", () -> bed.canister.closed().contains(client.key()));
        }
    }

    @Test
    void aRequestWithAWrongSignatureIsLeftToTheNetworkWhereThePolicyObserves() {
        try (Testbed bed = new Testbed()) {
            V1Client client = bed.openClient();

            client.send(new ClientFrame(flipped(client.signMessage(MARK).envelope())).encode());

            assertThat(client.ended().reason()).startsWith("The network refused the request of ws_message");
        }
    }

    @Test
    void thePolicyCanBeChangedWhileClientsAreConnected() {
        try (Testbed bed = new Testbed()) {
            V1Client client = bed.openClient();
            bed.gateway.trust(TrustPolicy.REFUSE_ALL);
            bed.replica.onQuery = query -> tampered(bed, query);

            bed.canister.send(client.key(), MARK);

            assertThat(client.ended().code()).isEqualTo(1011);
        }
    }

    @Test
    void h18AReplicaStartedAnewUnderAnotherRootKeyIsNoticedAndNewClientsCanOpen() {
        ShiftedClock clock = new ShiftedClock();
        try (Testbed bed = new Testbed(c -> c.clock(clock))) {
            V1Client before = bed.openClient();
            int port = bed.replica.url().getPort();
            bed.replica.kill();
            try (MockReplica anew = new MockReplica(port, filled(7))) {
                var canister = anew.canister(bed.canister.id());
                int seen = bed.events.all(PollCompleted.class).size();
                Await.until(
                        "polling again",
                        () -> bed.events.all(PollCompleted.class).size() > seen);

                // The restart may have gone unnoticed by the polls; the next routine look is due in seconds.
                clock.advance(Duration.ofSeconds(6));
                NetworkNotice notice = bed.events.await(NetworkNotice.class, n -> true);

                assertThat(notice.kind()).isEqualTo(NetworkNotice.Kind.ROOT_KEY_CHANGED);
                assertThat(notice.detail()).contains("its root key is").contains("it was");
                assertThat(bed.gateway.snapshot().rootKeyHex())
                        .isEqualTo(java.util.HexFormat.of().formatHex(anew.rootKey()));
                V1Client after = bed.client().open(canister.id());
                canister.send(after.key(), new byte[] {5});
                assertThat(after.message().content()).containsExactly(5);
                assertThat(before.pending()).isZero();
            }
        }
    }

    @Test
    void aConfiguredRootKeyIsNeverGivenUp() {
        byte[] configured = new org.icws.gateway.fixture.Certificates(filled(9)).rootKey();
        try (Testbed bed = new Testbed(c -> c.rootKey(new RootKeyPolicy.Configured(configured)))) {
            V1Client client = bed.client();
            client.sendOpen(bed.canister.id());

            assertThat(client.ended().code()).isEqualTo(1011);
            assertThat(bed.replica.statusRequests()).isZero();
            assertThat(bed.gateway.snapshot().rootKeySource()).isEqualTo(RootKeySource.CONFIGURED);
        }
    }

    private static byte[] filled(int value) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }
}
