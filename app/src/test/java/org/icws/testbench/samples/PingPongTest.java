package org.icws.testbench.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.icws.sample.SampleCanister;
import org.icws.testbench.Await;
import org.icws.testbench.BesideTheWindow;
import org.icws.testbench.client.PingPongMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@BesideTheWindow
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class PingPongTest {
    private final SampleNetwork network = new SampleNetwork(SampleCanister.PING_PONG);

    @AfterEach
    void stop() {
        network.close();
    }

    private static String text(Talker talker) throws Exception {
        return talker.inbox().next().asRecord().get("text").asText();
    }

    private static void say(Talker talker, String text) throws Exception {
        talker.send(new PingPongMessage(text, 0).encode());
    }

    @Test
    void threeClientsTalkEachForThemselvesAndOneDisappears() throws Exception {
        try (Talker anna = network.connect("anna");
                Talker ben = network.connect("ben")) {
            Talker cleo = network.connect("cleo");
            for (Talker talker : List.of(anna, ben, cleo)) {
                assertThat(text(talker)).isEqualTo("ping");
                say(talker, talker.client().name());
                assertThat(text(talker)).isEqualTo(talker.client().name() + " ping");
            }
            assertThat(network.stat("clients")).isEqualTo(3);
            cleo.close();
            Await.until("the canister knows", () -> network.stat("clients") == 2);
            say(anna, "still");
            assertThat(text(anna)).isEqualTo("still ping");
            assertThat(network.stats().get("queues").asOptional()).isEmpty();
            assertThat(network.stat("sent")).isEqualTo(10);
            assertThat(network.stat("received")).isEqualTo(4);
        }
    }

    @Test
    void anUpgradeForgetsTheClientsWhoAreToldAtTheirNextMessage() throws Exception {
        try (Talker anna = network.connect("anna")) {
            assertThat(text(anna)).isEqualTo("ping");
            network.upgrade();
            say(anna, "hello?");
            assertThat(anna.inbox().closed()).startsWith("The canister refused ws_message: Client with");
        }
        assertThat(network.stat("sent")).as("figures are kept").isEqualTo(2);
        try (Talker anna = network.connect("anna again")) {
            assertThat(text(anna)).isEqualTo("ping");
        }
    }

    @Test
    void aMessageThatIsNoneIsAnsweredAndOneOverTheLimitEndsTheConnection() throws Exception {
        try (Talker anna = network.connect("anna")) {
            assertThat(text(anna)).isEqualTo("ping");
            anna.send(new byte[] {1, 2, 3});
            assertThat(text(anna)).startsWith("refused: the message is no AppMessage");
            say(anna, "x".repeat(20_000));
            assertThat(anna.inbox().closed()).contains("at most 17408 are accepted");
        }
    }
}
