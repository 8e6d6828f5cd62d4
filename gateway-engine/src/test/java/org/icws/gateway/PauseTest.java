package org.icws.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.icws.gateway.event.GatewayEvent.SessionStateChanged;
import org.icws.gateway.event.SessionState;
import org.icws.gateway.fixture.Await;
import org.icws.gateway.fixture.ManualTime;
import org.icws.gateway.fixture.MockCanister;
import org.icws.gateway.fixture.PocCanisterMock;
import org.icws.gateway.fixture.PocClient;
import org.icws.gateway.fixture.Testbed;
import org.icws.gateway.fixture.V1Client;
import org.icws.protocol.principal.Principals;
import org.junit.jupiter.api.Test;

/** A paused canister: nothing goes to it and nothing comes from it, and nothing is lost. */
class PauseTest {
    private static final byte[] NOTHING = {};

    @Test
    void bothDirectionsAreHeldInOrderWhileOtherCanistersGoOn() {
        try (Testbed bed = new Testbed()) {
            MockCanister other = bed.replica.canister(Principals.canisterId(8));
            other.onMessage((canister, message) -> canister.send(message.clientKey(), message.content()));
            V1Client client = bed.openClient();
            V1Client elsewhere = bed.client().open(other.id());
            pause(bed);
            long before = polls(bed);

            IntStream.range(0, 3).forEach(i -> bed.canister.send(client.key(), new byte[] {(byte) i}));
            IntStream.range(0, 10).forEach(i -> client.say(new byte[] {(byte) i}));
            elsewhere.say(new byte[] {9});
            assertThat(elsewhere.message().content()).containsExactly(9);
            Await.until("all wait", () -> session(bed, client).waitingCalls() == 10);
            assertThat(bed.canister.received()).isEmpty();
            assertThat(polls(bed)).isEqualTo(before);
            assertThat(client.pending()).isZero();

            bed.gateway.resume(bed.canister.id());

            assertThat(client.messages(3)).extracting(m -> (int) m.content()[0]).containsExactly(0, 1, 2);
            Await.until("all relayed", () -> bed.canister.received().size() == 10);
            assertThat(bed.canister.received())
                    .extracting(m -> (int) m.content()[0])
                    .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
            assertThat(client.isOpen()).isTrue();
        }
    }

    private static void pause(Testbed bed) {
        bed.gateway.pause(bed.canister.id());
        Await.until("paused", () -> bed.gateway.snapshot().pollers().stream()
                .filter(p -> p.canister().equals(bed.canister.id()))
                .allMatch(p -> p.state().startsWith("paused")));
    }

    private static long polls(Testbed bed) {
        return bed.replica.queries().stream()
                .filter(q -> q.envelope().content().canisterId().equals(bed.canister.id()))
                .count();
    }

    private static SessionSnapshot session(Testbed bed, V1Client client) {
        return bed.gateway.snapshot().sessions().stream()
                .filter(s -> client.key().equals(s.clientKey()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aFullQueueStopsTheReadingAndDropsNothing() throws InterruptedException {
        try (Testbed bed = Testbed.withLimits(l -> l.maxWaitingFrames(4))) {
            V1Client client = bed.openClient();
            pause(bed);
            int count = 100;
            byte[] bulk = new byte[20_000];
            Thread writer = new Thread(() -> IntStream.range(0, count).forEach(i -> client.say(bulk)), "writer");
            writer.start();
            Await.until("queue full", () -> session(bed, client).waitingCalls() >= 4);
            assertThat(session(bed, client).waitingCalls()).isLessThan(10);

            bed.gateway.resume(bed.canister.id());

            Await.until("all relayed", () -> bed.canister.received().size() == count);
            writer.join();
            assertThat(client.isOpen()).isTrue();
        }
    }

    @Test
    void aClientThatComesMeanwhileWaitsBeyondTheOpenTimeOut() {
        ManualTime time = new ManualTime();
        // The client has no time to answer pings while this test moves the clock.
        Limits patient =
                Limits.DEFAULT.toBuilder().pingInterval(Duration.ofHours(1)).build();
        try (Testbed bed = new Testbed(c -> c.clock(time).scheduler(time).limits(patient))) {
            bed.gateway.pause(bed.canister.id());
            V1Client client = bed.client();
            client.sendOpen(bed.canister.id());
            Await.until("waits", () -> bed.gateway.snapshot().sessions().get(0).waitingCalls() == 1);

            for (int i = 0; i < 3; i++) {
                time.advance(Limits.DEFAULT.openTimeout());
            }
            assertThat(client.isOpen()).isTrue();
            assertThat(bed.replica.calls("ws_open")).isEmpty();
            bed.gateway.resume(bed.canister.id());

            Await.until("open", () -> {
                time.advance(Duration.ofMillis(10));
                return client.pending() == 1;
            });
        }
    }

    @Test
    void aPocClientThatComesMeanwhileIsNotEvenAskedAbout() {
        try (Testbed bed = new Testbed()) {
            PocCanisterMock canister = new PocCanisterMock(bed.replica);
            bed.gateway.pause(canister.id());
            try (PocClient client = PocClient.connect(bed.gateway.url()).open(canister)) {
                Await.until("waits", () -> bed.gateway.snapshot().sessions().stream()
                        .anyMatch(s -> s.waitingCalls() == 1));
                assertThat(bed.replica.queries()).isEmpty();

                bed.gateway.resume(canister.id());

                assertThat(client.message().message()).isEqualTo(new byte[] {'h', 'i'});
            }
        }
    }

    @Test
    void whatAClientSentBeforeItLeftIsRelayedAfterwardsAndThenTheCanisterIsTold() {
        try (Testbed bed = new Testbed()) {
            V1Client client = bed.openClient();
            pause(bed);
            IntStream.range(0, 5).forEach(i -> client.say(NOTHING));
            Await.until("all wait", () -> session(bed, client).waitingCalls() == 5);

            client.leave();
            bed.events.await(SessionStateChanged.class, s -> s.to() == SessionState.CLOSING);
            assertThat(bed.replica.calls("ws_close")).isEmpty();
            bed.gateway.resume(bed.canister.id());

            Await.until("told", () -> bed.canister.closed().equals(List.of(client.key())));
            assertThat(bed.canister.received()).hasSize(5);
            Await.until("over", () -> bed.gateway.snapshot().sessions().isEmpty());
        }
    }

    @Test
    void aGatewayThatStopsTellsAPausedCanisterOfAllItsClients() {
        try (Testbed bed = new Testbed()) {
            V1Client stays = bed.openClient();
            V1Client leaves = bed.openClient();
            pause(bed);
            stays.say(NOTHING);
            leaves.say(NOTHING);
            Await.until(
                    "both wait",
                    () -> session(bed, stays).waitingCalls()
                                    + session(bed, leaves).waitingCalls()
                            == 2);
            leaves.leave();
            bed.events.await(SessionStateChanged.class, s -> s.to() == SessionState.CLOSING);

            bed.gateway.close();

            assertThat(stays.ended().code()).isEqualTo(1001);
            assertThat(bed.canister.closed()).containsExactlyInAnyOrder(stays.key(), leaves.key());
        }
    }
}
