package org.icws.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.icws.gateway.fixture.Await;
import org.icws.gateway.fixture.MockReplica;
import org.icws.gateway.fixture.Testbed;
import org.icws.gateway.fixture.V1Client;
import org.junit.jupiter.api.Test;

/** Several calls of one client under way, and how many in all. */
class PipeliningTest {
    @Test
    void severalCallsAreUnderWayAndExecutedInOrderWhereTheNetworkKeepsTheOrderOfAcknowledgement() {
        try (Testbed bed = new Testbed(c -> c.order(CallOrder.acknowledged(16)))) {
            V1Client client = bed.openClient();
            AtomicInteger most = new AtomicInteger();
            // Results are told late, acknowledgements at once.
            bed.replica.onCall = call -> {
                most.accumulateAndGet(bed.gateway.snapshot().sessions().get(0).inFlightCalls(), Math::max);
                if (call.path().startsWith("/api/v2/")) {
                    bed.replica.executeNow(call);
                    return new MockReplica.Answer(202, new byte[0]);
                }
                return most.get() < 8 ? new MockReplica.Answer(202, new byte[0]) : null;
            };
            for (int i = 0; i < 100; i++) {
                client.say(new byte[] {(byte) i});
            }

            Await.until("all executed", () -> bed.canister.received().size() == 100);
            assertThat(bed.canister.received().stream().map(m -> m.sequenceNumber()))
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, 100).boxed().toList());
            assertThat(most.get()).isBetween(8, 16);
            Await.until(
                    "results", () -> bed.gateway.snapshot().sessions().get(0).inFlightCalls() == 0);
            assertThat(client.isOpen()).isTrue();
        }
    }

    @Test
    void aRefusalIsToldToTheClientThoughLaterCallsAreUnderWay() {
        try (Testbed bed = new Testbed(c -> c.order(CallOrder.acknowledged(16)))) {
            V1Client client = bed.openClient();

            client.send(client.signMessage(5, new byte[0]));
            client.send(client.signMessage(6, new byte[0]));

            assertThat(client.ended().reason()).contains("Expected incoming sequence number 1 but got 5");
            Await.until("told", () -> bed.canister.closed().contains(client.key()));
        }
    }

    @Test
    void oneCallOfAClientIsUnderWayByDefault() {
        try (Testbed bed = new Testbed()) {
            V1Client client = bed.openClient();
            bed.replica.callDelay = () -> 60_000;
            client.say(new byte[0]);
            client.say(new byte[0]);

            Await.until(
                    "waiting", () -> bed.gateway.snapshot().sessions().get(0).waitingCalls() == 1);
            assertThat(bed.gateway.snapshot().sessions().get(0).inFlightCalls()).isEqualTo(1);
            assertThat(bed.replica.calls("ws_message")).hasSizeLessThanOrEqualTo(1);
        }
    }

    @Test
    void noMoreCallsAreUnderWayThanInAllPermitted() {
        try (Testbed bed = new Testbed(c -> c.order(new CallOrder(1, 2)))) {
            AtomicInteger underWay = new AtomicInteger();
            AtomicInteger most = new AtomicInteger();
            bed.replica.callDelay = () -> {
                most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
                return 20;
            };
            bed.replica.onCall = call -> {
                underWay.decrementAndGet();
                return null;
            };
            for (int i = 0; i < 6; i++) {
                bed.client().sendOpen(bed.canister.id());
            }

            Await.until("all open", () -> bed.canister.clients().size() == 6);
            assertThat(most.get()).isEqualTo(2);
        }
    }

    @Test
    void numbersThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> CallOrder.acknowledged(0)).hasMessageContaining("must be positive");
        assertThatThrownBy(() -> new CallOrder(1, 0)).isInstanceOf(GatewayException.class);
    }
}
