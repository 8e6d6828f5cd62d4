package org.icws.testbench.client;

import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.ic4j.agent.identity.AnonymousIdentity;
import org.ic4j.types.Principal;
import org.icws.gateway.protocol.poc.ClientMessageFrame;
import org.icws.gateway.protocol.poc.FirstMessage;
import org.icws.gateway.protocol.poc.PocClients;
import org.icws.gateway.protocol.poc.PocMessage;
import org.icws.gateway.protocol.v1.ClientKey;
import org.icws.protocol.ProtocolException;
import org.icws.protocol.candid.CandidDecoder;
import org.icws.protocol.candid.CandidEncoder;
import org.icws.protocol.candid.CandidValue;
import org.icws.protocol.crypto.Ed25519Identity;

/**
 * A client of the proof of concept's protocol: registers its key with the canister directly, then talks through a gateway.
 * Believes nothing the gateway says; the first message that does not verify ends the connection. The protocol has no answer
 * to the opening, so the client counts as open once its first frame is sent. Thread-safe.
 */
public final class PocTestClient implements MessagingClient {

    private static final int KEY_BYTES = 32;
    private static final Duration MAX_CERTIFICATE_AGE = Duration.ofMinutes(5);

    private final String name;
    private final Principal canister;
    private final Ed25519Identity identity;
    private final long clientId;
    private final PocClientListener listener;
    private final PocFrameVerifier verifier;
    private final CompletableFuture<GatewayConnection> connection = new CompletableFuture<>();
    private final Object sending = new Object();
    private final ClientLife life = new ClientLife();
    /** Changed under the lock only; read by whoever shows it, who is not to wait while something is signed. */
    private volatile long nextSequenceNumber;

    private PocTestClient(
            String name,
            Principal canister,
            Ed25519Identity identity,
            long clientId,
            NetworkClient network,
            PocClientListener listener) {
        this.name = name;
        this.canister = canister;
        this.identity = identity;
        this.clientId = clientId;
        this.listener = listener;
        this.verifier = new PocFrameVerifier(network.certificates(), canister, clientId, MAX_CERTIFICATE_AGE);
    }

    /**
     * Registers and connects; blocks for both.
     *
     * @param gateway address of the gateway, with the path of this protocol
     * @param network where the key is registered
     * @throws TestClientException if the canister does not take the key, or there is no WebSocket to be had
     */
    public static PocTestClient connect(
            String name,
            URI gateway,
            NetworkClient network,
            Principal canister,
            Ed25519Identity identity,
            PocClientListener listener) {
        long id = register(network, canister, identity);
        PocTestClient client = new PocTestClient(name, canister, identity, id, network, listener);
        client.open(gateway);
        return client;
    }

    private static long register(NetworkClient network, Principal canister, Ed25519Identity identity) {
        byte[] der = identity.publicKeyDer();
        byte[] raw = Arrays.copyOfRange(der, der.length - KEY_BYTES, der.length);
        byte[] reply = network.call(
                new AnonymousIdentity(), canister, "ws_register", CandidEncoder.encode(CandidValue.blob(raw)));
        try {
            return CandidDecoder.decode(reply).get(0).asLong();
        } catch (ProtocolException | IndexOutOfBoundsException e) {
            throw new TestClientException("The canister's ws_register did not answer with a number.", e);
        }
    }

    private void open(URI gateway) {
        try {
            connection.complete(GatewayConnection.open(gateway, new Incoming()));
        } catch (TestClientException e) {
            closed(TestClient.PROTOCOL_FAILURE, e.getMessage());
            throw e;
        }
        byte[] content = FirstMessage.content(clientId, canister);
        byte[] first = new FirstMessage(content, identity.signRaw(content), clientId, canister).encode();
        connection.join().send(first).whenComplete((sent, failure) -> {
            if (failure != null) {
                end(TestClient.PROTOCOL_FAILURE, "The first message was not sent: " + failure.getMessage());
            } else {
                opened();
            }
        });
    }

    private void opened() {
        if (life.advance(ClientState.OPEN)) {
            listener.onState(this, ClientState.OPEN, "");
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Principal canister() {
        return canister;
    }

    /** The principal of the key; the protocol itself knows only the number that the canister gave. */
    @Override
    public Principal principal() {
        return identity.principal();
    }

    @Override
    public ClientKey key() {
        return PocClients.key(clientId);
    }

    @Override
    public ClientState state() {
        return life.state();
    }

    @Override
    public Optional<TestClient.CloseStatus> closeStatus() {
        return life.closeStatus();
    }

    /** The number of the message that will be sent next; the first has 0. */
    @Override
    public long nextSequenceNumber() {
        return nextSequenceNumber;
    }

    /**
     * Sends a message.
     *
     * @param content what the canister's application expects, CBOR in the demo
     * @return completes with the message's number when it was handed to the network
     */
    @Override
    public CompletableFuture<Long> send(byte[] content) {
        synchronized (sending) {
            long number = nextSequenceNumber;
            byte[] val = new PocMessage(clientId, number, SystemTime.nowNanos(), content).encodeByClient();
            CompletableFuture<Void> sent = sendFrame(new ClientMessageFrame(val, identity.signRaw(val)).encode());
            if (!sent.isCompletedExceptionally()) {
                nextSequenceNumber = number + 1;
            }
            return sent.thenApply(done -> number);
        }
    }

    @Override
    public CompletableFuture<Void> sendFrame(byte[] frame) {
        return open() ? attempt(() -> connection.join().send(frame)) : notOpen();
    }

    @Override
    public CompletableFuture<Void> sendTextFrame(String text) {
        return open() ? attempt(() -> connection.join().sendText(text)) : notOpen();
    }

    private boolean open() {
        return state() != ClientState.CLOSED && connection.isDone();
    }

    private CompletableFuture<Void> notOpen() {
        return CompletableFuture.failedFuture(new TestClientException("The client is not open: " + this));
    }

    private static CompletableFuture<Void> attempt(java.util.function.Supplier<CompletableFuture<Void>> deed) {
        try {
            return deed.get();
        } catch (TestClientException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public void close() {
        end(TestClient.NORMAL, "");
    }

    @Override
    public String toString() {
        return name + " (" + life + ")";
    }

    private void end(int code, String reason) {
        if (closed(code, reason)) {
            connection.thenAccept(c -> c.close(code, reason));
        }
    }

    private boolean closed(int code, String reason) {
        if (!life.end(code, reason)) {
            return false;
        }
        listener.onState(this, ClientState.CLOSED, reason);
        return true;
    }

    private final class Incoming implements GatewayConnection.Handler {

        @Override
        public void onFrame(byte[] frame) {
            if (state() == ClientState.CLOSED) {
                return;
            }
            long now = SystemTime.nowNanos();
            try {
                PocMessage message = verifier.verify(frame, now);
                listener.onMessage(
                        PocTestClient.this,
                        new ReceivedMessage(
                                message.sequenceNumber(), message.timestampNanos(), message.message(), now));
            } catch (VerificationException e) {
                end(TestClient.PROTOCOL_FAILURE, "Refused a message: " + e.getMessage());
            }
        }

        @Override
        public void onText() {
            end(TestClient.PROTOCOL_FAILURE, "Error receiving message: the protocol has no text frames");
        }

        @Override
        public void onClosed(int code, String reason) {
            closed(code, reason);
        }
    }
}
