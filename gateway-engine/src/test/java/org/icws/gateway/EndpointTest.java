package org.icws.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Set;
import org.icws.gateway.fixture.Await;
import org.icws.gateway.fixture.ManualTime;
import org.icws.gateway.fixture.MockReplica;
import org.icws.gateway.fixture.RawSocket;
import org.icws.gateway.fixture.Testbed;
import org.icws.gateway.fixture.V1Client;
import org.icws.protocol.crypto.Ed25519Identity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** H12: what else can happen on a listening port. */
class EndpointTest {
    @Test
    void tellsABrowserWhatItIs() throws Exception {
        try (Testbed bed = new Testbed()) {
            HttpResponse<String> page = get(bed, "/");

            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
            assertThat(page.body())
                    .contains("IC WebSocket gateway")
                    .contains(bed.gateway.principal().toString())
                    .contains(bed.replica.url().toString());
        }
    }

    @Test
    void answersMonitorsAndRefusesTheRest() throws Exception {
        try (Testbed bed = new Testbed()) {
            assertThat(get(bed, "/healthz").statusCode()).isEqualTo(200);
            assertThat(get(bed, "/healthz").body()).isEqualTo("ok\n");
            assertThat(get(bed, "/else").statusCode()).isEqualTo(404);
            HttpRequest post = HttpRequest.newBuilder(http(bed, "/"))
                    .POST(HttpRequest.BodyPublishers.ofString("x"))
                    .build();
            assertThat(HttpClient.newHttpClient()
                            .send(post, HttpResponse.BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(405);
        }
    }

    @Test
    void givesUpOnAWsOpenThatIsNotAnswered() {
        ManualTime time = new ManualTime();
        try (Testbed bed = new Testbed(c -> c.clock(time).scheduler(time))) {
            bed.replica.callDelay = () -> 3_600_000;
            bed.replica.onQuery = q -> MockReplica.Answer.text(500, "");
            V1Client client = bed.client();
            client.sendOpen(bed.canister.id());
            Await.until("ws_open submitted", () -> bed.replica.calls("ws_open").size() == 1);

            time.advance(Limits.DEFAULT.openTimeout());

            assertThat(client.ended())
                    .isEqualTo(new V1Client.Ended(1013, "ws_open was not answered within 60 s; try again later"));
        }
    }

    @Test
    void servesOnlySoManyConnections() {
        try (Testbed bed = Testbed.withLimits(l -> l.maxSessions(2))) {
            V1Client one = bed.client();
            bed.client();

            V1Client third = V1Client.unread(bed.gateway.url());

            assertThat(third.ended())
                    .isEqualTo(new V1Client.Ended(1013, "This gateway serves at most 2 connections; try again later"));
            one.leave();
            Await.until("place free", () -> bed.gateway.snapshot().sessions().size() == 1);
            assertThat(bed.client().isOpen()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost:3000,101",
        "http://127.0.0.1:8000,101",
        "http://[::1]:8000,101",
        "http://bkyz2-fmaaa-aaaaa-qaaaq-cai.localhost:4943,101",
        "https://app.example.org,101",
        "https://evil.example.org,403",
        "http://localhost.evil.org,403",
        "http://127.0.0.1.evil.org,403",
        "null,403",
        "garbage,403"
    })
    void letsOnlyPagesOfThisMachineAndNamedOnesIn(String origin, int status) {
        try (Testbed bed = new Testbed(c -> c.allowedOrigins(Set.of("https://app.example.org")));
                RawSocket socket = RawSocket.silent(bed.gateway.port())) {
            String answer = socket.request(
                    "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nOrigin: "
                            + origin
                            + "\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n");

            assertThat(answer).startsWith("HTTP/1.1 " + status);
        }
    }

    /** The protocols have no sub-protocol and no extension: a client that offers some gets a connection without them. */
    @Test
    void agreesToNoSubProtocolAndNoExtension() {
        try (Testbed bed = new Testbed();
                RawSocket socket = RawSocket.silent(bed.gateway.port())) {
            String answer = socket.request("GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    + "Sec-WebSocket-Protocol: graphql-ws, chat\r\nSec-WebSocket-Extensions: permessage-deflate\r\n"
                    + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");

            assertThat(answer)
                    .startsWith("HTTP/1.1 101")
                    .containsIgnoringCase("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
                    .doesNotContainIgnoringCase("Sec-WebSocket-Protocol")
                    .doesNotContainIgnoringCase("Sec-WebSocket-Extensions");
            assertThat(socket.read().opcode()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @CsvSource({"/,101", "/poc,101", "/?gw=x,101", "/poc?gw=x,101", "/poc/,404", "/other,404", "/metrics,403"})
    void takesWebSocketsAtItsTwoPaths(String path, int status) {
        try (Testbed bed = new Testbed();
                RawSocket socket = RawSocket.silent(bed.gateway.port())) {
            String answer = socket.request("GET " + path + " HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n"
                    + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                    + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");

            assertThat(answer).startsWith("HTTP/1.1 " + status);
        }
    }

    @Test
    void saysWhenItsPortIsTaken() throws IOException {
        try (MockReplica replica = new MockReplica();
                ServerSocket taken = new ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            GatewayConfig config = GatewayConfig.builder(replica.url(), Ed25519Identity.generate(new SecureRandom()))
                    .port(taken.getLocalPort())
                    .build();

            assertThatThrownBy(() -> GatewayEngine.start(config))
                    .isInstanceOf(PortInUseException.class)
                    .hasMessageContaining("Port " + taken.getLocalPort() + " on 127.0.0.1 is already in use");
        }
    }

    @Test
    void doesNotCallAForeignAddressATakenPort() {
        try (MockReplica replica = new MockReplica()) {
            GatewayConfig config = GatewayConfig.builder(replica.url(), Ed25519Identity.generate(new SecureRandom()))
                    .host("192.0.2.1")
                    .port(0)
                    .build();

            assertThatThrownBy(() -> GatewayEngine.start(config))
                    .isNotInstanceOf(PortInUseException.class)
                    .hasMessageContaining("Cannot listen on 192.0.2.1:0");
        }
    }

    @Test
    void freesItsPortWhenItStops() {
        int port;
        try (Testbed bed = new Testbed()) {
            port = bed.gateway.port();
            bed.openClient();
        }
        int again = port;
        try (Testbed bed = new Testbed(c -> c.port(again))) {
            assertThat(bed.gateway.port()).isEqualTo(port);
            bed.openClient();
        }
    }

    @Test
    void leavesNoThreadBehind() {
        try (Testbed bed = new Testbed()) {
            bed.openClient();
        }
        Await.until("threads gone", () -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(t -> t.getName().contains("gateway")));
    }

    @Test
    void saysWhenTheReplicaIsNotThere() {
        GatewayConfig config = GatewayConfig.builder(
                        URI.create("http://127.0.0.1:1"), Ed25519Identity.generate(new SecureRandom()))
                .port(0)
                .build();

        assertThatThrownBy(() -> GatewayEngine.start(config))
                .isInstanceOf(GatewayException.class)
                .hasMessageContaining("The replica at http://127.0.0.1:1 did not tell its root key")
                .hasMessageContaining("is it running?");
    }

    @Test
    void showsTheRootKeyAndItsSource() {
        try (Testbed bed = new Testbed()) {
            GatewaySnapshot snapshot = bed.gateway.snapshot();
            assertThat(snapshot.rootKeySource()).isEqualTo(RootKeySource.FETCHED);
            assertThat(snapshot.rootKeyHex()).isEqualTo(java.util.HexFormat.of().formatHex(bed.replica.rootKey()));
        }
    }

    @Test
    void usesAConfiguredKeyWithoutAsking() {
        try (Testbed bed = new Testbed();
                GatewayEngine gateway = GatewayEngine.start(
                        GatewayConfig.builder(bed.replica.url(), Ed25519Identity.generate(new SecureRandom()))
                                .port(0)
                                .rootKey(new RootKeyPolicy.Configured(bed.replica.rootKey()))
                                .build())) {
            assertThat(bed.replica.statusRequests()).isEqualTo(1);
            assertThat(gateway.snapshot().rootKeySource()).isEqualTo(RootKeySource.CONFIGURED);
        }
    }

    @Test
    void refusesConfigurationsThatMakeNoSense() {
        Ed25519Identity identity = Ed25519Identity.generate(new SecureRandom());
        URI url = URI.create("http://127.0.0.1:4943");
        assertThatThrownBy(() ->
                        GatewayConfig.builder(URI.create("ws://x"), identity).build())
                .hasMessageContaining("must look like http://127.0.0.1:4943");
        assertThatThrownBy(
                        () -> GatewayConfig.builder(url, identity).port(70_000).build())
                .hasMessageContaining("port");
        assertThatThrownBy(() -> GatewayConfig.builder(url, identity)
                        .pollInterval(Duration.ZERO)
                        .build())
                .hasMessageContaining("poll interval");
        assertThatThrownBy(() -> Limits.DEFAULT.toBuilder().maxSessions(0).build())
                .hasMessageContaining("maxSessions must be positive");
    }

    private static HttpResponse<String> get(Testbed bed, String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(http(bed, path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static URI http(Testbed bed, String path) {
        return URI.create("http://127.0.0.1:" + bed.gateway.port() + path);
    }
}
