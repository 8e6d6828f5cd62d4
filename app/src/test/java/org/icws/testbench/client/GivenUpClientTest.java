package org.icws.testbench.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.security.SecureRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.icws.protocol.certificate.CertificateVerifier;
import org.icws.protocol.certificate.RootKey;
import org.icws.protocol.crypto.Ed25519Identity;
import org.icws.protocol.principal.Principals;
import org.icws.testbench.BesideTheWindow;
import org.junit.jupiter.api.Test;

/** Clients that are closed before they are open. */
@BesideTheWindow
class GivenUpClientTest {

    private static TestClientConfig config(String url) {
        return TestClientConfig.of(
                "given up",
                URI.create(url),
                Principals.canisterId(1),
                Ed25519Identity.generate(new SecureRandom()),
                new CertificateVerifier(RootKey.MAINNET),
                TestClientListener.NONE);
    }

    private static Throwable end(CompletableFuture<?> future) throws Exception {
        return future.handle((value, failure) -> failure).get(10, TimeUnit.SECONDS);
    }

    @Test
    void one_whose_gateway_opens_the_websocket_and_is_silent_leaves_at_once() throws Exception {
        try (SilentServer silent = new SilentServer()) {
            TestClient client = TestClient.begin(config("ws://" + silent.host()));
            silent.upgrade();
            client.connected().get(10, TimeUnit.SECONDS);
            assertThat(client.state()).isEqualTo(ClientState.CONNECTING);
            assertThat(client.greeted()).isNotDone();
            client.close();
            assertThat(end(client.greeted())).hasRootCauseMessage("It was closed with 1000");
            assertThat(end(client.opened())).hasRootCauseMessage("It was closed with 1000");
            assertThat(silent.readToTheEnd()).as("a close frame").startsWith(0x88);
        }
    }

    @Test
    void one_whose_websocket_does_not_open_leaves_at_once() throws Exception {
        try (SilentServer silent = new SilentServer()) {
            TestClient client = TestClient.begin(config("ws://" + silent.host()));
            silent.accept();
            client.close();
            assertThat(end(client.connected())).hasRootCauseMessage("The connection was given up before it was open.");
            assertThat(client.closeStatus()).contains(new TestClient.CloseStatus(TestClient.NORMAL, ""));
            silent.readToTheEnd();
        }
    }

    @Test
    void one_whose_gateway_is_not_there_says_so_and_is_closed() {
        assertThatThrownBy(() -> TestClient.connect(config("ws://127.0.0.1:1")))
                .isInstanceOf(TestClientException.class)
                .hasMessageStartingWith("No gateway answers at ws://127.0.0.1:1:");
    }
}
