package org.icws.testbench.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.ic4j.types.Principal;
import org.icws.gateway.event.GatewayEvent;
import org.icws.gateway.event.GatewayEvent.PollCompleted;
import org.icws.gateway.poll.PollingPolicy;
import org.icws.protocol.certificate.CertificateVerifier;
import org.icws.protocol.crypto.Ed25519Identity;
import org.icws.testbench.Await;
import org.icws.testbench.BesideTheWindow;
import org.icws.testbench.client.PingPongMessage;
import org.icws.testbench.client.TestClient;
import org.icws.testbench.client.TestClientConfig;
import org.icws.testbench.run.RuntimeOptions;
import org.icws.testbench.run.StartListener;
import org.icws.testbench.run.TestbenchRuntime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A canister of the embedded network that has been silent for so long that it is hardly polled. */
@BesideTheWindow
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class SilentCanisterTest {
    private static final long LONG_ENOUGH = Duration.ofMillis(2_500).toNanos();

    private final List<PollCompleted> polls = new CopyOnWriteArrayList<>();
    private final Inbox inbox = new Inbox();
    private final Ed25519Identity identity = SampleNetwork.identity();
    private TestbenchRuntime testbench;
    private Principal canister;

    @BeforeEach
    void start(@TempDir Path directory) {
        testbench = new TestbenchRuntime(RuntimeOptions.defaults(directory).onFreePorts(), StartListener.NONE);
        testbench.start();
        canister = testbench.canisters().values().iterator().next();
        testbench.gateway().subscribe((events, lost) -> events.forEach(this::take));
    }

    private void take(GatewayEvent event) {
        if (event instanceof PollCompleted poll) {
            polls.add(poll);
        }
    }

    @AfterEach
    void stop() {
        testbench.close();
    }

    @Test
    void aMessageTheGatewayHadNoPartInComesLongBeforeTheNextPollWasDue() throws Exception {
        TestClientConfig config = TestClientConfig.of(
                "anna",
                testbench.gateway().url(),
                canister,
                identity,
                new CertificateVerifier(testbench.rootKey()),
                inbox);
        int silent;
        try (TestClient anna = TestClient.connect(config)) {
            assertThat(text()).isEqualTo("ping");
            fallSilent();
            silent = polls.size();

            // Anna's message, but not by the gateway, which therefore knows nothing of the answer.
            new DirectCaller(testbench.replicaUrl(), canister, identity)
                    .message(anna.key(), 1, new PingPongMessage("psst", 0).encode());

            assertThat(text()).isEqualTo("psst ping");
        }
        int from = silent;
        Await.until("the poll is told of", () -> fetching(from).isPresent());
        int fetching = fetching(silent).getAsInt();
        assertThat(polls.get(fetching).atNanos() - polls.get(fetching - 1).atNanos())
                .isLessThan(LONG_ENOUGH);
    }

    /** The first poll from there on that brought something. */
    private OptionalInt fetching(int from) {
        return IntStream.range(from, polls.size())
                .filter(i -> polls.get(i).returned() > 0)
                .findFirst();
    }

    private String text() throws InterruptedException {
        return inbox.next().asRecord().get("text").asText();
    }

    /** Ends right after a poll, with the next one as far away as that. */
    private void fallSilent() {
        testbench.gateway().polling(new PollingPolicy(Duration.ofMillis(20), Duration.ofHours(1), Duration.ZERO));
        Await.until(
                "silence", () -> testbench.gateway().snapshot().pollers().get(0).intervalNanos() >= LONG_ENOUGH);
    }
}
