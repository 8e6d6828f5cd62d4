package org.icws.gateway.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.icws.gateway.TrustPolicy;
import org.icws.gateway.event.GatewayEvent.CanisterMessage;
import org.icws.gateway.fixture.Await;
import org.icws.gateway.fixture.MockAnswers;
import org.icws.gateway.fixture.MockCanister;
import org.icws.gateway.fixture.MockReplica;
import org.icws.gateway.fixture.Testbed;
import org.icws.gateway.fixture.V1Client;
import org.icws.gateway.protocol.v1.CanisterResults;
import org.icws.gateway.protocol.v1.MessagesPage;
import org.icws.gateway.protocol.v1.QueuedMessage;
import org.icws.gateway.protocol.v1.WebsocketMessage;
import org.icws.gateway.trust.Proof;
import org.icws.gateway.trust.Verdict;
import org.icws.protocol.principal.Principals;
import org.junit.jupiter.api.Test;

/** H09, H15: clients, canisters and principals are kept apart. */
class IsolationConformanceTest {
    private static final int ROUNDS = 30;

    @Test
    void h09TwoCanistersWithTwoClientsEachHearOnlyTheirOwn() {
        try (Testbed bed = new Testbed()) {
            MockCanister other = bed.replica.canister(Principals.canisterId(8));
            List<MockCanister> canisters = List.of(bed.canister, bed.canister, other, other);
            List.of(bed.canister, other)
                    .forEach(canister -> canister.onMessage((c, m) -> c.send(m.clientKey(), m.content())));
            List<V1Client> clients = new ArrayList<>();
            canisters.forEach(canister -> clients.add(bed.client().open(canister.id())));

            for (int round = 0; round < ROUNDS; round++) {
                for (int i = 0; i < clients.size(); i++) {
                    clients.get(i).say(new byte[] {(byte) i, (byte) round});
                }
            }

            for (int i = 0; i < clients.size(); i++) {
                List<WebsocketMessage> heard = clients.get(i).messages(ROUNDS);
                for (int round = 0; round < ROUNDS; round++) {
                    assertThat(heard.get(round).clientKey())
                            .isEqualTo(clients.get(i).key());
                    assertThat(heard.get(round).content()).containsExactly(i, round);
                }
            }
            assertThat(clients).allMatch(client -> client.pending() == 0);
            assertThat(bed.canister.received()).hasSize(2 * ROUNDS);
            assertThat(other.received()).hasSize(2 * ROUNDS);
        }
    }

    /** Existing clients do not compare the key in the content with their own: this gateway does, and says so. */
    @Test
    void h09ASwappedClientKeyIsReportedWhereThePolicyObserves() {
        try (Testbed bed = new Testbed(c -> c.trust(TrustPolicy.OBSERVE_ALL))) {
            V1Client anna = bed.openClient();
            V1Client ben = bed.openClient();
            bed.replica.onQuery = query -> swapped(bed, query, anna, ben);
            bed.canister.send(anna.key(), new byte[] {1});

            assertThat(ben.message().clientKey()).isEqualTo(anna.key());
            CanisterMessage event =
                    bed.events.await(CanisterMessage.class, m -> m.proof().verdict() == Verdict.FAILED);
            assertThat(event.proof().firstFailure().orElseThrow().name()).isEqualTo(Proof.CLIENT_KEY);
        }
    }

    @Test
    void h09ASwappedClientKeyIsWithheldWhereThePolicyRefuses() {
        try (Testbed bed = new Testbed(c -> c.trust(TrustPolicy.REFUSE_ALL))) {
            V1Client anna = bed.openClient();
            V1Client ben = bed.openClient();
            bed.replica.onQuery = query -> swapped(bed, query, anna, ben);
            bed.canister.send(anna.key(), new byte[] {1});

            assertThat(ben.ended().reason()).contains("the message is routed to another client than its content names");
            assertThat(ben.pending()).isZero();
            assertThat(anna.isOpen()).isTrue();
        }
    }

    private static MockReplica.Answer swapped(Testbed bed, MockReplica.Received query, V1Client anna, V1Client ben) {
        MessagesPage page =
                CanisterResults.page(bed.canister.answer(query.envelope().content()));
        List<QueuedMessage> messages = page.messages().stream()
                .map(m -> new QueuedMessage(
                        m.clientKey().equals(anna.key()) ? ben.key() : anna.key(), m.key(), m.content()))
                .toList();
        return MockAnswers.queryReplied(
                CanisterResults.encodePage(new MessagesPage(messages, page.cert(), page.tree(), page.endOfQueue())));
    }

    @Test
    void h15TheFirstOfTwoConnectionsOfOnePrincipalIsTold() {
        try (Testbed bed = new Testbed()) {
            V1Client first = bed.openClient();
            V1Client second = bed.client().as(first);

            second.open(bed.canister.id());

            assertThat(first.ended())
                    .isEqualTo(
                            new V1Client.Ended(
                                    1008,
                                    "This principal has opened another connection to the canister, which keeps only the newest"));
            bed.canister.send(second.key(), new byte[] {1});
            assertThat(second.message().content()).containsExactly(1);
            Await.until("ws_close", () -> bed.canister.closed().equals(List.of(first.key())));
        }
    }

    @Test
    void h15OnePrincipalMayTalkToTwoCanisters() {
        try (Testbed bed = new Testbed()) {
            MockCanister other = bed.replica.canister(Principals.canisterId(8));
            V1Client first = bed.openClient();

            V1Client second = bed.client().as(first).open(other.id());

            bed.canister.send(first.key(), new byte[] {1});
            assertThat(first.message().content()).containsExactly(1);
            assertThat(second.isOpen()).isTrue();
        }
    }
}
