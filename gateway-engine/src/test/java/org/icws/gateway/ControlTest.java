package org.icws.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.icws.gateway.event.GatewayEvent.SessionClosed;
import org.icws.gateway.fixture.Await;
import org.icws.gateway.fixture.MockCanister;
import org.icws.gateway.fixture.Testbed;
import org.icws.gateway.fixture.V1Client;
import org.icws.gateway.poll.PollingPolicy;
import org.icws.protocol.principal.Principals;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an operator changes while clients are connected. */
class ControlTest {
    private final Testbed bed = new Testbed();

    @AfterEach
    void stop() {
        bed.close();
    }

    @Test
    void aNewPollingPolicyHoldsAtOnceInBothDirections() {
        V1Client client = bed.openClient();
        bed.gateway.polling(PollingPolicy.fixed(Duration.ofMinutes(10)));
        Await.until("slow", () -> bed.gateway.snapshot().pollers().get(0).intervalNanos() == 600_000_000_000L);

        bed.canister.send(client.key(), new byte[] {1});
        bed.gateway.polling(PollingPolicy.fixed(Duration.ofMillis(5)));

        assertThat(client.message().content()).containsExactly(1);
    }

    @Test
    void aClientsMessageWakesAnIdlePoller() {
        V1Client client = bed.openClient();
        bed.canister.onMessage((canister, message) -> canister.send(message.clientKey(), new byte[] {2}));
        bed.gateway.polling(new PollingPolicy(Duration.ofMillis(5), Duration.ofMinutes(10), Duration.ofMillis(1)));
        Await.until(
                "idle",
                () -> bed.gateway.snapshot().pollers().get(0).intervalNanos()
                        > Duration.ofSeconds(1).toNanos());

        client.say(new byte[] {1});

        assertThat(client.message().content()).containsExactly(2);
    }

    @Test
    void aSessionIsClosedWithTheOperatorsCodeAndReasonAndTheCanisterIsTold() {
        V1Client client = bed.openClient();
        long id = bed.gateway.snapshot().sessions().get(0).id();

        assertThat(bed.gateway.closeSession(id, 4321, "because I say so")).isTrue();

        assertThat(client.ended()).isEqualTo(new V1Client.Ended(4321, "because I say so"));
        Await.until("told", () -> bed.canister.closed().contains(client.key()));
        assertThat(bed.events.await(SessionClosed.class, c -> true).initiator()).isEqualTo("operator");
        assertThat(bed.gateway.closeSession(id, 4321, "again")).isFalse();
        assertThat(bed.gateway.closeSession(999, 1000, "nobody")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 999, 1004, 1005, 1006, 1015, 2000, 5000})
    void aCloseCodeThatMustNotBeSentIsRefused(int code) {
        assertThatThrownBy(() -> bed.gateway.closeSession(1, code, ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must not be sent");
    }

    @Test
    void onlyListedCanistersAreServed() {
        MockCanister other = bed.replica.canister(Principals.canisterId(8));
        V1Client listed = bed.openClient();
        V1Client unlisted = bed.client().open(other.id());

        bed.gateway.allowOnly(Set.of(bed.canister.id()));

        assertThat(unlisted.ended().code()).isEqualTo(1008);
        assertThat(unlisted.ended().reason()).startsWith("This gateway does not serve canister ");
        Await.until("told", () -> other.closed().contains(unlisted.key()));
        V1Client late = bed.client();
        late.sendOpen(other.id());
        assertThat(late.ended().code()).isEqualTo(1008);
        assertThat(bed.replica.calls("ws_open")).hasSize(2);
        assertThat(listed.isOpen()).isTrue();

        bed.gateway.allowAll();
        bed.client().open(other.id());
    }

    @Test
    void aLoweredNumberOfSessionsRefusesNewOnesAndKeepsThoseThatExist() {
        V1Client first = bed.openClient();
        bed.gateway.limits(Limits.DEFAULT.toBuilder().maxSessions(1).build());

        V1Client second = V1Client.unread(bed.gateway.url());

        assertThat(second.ended().code()).isEqualTo(1013);
        assertThat(first.isOpen()).isTrue();
    }

    @Test
    void everythingMayBeChangedByManyThreadsWhileMessagesFlow() throws Exception {
        V1Client client = bed.openClient();
        ExecutorService operators = Executors.newFixedThreadPool(4);
        CountDownLatch start = new CountDownLatch(1);
        try {
            List<Future<?>> work = IntStream.range(0, 4)
                    .<Future<?>>mapToObj(n -> operators.submit(() -> {
                        start.await();
                        for (int i = 0; i < 100; i++) {
                            change(i + n);
                        }
                        return null;
                    }))
                    .toList();
            start.countDown();
            for (int i = 0; i < 300; i++) {
                bed.canister.send(client.key(), new byte[] {(byte) i});
            }
            for (Future<?> one : work) {
                one.get();
            }
            bed.gateway.resume(bed.canister.id());

            List<Long> numbers =
                    client.messages(300).stream().map(m -> m.sequenceNumber()).toList();
            assertThat(numbers)
                    .containsExactlyElementsOf(
                            IntStream.range(2, 302).mapToObj(i -> (long) i).toList());
        } finally {
            operators.shutdownNow();
        }
    }

    private void change(int step) {
        switch (step % 5) {
            case 0 -> bed.gateway.polling(PollingPolicy.fixed(Duration.ofMillis(5 + step % 3)));
            case 1 -> bed.gateway.polling(PollingPolicy.adaptive(Duration.ofMillis(2), Duration.ofMillis(50)));
            case 2 -> bed.gateway.pause(bed.canister.id());
            case 3 -> bed.gateway.resume(bed.canister.id());
            default -> bed.gateway.allowOnly(Set.of(bed.canister.id()));
        }
    }
}
