package org.icws.testbench.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.icws.gateway.protocol.v1.ClientFrame;
import org.icws.gateway.protocol.v1.GatewayHandshake;
import org.icws.protocol.candid.CandidEncoder;
import org.icws.protocol.candid.CandidValue;
import org.icws.sample.SampleCanister;
import org.icws.testbench.client.PingPongMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

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

    @Test
    void aWrongSequenceNumberEndsTheConnectionWithItsReason() throws Exception {
        try (Talker anna = network.connect("anna")) {
            DirectCaller.Outcome outcome = network.caller(anna.identity())
                    .message(anna.client().key(), 5, new PingPongMessage("x", 0).encode());
            assertThat(outcome.reply().asVariant().value().asText())
                    .isEqualTo("Expected incoming sequence number 1 but got 5");
            assertThat(anna.inbox().closed()).contains("WrongSequenceNumber");
        }
    }

    @Test
    void aWrongSignatureIsRefusedByTheNetworkAndTheConnectionClosedWithItsWords() throws Exception {
        RawFrames raw = new RawFrames(network.gateway());
        CandidValue gateway =
                CandidValue.principal(GatewayHandshake.decode(raw.first()).gatewayPrincipal());
        byte[] argument = CandidEncoder.encode(
                CandidValue.record("client_nonce", CandidValue.nat64(1), "gateway_principal", gateway));
        byte[] envelope = network.caller(SampleNetwork.identity())
                .sign("ws_open", argument)
                .envelope();
        String text = new String(envelope, java.nio.charset.StandardCharsets.ISO_8859_1);
        envelope[text.indexOf("sender_sig") + 20] ^= 1;
        raw.send(new ClientFrame(java.util.Arrays.copyOfRange(envelope, 3, envelope.length)).encode());
        assertThat(raw.closed()).startsWith("1008").containsIgnoringCase("signature");
        assertThat(network.stat("clients")).isZero();
    }

    @Test
    void anonymousCallsAreNotLetIn() {
        DirectCaller nobody = new DirectCaller(
                network.replica(), network.canister(), new org.ic4j.agent.identity.AnonymousIdentity());
        DirectCaller.Outcome outcome = nobody.update("ws_open", SampleNetwork.NO_ARGUMENT);
        assertThat(outcome.rejection()).contains("ws_open takes no anonymous calls");
    }

    @Test
    void thePageShowsTheFigures() throws Exception {
        assertThat(network.page().body()).contains("<h1>ping_pong</h1>").contains("<th>Clients</th><td>0</td>");
    }
}
