package org.icws.gateway.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.icws.gateway.CallOrder;
import org.icws.gateway.fixture.Await;
import org.icws.gateway.fixture.ManualTime;
import org.icws.gateway.fixture.Testbed;
import org.icws.gateway.fixture.V1Client;
import org.icws.gateway.protocol.v1.WebsocketMessage;
import org.junit.jupiter.api.Test;

/**
 * H05: the canister executes one client's messages in the order they were sent, whatever time the network takes for each.
 * One call at a time and up to three seconds each would be a quarter of an hour: there the replica's delays pass in a time
 * the test moves. An overtaking call would still be executed first, because the delays decide about the order.
 */
class OrderConformanceTest {
    private static final int MESSAGES = 500;
    private static final int LONGEST_MILLIS = 3_000;

    private final ManualTime time = new ManualTime();
    private final Random random = new Random(5);

    @Test
    void h05OrderOf500ClientMessagesWithRandomReplicaLatencyOf0To3SecondsOfVirtualTimeOneCallAtATime()
            throws Exception {
        try (Testbed bed = new Testbed()) {
            AtomicInteger most = exchange(bed);

            assertThat(most.get()).isEqualTo(1);
            assertThat(Duration.ofNanos(time.monotonicNanos())).isGreaterThan(Duration.ofMinutes(10));
        }
    }

    @Test
    void h05OrderOf500ClientMessagesWithRandomReplicaLatencyOf0To3SecondsOfVirtualTimePipelined() throws Exception {
        try (Testbed bed = new Testbed(c -> c.order(CallOrder.acknowledged(16)))) {
            AtomicInteger most = exchange(bed);

            assertThat(most.get()).isGreaterThan(4);
        }
    }

    /** Returns how many calls of the client were under way at most. */
    private AtomicInteger exchange(Testbed bed) throws InterruptedException {
        bed.canister.onMessage((canister, message) -> canister.send(message.clientKey(), message.content()));
        V1Client client = bed.openClient();
        bed.replica.callDelay = this::delay;
        bed.replica.delays = time;
        Thread writer = new Thread(() -> say(client, MESSAGES), "writer");
        writer.start();

        AtomicInteger most = new AtomicInteger();
        Await.until("all executed", () -> {
            most.accumulateAndGet(bed.gateway.snapshot().sessions().get(0).inFlightCalls(), Math::max);
            time.advanceToNext();
            return bed.canister.received().size() == MESSAGES;
        });
        writer.join();

        inOrder(bed, client);
        return most;
    }

    private synchronized long delay() {
        return random.nextInt(LONGEST_MILLIS + 1);
    }

    @Test
    void h05OrderOf500ClientMessagesWithShortDelaysOfRealTime() {
        try (Testbed bed = new Testbed()) {
            bed.canister.onMessage((canister, message) -> canister.send(message.clientKey(), message.content()));
            V1Client client = bed.openClient();
            bed.replica.callDelay = () -> delay() / 500;

            say(client, MESSAGES);

            Await.until("all executed", () -> bed.canister.received().size() == MESSAGES);
            inOrder(bed, client);
        }
    }

    private static void say(V1Client client, int count) {
        for (int i = 0; i < count; i++) {
            client.say(ByteBuffer.allocate(4).putInt(i).array());
        }
    }

    /** What the canister executed, and what it echoed. */
    private static void inOrder(Testbed bed, V1Client client) {
        List<Integer> all = IntStream.range(0, MESSAGES).boxed().toList();
        assertThat(bed.canister.received())
                .extracting(OrderConformanceTest::number)
                .containsExactlyElementsOf(all);
        assertThat(client.messages(MESSAGES))
                .extracting(OrderConformanceTest::number)
                .containsExactlyElementsOf(all);
        assertThat(client.pending()).isZero();
        assertThat(client.isOpen()).isTrue();
    }

    private static int number(WebsocketMessage message) {
        return ByteBuffer.wrap(message.content()).getInt();
    }
}
