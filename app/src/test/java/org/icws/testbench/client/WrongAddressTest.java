package org.icws.testbench.client;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.icws.testbench.BesideTheWindow;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Addresses at which something other than a gateway or a network answers, or nothing does. */
@BesideTheWindow
class WrongAddressTest {

    private HttpServer pages;

    @BeforeEach
    void start() throws IOException {
        pages = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        pages.createContext("/", exchange -> {
            byte[] page = "<html>hello</html>".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });
        pages.start();
    }

    @AfterEach
    void stop() {
        pages.stop(0);
    }

    private String host() {
        return "127.0.0.1:" + pages.getAddress().getPort();
    }

    private static GatewayConnection open(String url, Duration patience) {
        return GatewayConnection.open(URI.create(url), new Silent(), patience);
    }

    @Test
    void a_server_of_pages_is_said_to_open_no_websocket() {
        assertThatThrownBy(() -> open("ws://" + host(), Duration.ofSeconds(20)))
                .isInstanceOf(TestClientException.class)
                .hasMessage("What answers at ws://" + host() + " opens no WebSocket: it gives the HTTP status 200."
                        + " Check the address, and that a gateway runs there.");
    }

    @Test
    void who_asks_for_tls_where_there_is_none_is_told_how_the_address_without_it_begins() {
        assertThatThrownBy(() -> open("wss://" + host(), Duration.ofSeconds(20)))
                .isInstanceOf(TestClientException.class)
                .hasMessageStartingWith("No gateway answers at wss://" + host())
                .hasMessageEndingWith("The address of a gateway without TLS begins with ws, not wss.");
    }

    @Test
    void a_gateway_that_never_answers_is_waited_for_no_longer_than_that() throws IOException {
        // Connections are taken by the system; nobody reads from them.
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            String url = "ws://127.0.0.1:" + silent.getLocalPort();
            assertThatThrownBy(() -> open(url, Duration.ofMillis(300)))
                    .isInstanceOf(TestClientException.class)
                    .hasMessageStartingWith("No gateway answers at " + url);
        }
    }

    @Test
    void a_server_of_pages_is_said_to_be_no_network() {
        assertThatThrownBy(() -> NetworkRootKey.of(URI.create("http://" + host())))
                .isInstanceOf(TestClientException.class)
                .hasMessage("What answers at http://" + host()
                        + ", with the HTTP status 200, is no network: it does not tell a root key. Check the address.");
    }

    private static final class Silent implements GatewayConnection.Handler {

        @Override
        public void onFrame(byte[] frame) {}

        @Override
        public void onText() {}

        @Override
        public void onClosed(int code, String reason) {}
    }
}
