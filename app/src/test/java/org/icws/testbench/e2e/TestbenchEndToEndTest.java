package org.icws.testbench.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.ic4j.types.Principal;
import org.icws.gateway.protocol.v1.CanisterFrame;
import org.icws.protocol.crypto.Ed25519Identity;
import org.icws.protocol.principal.Principals;
import org.icws.testbench.BesideTheWindow;
import org.icws.testbench.client.ClientState;
import org.icws.testbench.client.PingPongMessage;
import org.icws.testbench.client.TestClient;
import org.icws.testbench.client.VerificationException;
import org.icws.testbench.client.VerificationStep;
import org.icws.testbench.run.RuntimeOptions;
import org.icws.testbench.run.StartListener;
import org.icws.testbench.run.TestbenchRuntime;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real client, real gateway, real replica, real canister. */
@BesideTheWindow
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class TestbenchEndToEndTest {

    private static TestbenchRuntime testbench;

    @BeforeAll
    static void start(@TempDir Path dataDir) {
        testbench = new TestbenchRuntime(RuntimeOptions.defaults(dataDir).onFreePorts(), StartListener.NONE);
        testbench.start();
    }

    @AfterAll
    static void stop() {
        testbench.close();
    }

    @Test
    void theBuiltInClientIsOpenOnceTheTestbenchIsUp() {
        assertThat(testbench.clients())
                .singleElement()
                .extracting(TestClient::state)
                .isEqualTo(ClientState.OPEN);
    }

    @Test
    void h04TwentyRoundsOfPingPongComeBackWordForWord() throws Exception {
        Inbox inbox = new Inbox();
        try (TestClient client = connect(testbench.gateway().url(), inbox)) {
            assertThat(inbox.next()).isEqualTo("ping");
            String text = "pong";
            for (int round = 1; round <= 20; round++) {
                send(client, text);
                String answer = inbox.next();
                assertThat(answer).isEqualTo(text + " ping");
                text = answer;
            }
        }
    }

    @Test
    void h05MessagesSentWithoutWaitingAreAnsweredInOrder() throws Exception {
        Inbox inbox = new Inbox();
        try (TestClient client = connect(testbench.gateway().url(), inbox)) {
            assertThat(inbox.next()).isEqualTo("ping");
            for (int i = 0; i < 150; i++) {
                client.send(new PingPongMessage("m" + i, 0).encode());
            }
            for (int i = 0; i < 150; i++) {
                assertThat(inbox.next()).isEqualTo("m" + i + " ping");
            }
        }
    }

    @Test
    void h09TwoClientsDoNotHearEachOther() throws Exception {
        Inbox first = new Inbox();
        Inbox second = new Inbox();
        try (TestClient one = connect(testbench.gateway().url(), first);
                TestClient two = connect(testbench.gateway().url(), second)) {
            assertThat(first.next()).isEqualTo("ping");
            assertThat(second.next()).isEqualTo("ping");
            send(one, "one");
            send(two, "two");
            assertThat(first.next()).isEqualTo("one ping");
            assertThat(second.next()).isEqualTo("two ping");
            assertThat(first.isEmpty()).isTrue();
            assertThat(second.isEmpty()).isTrue();
        }
    }

    @Test
    void h16ACanisterThatDoesNotExistClosesTheConnectionWithAReason() throws Exception {
        Inbox inbox = new Inbox();
        Principal nobody = Principals.canisterId(4_711);
        try (TestClient client =
                TestClient.connect(testbench.gateway().url(), nobody, identity(), testbench.rootKey(), "lost", inbox)) {
            assertThat(inbox.closed()).isNotBlank();
            assertThat(client.closeStatus())
                    .hasValueSatisfying(status -> assertThat(status.code()).isGreaterThan(TestClient.NORMAL));
        }
    }

    @Test
    void aFlippedByteOfTheContentIsRefusedByName() throws Exception {
        refuses(
                VerificationStep.CONTENT_HASH,
                frame -> new CanisterFrame(frame.key(), flippedLast(frame.content()), frame.cert(), frame.tree()));
    }

    @Test
    void aFlippedByteOfTheCertificatesSignatureIsRefusedByName() throws Exception {
        refuses(
                VerificationStep.SIGNATURE,
                frame -> new CanisterFrame(frame.key(), frame.content(), flippedSignature(frame.cert()), frame.tree()));
    }

    @Test
    void aFlippedByteOfTheTreeIsRefusedByName() throws Exception {
        refuses(
                VerificationStep.TREE,
                frame -> new CanisterFrame(frame.key(), frame.content(), frame.cert(), flippedLast(frame.tree())));
    }

    private static void refuses(VerificationStep step, UnaryOperator<CanisterFrame> change) throws Exception {
        Inbox inbox = new Inbox();
        try (TamperingProxy proxy = new TamperingProxy(testbench.gateway().url(), change);
                TestClient client = connect(proxy.url(), inbox)) {
            assertThat(inbox.closed()).contains(step.title());
            assertThat(client.verificationFailure())
                    .map(VerificationException::step)
                    .contains(step);
            assertThat(client.closeStatus())
                    .hasValueSatisfying(status -> assertThat(status.code()).isEqualTo(TestClient.PROTOCOL_FAILURE));
            assertThat(inbox.isEmpty()).isTrue();
        }
    }

    private static void send(TestClient client, String text) throws Exception {
        client.send(new PingPongMessage(text, 0).encode()).get(Inbox.SECONDS, TimeUnit.SECONDS);
    }

    private static TestClient connect(URI gateway, Inbox inbox) {
        Principal canister = testbench.canisters().get("ping_pong");
        return TestClient.connect(gateway, canister, identity(), testbench.rootKey(), "test", inbox);
    }

    private static Ed25519Identity identity() {
        return Ed25519Identity.generate(new SecureRandom());
    }

    private static byte[] flippedLast(byte[] bytes) {
        byte[] copy = bytes.clone();
        copy[copy.length - 1] ^= 1;
        return copy;
    }

    /** Finds the signature by its CBOR name, wherever the map's encoder put it. */
    private static byte[] flippedSignature(byte[] cert) {
        byte[] copy = cert.clone();
        String text = new String(cert, java.nio.charset.StandardCharsets.ISO_8859_1);
        int name = text.indexOf("signature");
        copy[name + "signature".length() + 20] ^= 1;
        return copy;
    }
}
