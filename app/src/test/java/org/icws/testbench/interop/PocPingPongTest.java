package org.icws.testbench.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import org.ic4j.types.Principal;
import org.icws.gateway.event.GatewayEvent;
import org.icws.gateway.event.GatewayEvent.CanisterMessage;
import org.icws.gateway.trust.Verdict;
import org.icws.sample.SampleCanister;
import org.icws.testbench.BesideTheWindow;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Clients of the proof of concept's protocol, on the library its demo used, through our gateway to our replica; they check
 * every message's certificate.
 */
@BesideTheWindow
class PocPingPongTest {
    private static final int ROUNDS = 20;
    private static final byte[] NO_ARGUMENT = {'D', 'I', 'D', 'L', 0, 0};

    private static SdkProcess clients;
    private static InteropNetwork network;
    private static Principal canister;

    /** Before each test, so that without Node each one is reported as skipped. */
    @BeforeEach
    void start() {
        if (clients == null) {
            clients = SdkProcess.startPoc();
            network = InteropNetwork.start();
            canister = network.replica().createCanister(List.of());
            network.replica().install(canister, SampleCanister.POC_PING_PONG.wasm(), NO_ARGUMENT);
        }
    }

    @AfterAll
    static void stop() {
        if (network != null) {
            network.close();
        }
        if (clients != null) {
            clients.close();
        }
    }

    private static SdkClient open(String name) {
        URI gateway = network.gateway().url().resolve("/poc");
        SdkClient client = network.open(clients, name, gateway, canister.toString());
        client.awaitOpen();
        return client;
    }

    @Test
    void h19TwentyRoundsHaveTheExactTextsAndEndCleanly() {
        List<GatewayEvent> events = new java.util.concurrent.CopyOnWriteArrayList<>();
        try (var subscription = network.gateway().subscribe((batch, lost) -> events.addAll(batch))) {
            SdkClient client = open("twenty-rounds");
            PingPongTalk.assertRounds(client, ROUNDS);
        }
        assertThat(events.stream()
                        .filter(e ->
                                e instanceof CanisterMessage m && m.canister().equals(canister))
                        .map(e -> ((CanisterMessage) e).proof().verdict()))
                .isNotEmpty()
                .containsOnly(Verdict.VERIFIED);
    }

    @Test
    void h19TwoClientsAtOnceGetOnlyTheirOwnMessages() {
        SdkClient anna = open("anna");
        SdkClient ben = open("ben");

        PingPongTalk.assertEachGetsItsOwn(anna, ben, ROUNDS);
        anna.close();
        ben.close();
        assertThat(anna.awaitClosed().code()).isEqualTo(1000);
        assertThat(ben.awaitClosed().code()).isEqualTo(1000);
    }
}
