package org.icws.testbench.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.ic4j.types.Principal;
import org.icws.protocol.cbor.Cbor;
import org.icws.protocol.certificate.CertificateVerifier;
import org.icws.protocol.crypto.Ed25519Identity;
import org.icws.sample.SampleCanister;
import org.icws.testbench.client.ClientState;
import org.icws.testbench.client.NetworkClient;
import org.icws.testbench.client.PocClientListener;
import org.icws.testbench.client.PocTestClient;
import org.icws.testbench.client.ReceivedMessage;
import org.icws.testbench.client.TestClientException;
import org.icws.testbench.run.RuntimeOptions;
import org.icws.testbench.run.TestbenchRuntime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client of the proof of concept's protocol, and direct questions to the network, against the real thing. */
class PocTestClientTest {

    private static final byte[] NO_ARGUMENT = {'D', 'I', 'D', 'L', 0, 0};

    @TempDir
    private Path data;

    private TestbenchRuntime runtime;
    private Principal canister;
    private NetworkClient network;

    @BeforeEach
    void start() {
        runtime = new TestbenchRuntime(RuntimeOptions.defaults(data).onFreePorts(), (step, state, note, took, f) -> {});
        runtime.start();
        canister = runtime.replica().orElseThrow().createCanister(List.of());
        runtime.replica().orElseThrow().install(canister, SampleCanister.POC_PING_PONG.wasm(), NO_ARGUMENT);
        network = new NetworkClient(runtime.replicaUrl(), new CertificateVerifier(runtime.rootKey()));
    }

    @AfterEach
    void stop() {
        runtime.close();
    }

    @Test
    void registers_gets_verified_messages_and_is_told_of_its_close() throws Exception {
        BlockingQueue<String> texts = new LinkedBlockingQueue<>();
        CompletableFuture<String> closed = new CompletableFuture<>();
        URI gateway = runtime.gateway().url().resolve("/poc");
        PocClientListener listener = new PocClientListener() {
            @Override
            public void onMessage(PocTestClient client, ReceivedMessage message) {
                texts.add(Cbor.text(Cbor.read(message.content()), "text"));
            }

            @Override
            public void onState(PocTestClient client, ClientState state, String reason) {
                if (state == ClientState.CLOSED) {
                    closed.complete(reason);
                }
            }
        };
        Ed25519Identity identity = Ed25519Identity.generate(new SecureRandom());
        try (PocTestClient client = PocTestClient.connect("poc", gateway, network, canister, identity, listener)) {
            assertThat(texts.poll(20, TimeUnit.SECONDS)).isEqualTo("ping");
            assertThat(client.send(text("hello")).get(20, TimeUnit.SECONDS)).isZero();
            assertThat(texts.poll(20, TimeUnit.SECONDS)).isEqualTo("hello ping");
            assertThat(client.nextSequenceNumber()).isEqualTo(1);

            client.sendTextFrame("what is this?").get(20, TimeUnit.SECONDS);
            assertThat(closed.get(20, TimeUnit.SECONDS)).isNotEmpty();
            assertThat(client.send(text("late"))).isCompletedExceptionally();
        }
    }

    @Test
    void the_network_tells_a_canisters_interface_and_says_so_when_there_is_none() {
        assertThat(network.candid(canister)).contains(SampleCanister.POC_PING_PONG.candid());
        Principal missing = Principal.fromString("aaaaa-aa");
        assertThatThrownBy(() -> network.candid(missing)).isInstanceOf(TestClientException.class);
        Principal empty = runtime.replica().orElseThrow().createCanister(List.of());
        assertThatThrownBy(() -> network.candid(empty))
                .isInstanceOf(TestClientException.class)
                .hasMessageContaining("There is no canister");
        assertThatThrownBy(() -> network.query(canister, "ws_get_client_key", text("x")))
                .isInstanceOf(TestClientException.class)
                .hasMessageContaining("rejected");
    }

    @Test
    void an_address_that_nothing_answers_is_named() {
        NetworkClient nobody = new NetworkClient(URI.create("http://127.0.0.1:1"), network.certificates());
        assertThatThrownBy(() -> nobody.candid(canister))
                .hasMessage("The network at http://127.0.0.1:1 does not answer: nothing listens there.");
    }

    private static byte[] text(String text) {
        return Cbor.writeSelfDescribed(out -> {
            out.writeStartObject(1);
            out.writeStringField("text", text);
            out.writeEndObject();
        });
    }
}
