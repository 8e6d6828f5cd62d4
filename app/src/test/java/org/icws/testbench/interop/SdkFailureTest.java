package org.icws.testbench.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.icws.gateway.Limits;
import org.icws.protocol.principal.Principals;
import org.icws.testbench.BesideTheWindow;
import org.icws.testbench.interop.SdkClient.Closed;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a developer with the JavaScript SDK is told when something is wrong: a close code and a reason to act on. */
@BesideTheWindow
class SdkFailureTest {
    private static final int POLICY_VIOLATION = 1008;
    private static final int TRY_AGAIN_LATER = 1013;

    /** Well-formed, but nobody ever created it. */
    private static final String UNKNOWN_CANISTER =
            Principals.canisterId(0x0F_FFFF).toString();

    private static final Limits IMPATIENT = Limits.DEFAULT.toBuilder()
            .retryTimeout(Duration.ofMillis(500))
            .outageTimeout(Duration.ofSeconds(1))
            .maxPollBackoff(Duration.ofMillis(200))
            .build();

    private static SdkProcess sdk;
    private InteropNetwork network;

    /** Before each test, so that without Node each one is reported as skipped. */
    @BeforeEach
    void start() {
        if (sdk == null) {
            sdk = SdkProcess.start();
        }
        network = InteropNetwork.start(IMPATIENT);
    }

    @AfterEach
    void stopNetwork() {
        if (network != null) {
            network.close();
        }
    }

    @AfterAll
    static void stopSdk() {
        if (sdk != null) {
            sdk.close();
        }
    }

    @Test
    void h16AWrongCanisterIdIsToldWhileOtherClientsGoOn() {
        SdkClient good = openAndGreet("good");
        SdkClient lost = network.open(sdk, "lost", network.gateway().url(), UNKNOWN_CANISTER);

        Closed closed = lost.awaitClosed();
        assertThat(closed.code()).isEqualTo(POLICY_VIOLATION);
        assertThat(closed.reason()).contains("ws_open").contains(UNKNOWN_CANISTER);

        good.send("untouched");
        assertThat(good.awaitText()).isEqualTo("untouched ping");
    }

    @Test
    void aClientThatSendsToAKilledReplicaIsToldWhyItsConnectionEnds() {
        SdkClient client = openAndGreet("sender");
        network.replica().kill();

        client.send("anybody there?");

        Closed closed = client.awaitClosed();
        assertThat(closed.code()).isEqualTo(TRY_AGAIN_LATER);
        assertThat(closed.reason()).contains("try again later");
    }

    @Test
    void aClientThatOnlyListensIsToldOfAKilledReplicaToo() {
        SdkClient client = openAndGreet("listener");

        network.replica().kill();

        Closed closed = client.awaitClosed();
        assertThat(closed.code()).isEqualTo(TRY_AGAIN_LATER);
        assertThat(closed.reason()).contains("try again later");
    }

    private SdkClient openAndGreet(String name) {
        SdkClient client = network.open(sdk, name);
        client.awaitOpen();
        assertThat(client.awaitText()).isEqualTo("ping");
        return client;
    }
}
