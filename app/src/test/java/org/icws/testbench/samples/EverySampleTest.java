package org.icws.testbench.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.ic4j.agent.identity.AnonymousIdentity;
import org.icws.protocol.candid.CandidEncoder;
import org.icws.protocol.candid.CandidValue;
import org.icws.sample.SampleCanister;
import org.icws.testbench.Await;
import org.icws.testbench.BesideTheWindow;
import org.icws.testbench.client.PingPongMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What all sample canisters of the v1 protocol do alike when something goes wrong. */
@BesideTheWindow
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class EverySampleTest {
    /** The largest argument each lets in. */
    private static final Map<SampleCanister, Integer> LARGEST_ARGUMENT = Map.of(
            SampleCanister.PING_PONG, 17_408,
            SampleCanister.EXCHANGE_RATES, 9_216,
            SampleCanister.SHARED_DOCUMENT, 33_792,
            SampleCanister.LIVE_COMMENTS, 9_216);

    private static final int ROOM_FOR_THE_PROTOCOL = 1_024;

    private SampleNetwork network;

    @AfterEach
    void stop() {
        network.close();
    }

    /** Something that each accepts. */
    private static byte[] content(SampleCanister sample) {
        return switch (sample) {
            case EXCHANGE_RATES ->
                CandidEncoder.encode(CandidValue.variant(
                        "Unsubscribe", CandidValue.record("pairs", CandidValue.vec(java.util.List.of()))));
            case SHARED_DOCUMENT -> CandidEncoder.encode(CandidValue.variant("Reload"));
            case LIVE_COMMENTS ->
                CandidEncoder.encode(
                        CandidValue.variant("Join", CandidValue.record("room", CandidValue.text("lobby"))));
            case PING_PONG, POC_PING_PONG -> new PingPongMessage("hello", 0).encode();
        };
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "POC_PING_PONG")
    void aWrongSequenceNumberEndsTheConnectionAndSaysWhichWasExpected(SampleCanister sample) throws Exception {
        network = new SampleNetwork(sample);
        RawClient ahead = RawClient.open(network);
        ahead.send(ahead.messageFrame(5, content(sample)));
        assertThat(ahead.closed())
                .isEqualTo("1008 The canister refused ws_message: Expected incoming sequence number 1 but got 5");
        assertThat(network.stat("received")).isZero();

        RawClient repeating = RawClient.open(network);
        repeating.send(repeating.messageFrame(1, content(sample)));
        Await.until("the first is accepted", () -> network.stat("received") == 1);
        repeating.send(repeating.messageFrame(1, content(sample)));
        assertThat(repeating.closed())
                .isEqualTo("1008 The canister refused ws_message: Expected incoming sequence number 2 but got 1");
        assertThat(network.stat("received")).isEqualTo(1);
        assertThat(network.stat("clients")).isZero();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "POC_PING_PONG")
    void aClientToldOfItsWrongSequenceNumberHearsTheReasonInAMessageToo(SampleCanister sample) throws Exception {
        network = new SampleNetwork(sample);
        try (Talker anna = network.connect("anna")) {
            DirectCaller.Outcome outcome =
                    network.caller(anna.identity()).message(anna.client().key(), 7, content(sample));
            assertThat(outcome.reply().asVariant().value().asText())
                    .isEqualTo("Expected incoming sequence number 1 but got 7");
            assertThat(anna.inbox().closed()).isEqualTo("The canister closed the connection: WrongSequenceNumber");
            assertThat(network.stat("clients")).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "POC_PING_PONG")
    void aWrongSignatureUnderWsOpenEndsTheConnectionWithTheNetworksWords(SampleCanister sample) throws Exception {
        network = new SampleNetwork(sample);
        RawClient forger = RawClient.stranger(network);
        forger.send(RawClient.wronglySigned(forger.openFrame()));
        assertThat(forger.closed())
                .startsWith("1008 The network refused the request of ws_open")
                .containsIgnoringCase("signature");
        assertThat(network.stat("clients")).isZero();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "POC_PING_PONG")
    void aWrongSignatureUnderAMessageEndsTheConnectionAndWhatWasAcceptedStays(SampleCanister sample) throws Exception {
        network = new SampleNetwork(sample);
        RawClient forger = RawClient.open(network);
        forger.send(forger.messageFrame(1, content(sample)));
        forger.send(RawClient.wronglySigned(forger.messageFrame(2, content(sample))));
        assertThat(forger.closed())
                .startsWith("1008 The network refused the request of ws_message")
                .containsIgnoringCase("signature");
        assertThat(network.stat("received")).isEqualTo(1);
        Await.until("the canister is told", () -> network.stat("clients") == 0);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "POC_PING_PONG")
    void aCallOverTheSizeLimitEndsTheConnectionWithBothSizes(SampleCanister sample) throws Exception {
        network = new SampleNetwork(sample);
        int largest = LARGEST_ARGUMENT.get(sample);
        RawClient loud = RawClient.open(network);
        loud.send(loud.messageFrame(1, content(sample)));
        byte[] frame = loud.messageFrame(2, new byte[largest]);
        int argument = DirectCaller.messageArgument(loud.key(), 2, new byte[largest]).length;
        loud.send(frame);
        assertThat(loud.closed())
                .contains("ws_message has " + argument + " bytes; at most " + largest + " are accepted");
        assertThat(network.stat("received")).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"POC_PING_PONG", "PING_PONG"})
    void aMessageOverTheSizeLimitIsAnsweredWithBothSizesAndTheClientGoesOn(SampleCanister sample) throws Exception {
        network = new SampleNetwork(sample);
        int largest = LARGEST_ARGUMENT.get(sample) - ROOM_FOR_THE_PROTOCOL;
        try (Talker anna = network.connect("anna")) {
            anna.send(new byte[largest + 1]);
            assertThat(anna.refusal())
                    .isEqualTo("the message has " + (largest + 1) + " bytes; at most " + largest + " are accepted");
            anna.send(content(sample));
            Await.until("the next one is handled", () -> network.stat("received") == 2);
            assertThat(network.stat("refused")).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "POC_PING_PONG")
    void aClientThatDisappearsWithoutAWordIsForgottenAndTheOthersStay(SampleCanister sample) throws Exception {
        network = new SampleNetwork(sample);
        try (Talker anna = network.connect("anna")) {
            RawClient lost = RawClient.open(network);
            assertThat(network.stat("clients")).isEqualTo(2);
            lost.vanish();
            Await.until("the canister knows", () -> network.stat("clients") == 1);
            anna.send(content(sample));
            Await.until("the others are served", () -> network.stat("received") == 1);
            assertThat(network.stat("refused")).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void anonymousCallsAreNotLetIn(SampleCanister sample) {
        network = new SampleNetwork(sample);
        DirectCaller.Outcome outcome =
                network.caller(new AnonymousIdentity()).update("ws_open", SampleNetwork.NO_ARGUMENT);
        assertThat(outcome.rejection()).contains("ws_open takes no anonymous calls; sign the call with an identity");
    }

    @ParameterizedTest
    @EnumSource
    void thePageAndTheStatsQueryShowTheSameFigures(SampleCanister sample) throws Exception {
        network = new SampleNetwork(sample);
        assertThat(network.page().statusCode()).isEqualTo(200);
        assertThat(network.page().body())
                .contains("<h1>" + sample.canisterName() + "</h1>")
                .contains("<th>Clients</th><td>" + network.stat("clients") + "</td>");
        assertThat(network.stat("sent")).isZero();
    }
}
