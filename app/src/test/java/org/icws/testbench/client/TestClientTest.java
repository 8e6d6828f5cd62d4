package org.icws.testbench.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.ic4j.types.Principal;
import org.icws.gateway.protocol.v1.ClientFrame;
import org.icws.gateway.protocol.v1.GatewayHandshake;
import org.icws.gateway.protocol.v1.WebsocketMessage;
import org.icws.protocol.candid.CandidDecoder;
import org.icws.protocol.candid.CandidEncoder;
import org.icws.protocol.candid.CandidValue;
import org.icws.protocol.certificate.CertificateVerifier;
import org.icws.protocol.crypto.Ed25519Identity;
import org.icws.protocol.principal.Principals;
import org.icws.protocol.request.Envelope;
import org.icws.protocol.request.EnvelopeVerifier;
import org.icws.protocol.request.RequestContent;
import org.icws.testbench.client.ScriptedGateway.Frame;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class TestClientTest {

    private static final long NOW = 1_700_000_000_000_000_000L;
    private static final Principal CANISTER = Principals.canisterId(1);
    private static final Principal GATEWAY = Principals.selfAuthenticating(new byte[44]);

    private final CertifiedFrames canister = new CertifiedFrames(CANISTER);
    private final BlockingQueue<ReceivedMessage> received = new ArrayBlockingQueue<>(100);
    private final CompletableFuture<String> closed = new CompletableFuture<>();
    private ScriptedGateway gateway;
    private TestClient client;
    private long sequenceNumber;

    @BeforeEach
    void startGateway() throws Exception {
        gateway = new ScriptedGateway();
    }

    @AfterEach
    void stop() throws Exception {
        if (client != null) {
            client.close();
        }
        gateway.close();
    }

    @Test
    void theFirstFrameIsASignedOpeningForTheGatewayThatIntroducedItself() throws Exception {
        connect();
        gateway.send(ScriptedGateway.BINARY, new GatewayHandshake(GATEWAY).encode());

        RequestContent open = nextRequest();
        assertThat(open.methodName()).isEqualTo("ws_open");
        assertThat(open.canisterId()).isEqualTo(CANISTER);
        assertThat(open.sender()).isEqualTo(client.key().principal());
        CandidValue.Record argument = CandidDecoder.decode(open.arg()).get(0).asRecord();
        assertThat(argument.get("gateway_principal").asPrincipal()).isEqualTo(GATEWAY);
        assertThat(argument.get("client_nonce").asLong()).isEqualTo(client.key().nonce());
        assertThat(client.state()).isEqualTo(ClientState.OPENING);
    }

    @Test
    void itIsOpenOnlyOnceTheCanisterSaysSo() throws Exception {
        open();

        assertThat(client.state()).isEqualTo(ClientState.OPEN);
    }

    @Test
    void messagesAreNumberedFromOneInTheOrderTheyWereSent() throws Exception {
        open();
        assertThat(client.send(new byte[] {1}).get()).isEqualTo(1);
        assertThat(client.send(new byte[] {2}).get()).isEqualTo(2);

        assertThat(message(nextRequest()).get("sequence_num").asLong()).isEqualTo(1);
        CandidValue.Record second = message(nextRequest());
        assertThat(second.get("sequence_num").asLong()).isEqualTo(2);
        assertThat(second.get("content").asBlob()).containsExactly(2);
        assertThat(second.get("is_service_message").asBool()).isFalse();
    }

    @Test
    void anAcknowledgementIsAnsweredWithAKeepAlive() throws Exception {
        open();
        client.send(new byte[] {1}).get();
        nextRequest();
        service("AckMessage", "last_incoming_sequence_num", CandidValue.nat64(1));

        CandidValue.Record keepAlive = message(nextRequest());
        assertThat(keepAlive.get("is_service_message").asBool()).isTrue();
        assertThat(keepAlive.get("sequence_num").asLong()).isEqualTo(2);
        CandidValue.Variant content =
                CandidDecoder.decode(keepAlive.get("content").asBlob()).get(0).asVariant();
        assertThat(content.is("KeepAliveMessage")).isTrue();
        assertThat(content.value().asRecord().get("last_incoming_sequence_num").asLong())
                .isEqualTo(2);
    }

    @Test
    void anAcknowledgementOfWhatWasNeverSentEndsTheConnection() throws Exception {
        open();
        service("AckMessage", "last_incoming_sequence_num", CandidValue.nat64(1));

        assertEnds(4000, "Ack message error");
    }

    @Test
    void aSilentCanisterEndsTheConnection() throws Exception {
        connect(config().withTimeouts(Duration.ofSeconds(20), Duration.ofMillis(50)));
        beginOpening();
        service("OpenMessage", "client_key", clientKey());

        assertEnds(4000, "Ack message timeout");
    }

    @Test
    void aCanisterThatNeverAnswersTheOpeningEndsTheConnection() throws Exception {
        connect(config().withTimeouts(Duration.ofMillis(200), Duration.ofSeconds(20)));

        assertEnds(4000, "Open connection timeout");
        assertThatThrownBy(() -> client.opened().get()).hasMessageContaining("Open connection timeout");
    }

    @Test
    void theApplicationsCloseHasACodeOfItsOwn() throws Exception {
        open();
        service("CloseMessage", "reason", CandidValue.variant("ClosedByApplication"));

        assertEnds(4001, "ClosedByApplication");
    }

    @Test
    void anyOtherCloseOfTheCanisterIsAFailure() throws Exception {
        open();
        service("CloseMessage", "reason", CandidValue.variant("WrongSequenceNumber"));

        assertEnds(4000, "WrongSequenceNumber");
    }

    @Test
    void anApplicationMessageReachesTheListener() throws Exception {
        open();
        app(new byte[] {9, 9});

        ReceivedMessage message = received.poll(20, TimeUnit.SECONDS);
        assertThat(message).isNotNull();
        assertThat(message.content()).containsExactly(9, 9);
        assertThat(message.sequenceNumber()).isEqualTo(2);
    }

    @Test
    void aGapInTheNumbersEndsTheConnectionAndReachesNobody() throws Exception {
        open();
        sequenceNumber++;
        app(new byte[] {9});

        assertEnds(4000, VerificationStep.SEQUENCE_NUMBER.title());
        assertThat(client.verificationFailure())
                .map(VerificationException::step)
                .contains(VerificationStep.SEQUENCE_NUMBER);
        assertThat(received).isEmpty();
    }

    @Test
    void somethingElseThanAHandshakeEndsTheConnection() throws Exception {
        connect();
        gateway.send(ScriptedGateway.BINARY, new byte[] {1});

        assertEnds(4000, "Handshake message error");
    }

    @Test
    void aTextFrameEndsTheConnection() throws Exception {
        connect();
        gateway.send(ScriptedGateway.TEXT, new byte[] {'h', 'i'});

        assertEnds(4000, "no text frames");
    }

    @Test
    void closingIsNormalAndOnceOnly() throws Exception {
        open();
        client.close();
        client.close();

        assertEnds(1000, "");
        assertThatThrownBy(() -> client.send(new byte[0]).get()).hasMessageContaining("not open");
    }

    @Test
    void theGatewaysCloseIsKeptWithCodeAndReason() throws Exception {
        open();
        byte[] reason = "going away".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        byte[] payload = new byte[reason.length + 2];
        payload[0] = (byte) (1001 >>> 8);
        payload[1] = (byte) 1001;
        System.arraycopy(reason, 0, payload, 2, reason.length);
        gateway.send(ScriptedGateway.CLOSE, payload);

        assertThat(closed.get(20, TimeUnit.SECONDS)).isEqualTo("going away");
        assertThat(client.closeStatus()).contains(new TestClient.CloseStatus(1001, "going away"));
    }

    @Test
    void whereNobodyListensThereIsAClearError() throws Exception {
        int port;
        try (ServerSocket unused = new ServerSocket(0)) {
            port = unused.getLocalPort();
        }
        URI nowhere = URI.create("ws://127.0.0.1:" + port);
        assertThatThrownBy(() -> TestClient.connect(TestClientConfig.of(
                        "lost",
                        nowhere,
                        CANISTER,
                        identity(),
                        new CertificateVerifier(canister.rootKey()),
                        TestClientListener.NONE)))
                .isInstanceOf(TestClientException.class)
                .hasMessageContaining(nowhere.toString());
    }

    private void open() throws Exception {
        connect();
        beginOpening();
        service("OpenMessage", "client_key", clientKey());
        client.opened().get(20, TimeUnit.SECONDS);
    }

    private void connect() {
        connect(config());
    }

    private void connect(TestClientConfig config) {
        client = TestClient.connect(config);
    }

    private void beginOpening() throws Exception {
        gateway.send(ScriptedGateway.BINARY, new GatewayHandshake(GATEWAY).encode());
        nextRequest();
    }

    private TestClientConfig config() {
        TestClientListener listener = new TestClientListener() {
            @Override
            public void onMessage(TestClient from, ReceivedMessage message) {
                received.add(message);
            }

            @Override
            public void onState(TestClient from, ClientState state, String reason) {
                if (state == ClientState.CLOSED) {
                    closed.complete(reason);
                }
            }
        };
        return TestClientConfig.of(
                        "test",
                        gateway.url(),
                        CANISTER,
                        identity(),
                        new CertificateVerifier(canister.rootKey()),
                        listener)
                .withClock(() -> NOW);
    }

    private static Ed25519Identity identity() {
        return Ed25519Identity.fromSeed(new byte[32]);
    }

    private CandidValue clientKey() {
        return CandidValue.record(
                "client_principal",
                CandidValue.principal(client.key().principal()),
                "client_nonce",
                CandidValue.nat64(client.key().nonce()));
    }

    private void service(String variant, String field, CandidValue value) throws Exception {
        canisterSends(true, CandidEncoder.encode(CandidValue.variant(variant, CandidValue.record(field, value))));
    }

    private void app(byte[] content) throws Exception {
        canisterSends(false, content);
    }

    private void canisterSends(boolean service, byte[] content) throws Exception {
        sequenceNumber++;
        byte[] message = new WebsocketMessage(client.key(), sequenceNumber, NOW, service, content).encode();
        gateway.send(
                ScriptedGateway.BINARY,
                canister.frame("g_" + sequenceNumber, message, NOW).encode());
    }

    /** The client's next request, whose signature must hold. */
    private RequestContent nextRequest() throws Exception {
        Frame frame = gateway.next();
        assertThat(frame.opcode()).isEqualTo(ScriptedGateway.BINARY);
        Envelope envelope = Envelope.decode(ClientFrame.decode(frame.payload()).envelope());
        EnvelopeVerifier.verify(envelope, NOW);
        return envelope.content();
    }

    private static CandidValue.Record message(RequestContent request) {
        assertThat(request.methodName()).isEqualTo("ws_message");
        return CandidDecoder.decode(request.arg()).get(0).asRecord().get("msg").asRecord();
    }

    private void assertEnds(int code, String reason) throws Exception {
        Frame frame = gateway.next();
        while (frame.opcode() != ScriptedGateway.CLOSE) {
            frame = gateway.next();
        }
        assertThat(frame.closeCode()).isEqualTo(code);
        assertThat(frame.closeReason()).contains(reason);
        assertThat(closed.get(20, TimeUnit.SECONDS)).contains(reason);
        assertThat(client.state()).isEqualTo(ClientState.CLOSED);
    }
}
