package org.icws.testbench.interop;

import static org.assertj.core.api.Assertions.assertThat;

/** What clients say to the ping-pong canister, and what has to come back. */
final class PingPongTalk {

    private static final int NORMAL = 1000;

    private PingPongTalk() {}

    /** So many rounds with the exact texts, and a clean end. */
    static void assertRounds(SdkClient client, int rounds) {
        String expected = "ping";
        for (int round = 0; round < rounds; round++) {
            assertThat(client.awaitText()).isEqualTo(expected);
            client.send(expected + "-pong");
            expected = expected + "-pong ping";
        }
        assertThat(client.awaitText()).isEqualTo(expected);
        client.close();
        SdkClient.Closed closed = client.awaitClosed();
        assertThat(closed.code()).isEqualTo(NORMAL);
        assertThat(closed.clean()).isTrue();
    }

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
