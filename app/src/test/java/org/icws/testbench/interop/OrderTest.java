package org.icws.testbench.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.icws.replica.LatencyProfile;
import org.icws.testbench.BesideTheWindow;
import org.icws.testbench.client.ClientState;
import org.icws.testbench.client.PingPongMessage;
import org.icws.testbench.client.ReceivedMessage;
import org.icws.testbench.client.TestClient;
import org.icws.testbench.client.TestClientListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Calls that the network takes a random time for overtake each other as soon as two of one client are under way, and the
 * canister drops a client at the first message out of order.
 */
@BesideTheWindow
class OrderTest {
    private static final int MESSAGES = 200;
    private static final LatencyProfile SLOW = LatencyProfile.updates(Duration.ZERO, Duration.ofMillis(500), 20261123);

    /** All delays at their largest, one after the other, and as much again for the machine. */
    private static final long TIMEOUT_SECONDS = 200;

    private static final List<String> EXPECTED = Stream.concat(
                    Stream.of("ping"), IntStream.range(0, MESSAGES).mapToObj(i -> text(i) + " ping"))
            .toList();

    @Test
    @Timeout(TIMEOUT_SECONDS)
    void h05MessagesSentWithoutWaitingArriveInOrderNoneLostNoneTwice() throws Exception {
        Answers answers = new Answers();
        try (InteropNetwork network = InteropNetwork.start(SLOW);
                TestClient client = network.connect("hasty", network.gateway().url(), answers)) {
            client.opened().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);

            for (int i = 0; i < MESSAGES; i++) {
                client.send(new PingPongMessage(text(i), i).encode());
            }

            assertThat(answers.take(EXPECTED.size())).isEqualTo(EXPECTED);
            assertThat(client.state()).isEqualTo(ClientState.OPEN);
            assertThat(answers.texts).isEmpty();
        }
    }

    @Test
    @Timeout(TIMEOUT_SECONDS)
    void h05TheSdksMessagesArriveInOrderToo() {
        try (SdkProcess sdk = SdkProcess.start();
                InteropNetwork network = InteropNetwork.start(SLOW)) {
            SdkClient client = network.open(sdk, "hasty");
            client.awaitOpen();

            IntStream.range(0, MESSAGES).mapToObj(OrderTest::text).forEach(client::send);

            List<String> received = EXPECTED.stream()
                    .map(expected -> client.awaitText(Duration.ofSeconds(TIMEOUT_SECONDS)))
                    .toList();
            assertThat(received).isEqualTo(EXPECTED);
            client.close();
            assertThat(client.awaitClosed().code()).isEqualTo(TestClient.NORMAL);
        }
    }

    private static String text(int number) {
        return "message " + number;
    }

    private static final class Answers implements TestClientListener {
        private final BlockingQueue<String> texts = new LinkedBlockingQueue<>(2 * MESSAGES);

        @Override
        public void onMessage(TestClient client, ReceivedMessage message) {
            texts.add(PingPongMessage.decode(message.content()).text());
        }

        List<String> take(int count) throws InterruptedException {
            List<String> taken = new java.util.ArrayList<>();
            while (taken.size() < count) {
                String text = texts.poll(SdkClient.PATIENCE.toSeconds(), TimeUnit.SECONDS);
                assertThat(text).as("answer %d", taken.size()).isNotNull();
                taken.add(text);
            }
            return taken;
        }
    }
}
