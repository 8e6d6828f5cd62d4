package org.icws.testbench.interop;

import static org.assertj.core.api.Assertions.assertThat;

import org.icws.testbench.BesideTheWindow;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The unmodified JavaScript SDK through our gateway to our replica; it verifies every certificate it is given. */
@BesideTheWindow
class SdkPingPongTest {
    private static final int ROUNDS = 20;
    private static final int NORMAL = 1000;

    private static SdkProcess sdk;
    private static InteropNetwork network;

    /** Before each test, so that without Node each one is reported as skipped. */
    @BeforeEach
    void start() {
        if (sdk == null) {
            sdk = SdkProcess.start();
            network = InteropNetwork.start();
        }
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

    @Test
    void h04TwentyRoundsHaveTheExactTextsAndEndCleanly() {
        SdkClient client = network.open(sdk, "twenty-rounds");
        client.awaitOpen();

        PingPongTalk.assertRounds(client, ROUNDS);
    }

    @Test
    void h09TwoClientsAtOnceGetOnlyTheirOwnMessages() {
        SdkClient anna = network.open(sdk, "anna");
        SdkClient ben = network.open(sdk, "ben");
        assertThat(anna.awaitOpen()).isNotEqualTo(ben.awaitOpen());

        PingPongTalk.assertEachGetsItsOwn(anna, ben, ROUNDS);

        anna.close();
        assertThat(anna.awaitClosed().code()).isEqualTo(NORMAL);
        ben.send("still here");
        assertThat(ben.awaitText()).isEqualTo("still here ping");
        ben.close();
        assertThat(ben.awaitClosed().code()).isEqualTo(NORMAL);
    }
}
