package org.icws.gateway.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.icws.gateway.GatewayConfig;
import org.icws.gateway.GatewayEngine;
import org.icws.gateway.Limits;
import org.icws.gateway.RootKeySource;
import org.icws.gateway.event.GatewayEvent.CanisterMessage;
import org.icws.gateway.event.GatewayEvent.SessionClosed;
import org.icws.gateway.fixture.Await;
import org.icws.gateway.fixture.EventLog;
import org.icws.gateway.fixture.ManualTime;
import org.icws.gateway.fixture.MockCanister;
import org.icws.gateway.fixture.MockReplica;
import org.icws.gateway.fixture.RawSocket;
import org.icws.gateway.fixture.Testbed;
import org.icws.gateway.fixture.V1Client;
import org.icws.gateway.protocol.v1.ClientFrame;
import org.icws.gateway.trust.Verdict;
import org.icws.protocol.crypto.Ed25519Identity;
import org.icws.protocol.principal.Principals;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** H12, H21, H22: what else can happen on a listening port, and where the root key comes from. */
class EndpointConformanceTest {
    private static final int IDLE = 1000;
    /** The engine's pools start their threads when they need them. */
    private static final int POOLED = 8;

    @Test
    void h12SurvivesAPortScanAndGarbage() {
        try (Testbed bed = new Testbed()) {
            V1Client bystander = bed.openClient();
            for (int i = 0; i < 20; i++) {
                RawSocket.silent(bed.gateway.port()).close();
                try (RawSocket socket = RawSocket.silent(bed.gateway.port())) {
                    socket.send(new byte[] {0x16, 3, 1, 0, 0, (byte) i});
                }
            }
            try (RawSocket socket = RawSocket.silent(bed.gateway.port())) {
                String answer =
                        socket.request("GET /%zz HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n");
                assertThat(answer).startsWith("HTTP/1.1 400");
            }
            bed.canister.send(bystander.key(), new byte[] {1});
            assertThat(bystander.message().content()).containsExactly(1);
        }
    }

    @Test
    void h12DropsAConnectionThatAsksForNothing() {
        ManualTime time = new ManualTime();
        try (Testbed bed = new Testbed(c -> c.clock(time).scheduler(time));
                RawSocket silent = RawSocket.silent(bed.gateway.port());
                RawSocket upgraded = RawSocket.open(bed.gateway.port())) {
            assertThat(upgraded.read().opcode()).isEqualTo(2);
            // Another thread accepts the silent one, and may be later.
            Await.until("both are watched", () -> time.dueIn(Limits.DEFAULT.firstFrameTimeout()) == 2);

            time.advance(Limits.DEFAULT.firstFrameTimeout());

            assertThat(silent.isAtEnd()).isTrue();
            assertThat(upgraded.readClose().reason()).isEqualTo("No ws_open arrived within 30 s");
        }
    }

    @Test
    void h12AThousandIdleSocketsDisturbNobody() {
        List<RawSocket> idle = new ArrayList<>();
        try (Testbed bed = new Testbed()) {
            bed.canister.onMessage((canister, message) -> canister.send(message.clientKey(), message.content()));
            V1Client bystander = bed.openClient();
            int threads = engineThreads();
            for (int i = 0; i < IDLE; i++) {
                idle.add(i % 2 == 0 ? RawSocket.open(bed.gateway.port()) : RawSocket.silent(bed.gateway.port()));
            }

            for (int i = 0; i < 20; i++) {
                bystander.say(new byte[] {(byte) i});
                assertThat(bystander.message().content()).containsExactly(i);
            }
            Await.until("all counted", () -> bed.gateway.snapshot().sessions().size() == 1 + IDLE / 2);
            assertThat(engineThreads()).isLessThanOrEqualTo(threads + POOLED);
            idle.forEach(RawSocket::close);
            Await.until("all gone", () -> bed.gateway.snapshot().sessions().size() == 1);
            assertThat(bystander.isOpen()).isTrue();
        } finally {
            idle.forEach(RawSocket::close);
        }
    }

    private static int engineThreads() {
        return (int) Thread.getAllStackTraces().keySet().stream()
                .filter(t -> t.getName().startsWith("gateway-") || t.getName().startsWith("icws-gateway"))
                .count();
    }

    @Test
    void h12AClientThatDoesNotReadIsClosedAndTheOthersGoOn() {
        try (Testbed bed =
                Testbed.withLimits(l -> l.outboxBytes(1 << 20).closeGrace(java.time.Duration.ofMillis(200)))) {
            V1Client well = bed.openClient();
            V1Client signer = bed.client();
            try (RawSocket stuck = RawSocket.open(bed.gateway.port(), 8 << 10)) {
                stuck.read();
                stuck.frame(
                        0x82,
                        new ClientFrame(signer.signOpen(bed.canister.id(), signer.gateway())
                                        .envelope())
                                .encode());
                stuck.read();
                byte[] bulk = new byte[40_000];
                int sent = 0;
                while (bed.events.all(SessionClosed.class).isEmpty() && sent < 2_000) {
                    bed.canister.send(signer.key(), bulk);
                    bed.canister.send(well.key(), new byte[] {(byte) sent});
                    // The well client's message proves that the page has been handed out.
                    assertThat(well.message().content()).containsExactly(sent);
                    sent++;
                }

                SessionClosed closed = bed.events.await(SessionClosed.class, c -> true);
                assertThat(closed.code()).isEqualTo(1008);
                assertThat(closed.reason()).startsWith("The client reads too slowly: ");
                Await.until("ws_close", () -> bed.canister.closed().contains(signer.key()));
                assertThat(well.isOpen()).isTrue();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://icp0.io",
                "https://icp0.io/",
                "https://ICP0.io:443/some/path?x",
                "https://icp-api.io/",
                "https://ic0.app",
                "https://ic0.app/",
                "https://IC0.App:443/",
                "https://boundary.ic0.app/",
                "https://icp-api.io",
                "https://ICP-API.IO",
                "https://icp-api.io:443",
                "https://a4gq6-oaaaa-aaaab-qaa4q-cai.icp0.io",
                "https://a4gq6-oaaaa-aaaab-qaa4q-cai.raw.icp0.io/",
                "https://icp0.io./",
                "https://icp0.io//",
                "HTTPS://icp0.io",
                "http://icp0.io:80/api/v2/status",
                "https://user@icp0.io/"
            })
    void h21NeverAsksMainnetForItsKey(String url) {
        GatewayConfig config = GatewayConfig.builder(URI.create(url), Ed25519Identity.generate(new SecureRandom()))
                .port(0)
                .build();
        // The network is not reached in this test: nothing may be asked before a client comes.
        try (GatewayEngine gateway = GatewayEngine.start(config)) {
            assertThat(gateway.snapshot().rootKeySource()).isEqualTo(RootKeySource.BUILT_IN);
            assertThat(gateway.snapshot().rootKeyHex()).contains("814c0e6ec71fab583b08bd81373c255c3c371b2e84863c98");
        }
    }

    @Test
    void h21RefusesToFetchAKeyFromAStranger() {
        GatewayConfig config = GatewayConfig.builder(
                        URI.create("http://replica.example.org"), Ed25519Identity.generate(new SecureRandom()))
                .port(0)
                .build();

        assertThatThrownBy(() -> GatewayEngine.start(config))
                .hasMessageContaining("The root key of replica.example.org is not known");
    }

    /** A network whose key is not known yet: nobody is let in, so nothing can be checked against a wrong key. */
    @Test
    void h22ClientsAreServedOnlyOnceTheRootKeyIsKnownAndThenAllVerifies() throws Exception {
        CountDownLatch hold = new CountDownLatch(1);
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        try (MockReplica replica = new MockReplica()) {
            MockCanister canister = replica.canister(Principals.canisterId(7));
            replica.beforeStatus = () -> await(hold);
            GatewayConfig config = GatewayConfig.builder(replica.url(), Ed25519Identity.generate(new SecureRandom()))
                    .port(port)
                    .pollInterval(Duration.ofMillis(10))
                    .build();
            CompletableFuture<GatewayEngine> starting =
                    CompletableFuture.supplyAsync(() -> GatewayEngine.start(config));

            assertThatThrownBy(() -> RawSocket.silent(port)).isInstanceOf(UncheckedIOException.class);
            assertThat(starting).isNotDone();
            hold.countDown();

            EventLog events = new EventLog();
            try (GatewayEngine gateway = starting.get(20, TimeUnit.SECONDS)) {
                gateway.subscribe(events);
                try (V1Client client = V1Client.connect(gateway.url()).open(canister.id())) {
                    CanisterMessage first =
                            events.await(CanisterMessage.class, m -> m.kind().equals("OpenMessage"));
                    assertThat(first.proof().verdict()).isEqualTo(Verdict.VERIFIED);
                    assertThat(client.isOpen()).isTrue();
                }
            }
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
