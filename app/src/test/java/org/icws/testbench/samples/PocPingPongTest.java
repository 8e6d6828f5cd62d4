package org.icws.testbench.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.icws.protocol.candid.CandidEncoder;
import org.icws.protocol.candid.CandidValue;
import org.icws.sample.SampleCanister;
import org.icws.testbench.Await;
import org.icws.testbench.BesideTheWindow;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The proof of concept's protocol; who may do what is tested in Rust as well. */
@BesideTheWindow
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
    void aWrongSequenceNumberEndsTheConnectionWithItsReason() throws Exception {
        PocClient anna = PocClient.open(network);
        assertThat(anna.next()).isEqualTo("ping");
        anna.say("first");
        assertThat(anna.next()).isEqualTo("first ping");
        anna.send(anna.frame(5, "x"));
        assertThat(anna.closed())
                .isEqualTo(
                        "1008 The canister refused ws_message: it answered false, so the signature or the sequence number"
                                + " is wrong");
        assertThat(network.stat("received")).isEqualTo(1);
        Await.until("it is gone", () -> network.stat("clients") == 0);
    }

    @Test
    void aWrongSignatureUnderTheFirstMessageEndsTheConnectionWithItsReason() throws Exception {
        PocClient forger = PocClient.register(network);
        forger.sendFirst(new byte[64]);
        assertThat(forger.closed())
                .isEqualTo("1008 The first message is not signed with the key of client " + forger.id());
        assertThat(network.stat("clients")).isZero();
        DirectCaller careless = network.caller(SampleNetwork.identity());
        assertThat(careless.update("ws_open", CandidValue.blob(forger.firstMessage()), CandidValue.blob(new byte[64]))
                        .reply()
                        .asBool())
                .as("without a gateway that looks first")
                .isFalse();
        assertThat(network.stat("clients")).isZero();
    }

    @Test
    void aWrongSignatureUnderAMessageEndsTheConnectionWithItsReason() throws Exception {
        PocClient anna = PocClient.open(network);
        assertThat(anna.next()).isEqualTo("ping");
        anna.send(anna.frame(0, "x", SampleNetwork.identity()));
        assertThat(anna.closed())
                .isEqualTo(
                        "1008 The canister refused ws_message: it answered false, so the signature or the sequence number"
                                + " is wrong");
        assertThat(network.stat("received")).isZero();
        assertThat(network.stat("refused")).isEqualTo(1);
    }

    @Test
    void aMessageOverTheSizeLimitEndsTheConnectionWithBothSizes() throws Exception {
        PocClient anna = PocClient.open(network);
        assertThat(anna.next()).isEqualTo("ping");
        byte[] frame = anna.frame(0, "x".repeat(20_000));
        int argument = CandidEncoder.encode(CandidValue.blob(frame)).length;
        anna.send(frame);
        assertThat(anna.closed())
                .contains("the argument of ws_message has " + argument + " bytes; at most 16384 are accepted");
        assertThat(network.stat("received")).isZero();
    }

    @Test
    void aClientThatDisappearsWithoutAWordIsForgottenAndTheOthersStay() throws Exception {
        PocClient anna = PocClient.open(network);
        PocClient lost = PocClient.open(network);
        assertThat(anna.next()).isEqualTo("ping");
        assertThat(lost.next()).isEqualTo("ping");
        lost.vanish();
        Await.until("the canister knows", () -> network.stat("clients") == 1);
        anna.say("still");
        assertThat(anna.next()).isEqualTo("still ping");
        anna.close();
    }
}
