package org.icws.testbench.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.icws.gateway.GatewayClock;
import org.icws.gateway.event.GatewayEvent.SessionClosed;
import org.icws.gateway.protocol.GatewayProtocol;
import org.icws.gateway.protocol.v1.CanisterFrame;
import org.icws.gateway.protocol.v1.ClientKey;
import org.icws.gateway.protocol.v1.QueuedMessage;
import org.icws.gateway.protocol.v1.WebsocketMessage;
import org.icws.gateway.trust.BatchCheck;
import org.icws.gateway.trust.Proof;
import org.icws.gateway.trust.ProofStep;
import org.icws.gateway.trust.Verdict;
import org.icws.testbench.BesideTheWindow;
import org.icws.testbench.client.ClientState;
import org.icws.testbench.client.ReceivedMessage;
import org.icws.testbench.client.TestClient;
import org.icws.testbench.client.TestClientListener;
import org.icws.testbench.client.VerificationException;
import org.icws.testbench.client.VerificationStep;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One flipped bit between gateway and client: nobody may take the message for the canister's. */
@BesideTheWindow
class TamperingTest {
    private static final int REFUSED = 4000;

    private static InteropNetwork network;
    private static SdkProcess sdk;

    @BeforeAll
    static void start() {
        network = InteropNetwork.start();
    }

    @AfterAll
    static void stop() {
        if (network != null) {
            network.close();
        }
        if (sdk != null) {
            sdk.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void theSdkRefusesTheMessage(Flip flip) throws Exception {
        Forger forger = new Forger(flip);
        try (TamperingProxy proxy = TamperingProxy.start(network.gateway().url(), forger);
                ClosedSessions sessions = ClosedSessions.of(network.gateway())) {
            SdkClient client = network.open(
                    sdk(), "victim " + flip, proxy.url(), network.pingPong().toString());

            client.awaitOpen();
            assertThat(client.awaitError()).contains("Certificate validation failed");
            assertThat(client.awaitClosed().code()).isEqualTo(REFUSED);
            assertThat(forger.forged()).isNotNull();

            SessionClosed seen = sessions.await();
            assertThat(seen.initiator()).isEqualTo("client");
            assertThat(seen.code()).isEqualTo(REFUSED);
            assertThat(seen.reason()).isEqualTo("Error receiving message");
        }
    }

    @ParameterizedTest
    @EnumSource
    void ourClientRefusesTheMessageAndNamesTheCheck(Flip flip) throws Exception {
        Victim victim = new Victim();

        TestClient client = runInto(new Forger(flip), victim);

        assertThat(victim.delivered).isNotDone();
        assertThat(client.verificationFailure().map(VerificationException::step))
                .isEqualTo(Optional.of(stepOfClient(flip)));
        assertThat(client.closeStatus().map(TestClient.CloseStatus::code)).contains(REFUSED);
    }

    @ParameterizedTest
    @EnumSource
    void theProofFailsInTheForgedStepAndOnlyForTheForgedFrame(Flip flip) throws Exception {
        Forger forger = new Forger(flip);
        runInto(forger, new Victim());

        Proof ofForged = prove(forger.forged());
        Proof ofOriginal = prove(forger.original());

        assertThat(ofForged.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(ofForged.firstFailure().map(ProofStep::name)).contains(stepOfProof(flip));
        assertThat(ofOriginal.verdict()).isEqualTo(Verdict.VERIFIED);
    }

    @Test
    void h08NoSingleBitOfAFrameCanBeFlippedUnnoticed() throws Exception {
        Forger forger = new Forger(Flip.CONTENT);
        runInto(forger, new Victim());
        CanisterFrame frame = forger.original();
        ClientKey client = WebsocketMessage.decode(frame.content()).clientKey();

        assertThat(unnoticed(frame.content(), bytes -> prove(client, frame.key(), bytes, frame.cert(), frame.tree())))
                .as("content")
                .isEmpty();
        assertThat(unnoticed(frame.cert(), bytes -> prove(client, frame.key(), frame.content(), bytes, frame.tree())))
                .as("certificate")
                .isEmpty();
        assertThat(unnoticed(frame.tree(), bytes -> prove(client, frame.key(), frame.content(), frame.cert(), bytes)))
                .as("tree")
                .isEmpty();
    }

    /** The bits, counted from the first byte's lowest, that can be flipped without making the proof fail. */
    private static List<Integer> unnoticed(byte[] part, Function<byte[], Proof> prover) {
        List<Integer> bits = new ArrayList<>();
        for (int bit = 0; bit < part.length * Byte.SIZE; bit++) {
            byte[] forged = part.clone();
            forged[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            if (prover.apply(forged).verdict() != Verdict.FAILED) {
                bits.add(bit);
            }
        }
        return bits;
    }

    /** Only the tests with the SDK need Node; without it they alone are skipped. */
    private static SdkProcess sdk() {
        if (sdk == null) {
            sdk = SdkProcess.start();
        }
        return sdk;
    }

    /** Lets one of our clients meet the forgery; returns when it has closed. */
    private static TestClient runInto(Forger forger, Victim victim) throws Exception {
        try (TamperingProxy proxy = TamperingProxy.start(network.gateway().url(), forger);
                TestClient client = network.connect("victim", proxy.url(), victim)) {
            victim.closed.get(SdkClient.PATIENCE.toSeconds(), TimeUnit.SECONDS);
            return client;
        }
    }

    private static Proof prove(CanisterFrame frame) {
        ClientKey client = WebsocketMessage.decode(frame.content()).clientKey();
        return prove(client, frame.key(), frame.content(), frame.cert(), frame.tree());
    }

    private static Proof prove(ClientKey client, String key, byte[] content, byte[] cert, byte[] tree) {
        BatchCheck check = new BatchCheck(
                network.certificates(), GatewayClock.SYSTEM, GatewayProtocol.V1, network.pingPong(), cert, tree);
        return check.prove(new QueuedMessage(client, key, content));
    }

    private static VerificationStep stepOfClient(Flip flip) {
        return switch (flip) {
            case CONTENT -> VerificationStep.CONTENT_HASH;
            case CERTIFICATE -> VerificationStep.SIGNATURE;
            case TREE -> VerificationStep.TREE;
        };
    }

    private static String stepOfProof(Flip flip) {
        return switch (flip) {
            case CONTENT -> Proof.CONTENT;
            case CERTIFICATE -> Proof.SIGNATURE;
            case TREE -> Proof.TREE;
        };
    }

    private static final class Victim implements TestClientListener {
        private final CompletableFuture<String> closed = new CompletableFuture<>();
        private final CompletableFuture<ReceivedMessage> delivered = new CompletableFuture<>();

        @Override
        public void onState(TestClient client, ClientState state, String reason) {
            if (state == ClientState.CLOSED) {
                closed.complete(reason);
            }
        }

        @Override
        public void onMessage(TestClient client, ReceivedMessage message) {
            delivered.complete(message);
        }
    }
}
