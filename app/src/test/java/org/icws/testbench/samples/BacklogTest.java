package org.icws.testbench.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.icws.gateway.PollerSnapshot;
import org.icws.protocol.candid.CandidEncoder;
import org.icws.protocol.candid.CandidValue;
import org.icws.protocol.certificate.CertificateVerifier;
import org.icws.protocol.certificate.RootKey;
import org.icws.sample.SampleCanister;
import org.icws.testbench.Await;
import org.icws.testbench.BesideTheWindow;
import org.icws.testbench.client.NetworkClient;
import org.icws.testbench.messages.AckBook;
import org.icws.testbench.queues.CanisterPosition;
import org.icws.testbench.queues.CanisterStats;
import org.icws.testbench.queues.QueuesViewModel;
import org.icws.testbench.store.Frame;
import org.icws.testbench.store.NameBook;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The backlog of a real canister in the dashboard, while a paused gateway fetches nothing. */
@BesideTheWindow
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class BacklogTest {
    private static final int WAITING = 7;

    private SampleNetwork network;

    @AfterEach
    void stop() {
        network.close();
    }

    private PollerSnapshot poller() {
        return network.engine().snapshot().pollers().get(0);
    }

    /** What the dashboard's page about queues shows of the canister now. */
    private CanisterPosition shown() {
        NetworkClient asking = new NetworkClient(
                network.replica().url(),
                new CertificateVerifier(new RootKey(network.replica().rootKeyDer())));
        QueuesViewModel page = new QueuesViewModel(
                new NameBook(),
                new AckBook(),
                canister -> CompletableFuture.completedFuture(
                        CanisterStats.decode(asking.query(canister, CanisterStats.METHOD, SampleNetwork.NO_ARGUMENT))),
                Runnable::run);
        page.onFrame(new Frame(
                System.currentTimeMillis() * 1_000_000,
                List.of(),
                0,
                network.engine().snapshot()));
        return page.positionsProperty().get().get(0);
    }

    private void assertUpToDate() {
        Await.until("all was fetched", () -> shown().backlog() == 0);
        assertThat(shown().exact()).isTrue();
        assertThat(shown().verdict()).isEqualTo("up to date");
    }

    private void assertWaiting() {
        CanisterPosition position = shown();
        assertThat(position.exact()).isTrue();
        assertThat(position.backlog()).isEqualTo(WAITING);
        assertThat(position.verdict()).isEqualTo("7 behind");
        assertThat(position.slowest()).isEqualTo("slowest: polling");
    }

    @Test
    void theBacklogOfACanisterIsExactWhileTheGatewayIsPausedAndGoneAfterwards() throws Exception {
        network = new SampleNetwork(SampleCanister.LIVE_COMMENTS);
        try (Talker anna = network.connect("anna")) {
            CandidValue room = CandidValue.text("lobby");
            anna.say("Join", "room", room);
            anna.inbox().next("Room");
            assertUpToDate();

            network.engine().pause(network.canister());
            DirectCaller herself = network.caller(anna.identity());
            for (int i = 0; i < WAITING; i++) {
                byte[] post = CandidEncoder.encode(CandidValue.variant(
                        "Post", CandidValue.record("room", room, "text", CandidValue.text("number " + i))));
                assertThat(herself.message(anna.client().key(), 2 + i, post)
                                .reply()
                                .asVariant()
                                .is("Ok"))
                        .isTrue();
            }
            assertWaiting();
            long polls = poller().polls();

            network.engine().resume(network.canister());
            for (int i = 0; i < WAITING; i++) {
                assertThat(anna.inbox()
                                .next("Posted")
                                .get("comment")
                                .asRecord()
                                .get("text")
                                .asText())
                        .isEqualTo("number " + i);
            }
            assertUpToDate();
            assertThat(poller().polls()).isGreaterThan(polls);
        }
    }

    @Test
    void theProofOfConceptsNumbersBeginAtSixteenAndItsBacklogIsExactToo() throws Exception {
        network = new SampleNetwork(SampleCanister.POC_PING_PONG);
        PocClient anna = PocClient.open(network);
        assertThat(anna.next()).isEqualTo("ping");
        for (int i = 0; i < 30; i++) {
            anna.say("round " + i);
            assertThat(anna.next()).isEqualTo("round " + i + " ping");
        }
        assertUpToDate();

        network.engine().pause(network.canister());
        for (int i = 0; i < WAITING; i++) {
            CandidValue frame = CandidValue.blob(anna.frame(30 + i, "late " + i));
            assertThat(network.asGateway().update("ws_message", frame).reply().asBool())
                    .isTrue();
        }
        assertWaiting();

        network.engine().resume(network.canister());
        for (int i = 0; i < WAITING; i++) {
            assertThat(anna.next()).isEqualTo("late " + i + " ping");
        }
        assertUpToDate();
    }
}
