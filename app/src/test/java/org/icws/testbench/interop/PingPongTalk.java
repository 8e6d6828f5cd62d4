package org.icws.testbench.interop;

import static org.assertj.core.api.Assertions.assertThat;

/** What clients say to the ping-pong canister, and what has to come back. */
final class PingPongTalk {

    private PingPongTalk() {}

    /** Two clients that are open talk at once; each gets the answers to what it said, in order, and nothing else. */
    static void assertEachGetsItsOwn(SdkClient anna, SdkClient ben, int rounds) {
        assertThat(anna.awaitText()).isEqualTo("ping");
        assertThat(ben.awaitText()).isEqualTo("ping");
        for (int i = 0; i < rounds; i++) {
            anna.send("anna " + i);
            ben.send("ben " + i);
        }
        for (int i = 0; i < rounds; i++) {
            assertThat(anna.awaitText()).isEqualTo("anna " + i + " ping");
            assertThat(ben.awaitText()).isEqualTo("ben " + i + " ping");
        }
    }
}
