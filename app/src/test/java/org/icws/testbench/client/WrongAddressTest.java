package org.icws.testbench.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.icws.testbench.BesideTheWindow;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Addresses at which something other than a gateway or a network answers, or nothing does. */
@BesideTheWindow
class WrongAddressTest {

    private static final Duration SHORT = Duration.ofMillis(300);

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
    void a_gateway_that_never_answers_is_waited_for_no_longer_than_that_and_its_socket_is_closed() throws IOException {
        try (SilentServer silent = new SilentServer()) {
            String url = "ws://" + silent.host();
            assertThatThrownBy(() -> open(url, SHORT))
                    .isInstanceOf(TestClientException.class)
                    .hasMessage("No gateway answers at " + url
                            + ": something takes the connection, but did not answer the request for a WebSocket within"
                            + " 300 ms. Check the address, and that a gateway runs there.");
            assertThat(new String(silent.readToTheEnd(), StandardCharsets.US_ASCII))
                    .startsWith("GET / HTTP/1.1");
        }
    }

    @Test
    void a_server_that_never_answers_tls_is_waited_for_no_longer_than_that_and_its_socket_is_closed()
            throws IOException {
        try (SilentServer silent = new SilentServer()) {
            String url = "wss://" + silent.host();
            assertThatThrownBy(() -> open(url, SHORT))
                    .isInstanceOf(TestClientException.class)
                    .hasMessage("No gateway answers at " + url
                            + ": something takes the connection, but did not answer the TLS handshake and the request"
                            + " for a WebSocket within 300 ms. Check the address, and that a gateway runs there."
                            + " The address of a gateway without TLS begins with ws, not wss.");
            assertThat(silent.readToTheEnd()).as("a TLS handshake record").startsWith(0x16);
        }
    }

    @Test
    void an_opening_that_is_given_up_ends_at_once_and_its_socket_is_closed() throws IOException {
        try (SilentServer silent = new SilentServer()) {
            GatewayConnection.Opening opening =
                    GatewayConnection.begin(URI.create("wss://" + silent.host()), new Silent());
            silent.accept();
            opening.giveUp();
            assertThat(opening.connection())
                    .isCompletedExceptionally()
                    .failsWithin(Duration.ZERO)
                    .withThrowableThat()
                    .havingRootCause()
                    .withMessage("The connection was given up before it was open.");
            silent.readToTheEnd();
        }
    }

    @Test
    void who_interrupts_the_wait_gives_the_opening_up() throws Exception {
        try (SilentServer silent = new SilentServer()) {
            CompletableFuture<Throwable> end = new CompletableFuture<>();
            Thread waiting = new Thread(() -> {
                try {
                    end.complete(new AssertionError(open("ws://" + silent.host(), Duration.ofMinutes(5))));
                } catch (TestClientException e) {
                    end.complete(e);
                }
            });
            waiting.start();
            silent.accept();
            waiting.interrupt();
            assertThat(end.get(10, TimeUnit.SECONDS))
                    .isInstanceOf(TestClientException.class)
                    .hasMessage("The connection was given up before it was open.");
            silent.readToTheEnd();
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
