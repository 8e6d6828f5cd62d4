package org.icws.testbench.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.icws.protocol.candid.CandidValue;
import org.icws.sample.SampleCanister;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The proof of concept's protocol; who may do what is tested in Rust as well. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class PocPingPongTest {
    private final SampleNetwork network = new SampleNetwork(SampleCanister.POC_PING_PONG);

    @AfterEach
    void stop() {
        network.close();
    }

    @Test
    void threeClientsTalkEachForThemselvesAndOneDisappears() throws Exception {
        PocClient anna = PocClient.open(network);
        PocClient ben = PocClient.open(network);
        PocClient cleo = PocClient.open(network);
        for (PocClient client : List.of(anna, ben, cleo)) {
            assertThat(client.next()).isEqualTo("ping");
            client.say("from " + client.id());
            assertThat(client.next()).isEqualTo("from " + client.id() + " ping");
        }
        assertThat(network.stat("clients")).isEqualTo(3);
        cleo.close();
        Await.until("the canister knows", () -> network.stat("clients") == 2);
        CandidValue.Record queue = network.stats()
                .get("queues")
                .asOptional()
                .orElseThrow()
                .asList()
                .get(0)
                .asRecord();
        assertThat(queue.get("messages").asLong()).isEqualTo(6);
        anna.say("still");
        assertThat(anna.next()).isEqualTo("still ping");
        anna.close();
        ben.close();
    }

    @Test
    void strangersCannotCloseWipeReplayOrSpeakForAClient() throws Exception {
        PocClient anna = PocClient.open(network);
        assertThat(anna.next()).isEqualTo("ping");
        DirectCaller stranger = network.caller(SampleNetwork.identity());
        assertThat(stranger.update("ws_close", CandidValue.nat64(anna.id())).rejection())
                .contains("only its gateway and the controllers may close client");
        assertThat(stranger.update("ws_wipe").rejection()).contains("only the controllers may wipe");
        assertThat(stranger.update(
                                "ws_open",
                                CandidValue.blob(anna.firstMessage()),
                                CandidValue.blob(anna.sign(anna.firstMessage())))
                        .rejection())
                .contains("the client is open already");
        assertThat(stranger.update("ws_message", CandidValue.blob(anna.frame(0, "not by the gateway")))
                        .rejection())
                .contains("the client is connected through");
        anna.say("untouched");
        assertThat(anna.next()).isEqualTo("untouched ping");
        anna.close();
    }

    @Test
    void anUpgradeForgetsTheClientsWhoAreToldAtTheirNextMessage() throws Exception {
        PocClient anna = PocClient.open(network);
        assertThat(anna.next()).isEqualTo("ping");
        network.upgrade();
        anna.say("hello?");
        assertThat(anna.closed()).contains("is not registered; call ws_register first");
        PocClient again = PocClient.open(network);
        assertThat(again.id()).as("numbers are not given twice").isGreaterThan(anna.id());
        assertThat(again.next()).isEqualTo("ping");
        again.close();
    }

    @Test
    void wrongNumbersSignaturesAndSizesEndTheConnectionWithWords() throws Exception {
        PocClient wrongNumber = PocClient.open(network);
        assertThat(wrongNumber.next()).isEqualTo("ping");
        wrongNumber.send(wrongNumber.frame(5, "x"));
        assertThat(wrongNumber.closed()).startsWith("1008");
        PocClient tooBig = PocClient.open(network);
        assertThat(tooBig.next()).isEqualTo("ping");
        tooBig.say("x".repeat(20_000));
        assertThat(tooBig.closed()).contains("at most 16384 are accepted");
        PocClient wrongSignature = PocClient.register(network);
        wrongSignature.sendFirst(new byte[64]);
        assertThat(wrongSignature.closed()).contains("is not signed with the key of client");
        Await.until("none is left", () -> network.stat("clients") == 0);
    }
}
