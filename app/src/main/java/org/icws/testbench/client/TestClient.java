package org.icws.testbench.client;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.ic4j.types.Principal;
import org.icws.gateway.protocol.v1.ClientKey;
import org.icws.gateway.protocol.v1.GatewayHandshake;
import org.icws.gateway.protocol.v1.ServiceMessage;
import org.icws.gateway.protocol.v1.V1Exception;
import org.icws.gateway.protocol.v1.WebsocketMessage;
import org.icws.protocol.certificate.CertificateVerifier;
import org.icws.protocol.certificate.RootKey;
import org.icws.protocol.crypto.Ed25519Identity;

/**
 * A client of the v1 protocol that believes nothing the gateway says: each message must be certified by the canister, for
 * this client, and be the next in order; the first that is not ends the connection. Close codes are the JavaScript SDK's.
 * Thread-safe.
 */
public final class TestClient implements MessagingClient {

    /** Closed by {@link #close()}. */
    public static final int NORMAL = 1000;

    /** Closed by this client because something is wrong; the reason says what. */
    public static final int PROTOCOL_FAILURE = 4000;

    /** Closed because the canister's application closed the connection. */
    public static final int CLOSED_BY_APPLICATION = 4001;

    private final TestClientConfig config;
    private final MessageSigner signer;
    private final FrameVerifier verifier;
    private final AckWatch acks;
    private final List<TestClientListener> listeners = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Void> greeted = new CompletableFuture<>();
    private final CompletableFuture<TestClient> opened = new CompletableFuture<>();
    private final CompletableFuture<GatewayConnection> connection = new CompletableFuture<>();

    /** Guards signing and handing over, so that frames leave in the order of their sequence numbers. */
    private final Object sending = new Object();

    private final ClientLife life = new ClientLife();
    private volatile VerificationException failure;
    private volatile GatewayConnection.Opening opening;
    private CompletableFuture<GatewayConnection> reached;

    /** How a connection ended. */
    public record CloseStatus(int code, String reason) {}

    private TestClient(TestClientConfig config) {
        this.config = config;
        this.listeners.add(config.listener());
        this.signer = new MessageSigner(config.identity(), config.canister(), config.nowNanos());
        this.verifier =
                new FrameVerifier(config.certificates(), config.canister(), signer.key(), config.maxCertificateAge());
        this.acks = new AckWatch(
                config.ackTimeout(), () -> end(PROTOCOL_FAILURE, "Ack message timeout: the canister went silent"));
    }

    /**
     * Connects with the SDK's times.
     *
     * @throws TestClientException if there is no WebSocket to be had at {@code gateway}
     */
    public static TestClient connect(
            URI gateway,
            Principal canister,
            Ed25519Identity identity,
            RootKey rootKey,
            String name,
            TestClientListener listener) {
        CertificateVerifier certificates = new CertificateVerifier(rootKey);
        return connect(TestClientConfig.of(name, gateway, canister, identity, certificates, listener));
    }

    /**
     * Connects. Returns when the WebSocket is open; {@link #opened()} tells when the canister has answered.
     *
     * @throws TestClientException if there is no WebSocket to be had
     */
    public static TestClient connect(TestClientConfig config) {
        TestClient client = begin(config);
        GatewayConnection.await(client.reached, client.opening);
        return client;
    }

    /**
     * Begins to connect; returns at once. {@link #connected()} tells when the WebSocket is open, {@link #opened()} when the
     * canister has answered; {@link #close()} ends the attempt wherever it is.
     */
    public static TestClient begin(TestClientConfig config) {
        TestClient client = new TestClient(config);
        // On a copy, so that whoever waits for the opening is told the reason and not just "time-out".
        client.opened
                .copy()
                .orTimeout(config.openTimeout().toNanos(), TimeUnit.NANOSECONDS)
                .exceptionally(e -> {
                    client.end(PROTOCOL_FAILURE, "Open connection timeout: no verified answer of the canister");
                    return null;
                });
        client.opening = GatewayConnection.begin(config.gateway(), client.new Incoming());
        client.reached = client.opening.connection().whenComplete(client::reached);
        return client;
    }

    private void reached(GatewayConnection open, Throwable failure) {
        if (failure == null) {
            connection.complete(open);
        } else {
            Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
            end(PROTOCOL_FAILURE, cause.getMessage());
        }
    }

    @Override
    public String name() {
        return config.name();
    }

    @Override
    public Principal canister() {
        return config.canister();
    }

    @Override
    public Principal principal() {
        return key().principal();
    }

    /** What the protocol knows this connection by. */
    @Override
    public ClientKey key() {
        return signer.key();
    }

    @Override
    public ClientState state() {
        return life.state();
    }

    @Override
    public Optional<CloseStatus> closeStatus() {
        return life.closeStatus();
    }

    /** The check that failed, if that is what ended the connection. */
    public Optional<VerificationException> verificationFailure() {
        return Optional.ofNullable(failure);
    }

    /** Completes when the WebSocket is open; fails with a {@link TestClientException} if there is none to be had. */
    public CompletableFuture<Void> connected() {
        return reached.thenApply(open -> null);
    }

    /** Completes when the gateway's handshake is here; fails with the reason when it comes to an end before. */
    public CompletableFuture<Void> greeted() {
        return greeted.copy();
    }

    /** Completes when messages may be sent; fails with the reason when it comes to an end before. */
    public CompletableFuture<TestClient> opened() {
        return opened.copy();
    }

    @Override
    public CompletableFuture<Long> send(byte[] candid) {
        if (state() != ClientState.OPEN) {
            return CompletableFuture.failedFuture(new TestClientException("The client is not open: " + life));
        }
        return transmit(false, candid);
    }

    @Override
    public CompletableFuture<Void> sendFrame(byte[] frame) {
        return onConnection(c -> c.send(frame));
    }

    @Override
    public CompletableFuture<Void> sendTextFrame(String text) {
        return onConnection(c -> c.sendText(text));
    }

    private CompletableFuture<Void> onConnection(Function<GatewayConnection, CompletableFuture<Void>> deed) {
        if (state() == ClientState.CLOSED || !connection.isDone()) {
            return CompletableFuture.failedFuture(new TestClientException("There is no connection: " + life));
        }
        try {
            return deed.apply(connection.join());
        } catch (TestClientException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** The number of the newest message that was sent, service messages included; 0 = none yet. */
    public long lastSequenceNumber() {
        return signer.lastSequenceNumber();
    }

    @Override
    public long nextSequenceNumber() {
        return lastSequenceNumber() + 1;
    }

    /** Adds somebody who hears what happens from now on. */
    public void addListener(TestClientListener listener) {
        listeners.add(listener);
    }

    public void removeListener(TestClientListener listener) {
        listeners.remove(listener);
    }

    @Override
    public void close() {
        end(NORMAL, "");
    }

    @Override
    public String toString() {
        return name() + " (" + life + ")";
    }

    private CompletableFuture<Long> transmit(boolean service, byte[] content) {
        synchronized (sending) {
            try {
                byte[] frame = signer.message(service, content);
                long number = signer.lastSequenceNumber();
                return connection.join().send(frame).thenApply(sent -> number);
            } catch (TestClientException e) {
                return CompletableFuture.failedFuture(e);
            }
        }
    }

    /** Moves on; false if the client has been closed meanwhile. */
    private boolean advance(ClientState next) {
        if (!life.advance(next)) {
            return false;
        }
        listeners.forEach(listener -> listener.onState(this, next, ""));
        return true;
    }

    private void end(int code, String reason) {
        if (closed(code, reason)) {
            connection.thenAccept(c -> c.close(code, reason));
        }
    }

    /** Notes the end, the first time it is called. */
    private boolean closed(int code, String reason) {
        if (!life.end(code, reason)) {
            return false;
        }
        acks.stop();
        if (opening != null) {
            opening.giveUp();
        }
        TestClientException end =
                new TestClientException("It was closed with " + code + (reason.isBlank() ? "" : ": " + reason));
        greeted.completeExceptionally(end);
        opened.completeExceptionally(end);
        listeners.forEach(listener -> listener.onState(this, ClientState.CLOSED, reason));
        return true;
    }

    /** What comes from the gateway, one frame at a time. */
    private final class Incoming implements GatewayConnection.Handler {

        @Override
        public void onFrame(byte[] frame) {
            ClientState now = state();
            if (now == ClientState.CLOSED) {
                return;
            }
            try {
                if (now == ClientState.CONNECTING) {
                    onHandshake(frame);
                } else {
                    onMessage(verifier.verify(frame, config.nowNanos().getAsLong()));
                }
            } catch (VerificationException e) {
                failure = e;
                end(PROTOCOL_FAILURE, "Refused a message: " + e.getMessage());
            } catch (TestClientException e) {
                end(PROTOCOL_FAILURE, e.getMessage());
            }
        }

        private void onHandshake(byte[] frame) {
            GatewayHandshake handshake;
            try {
                handshake = GatewayHandshake.decode(frame);
            } catch (V1Exception e) {
                throw new TestClientException("Handshake message error: " + e.getMessage(), e);
            }
            if (advance(ClientState.OPENING)) {
                greeted.complete(null);
                byte[] open = signer.open(handshake.gatewayPrincipal());
                // The handshake may be here before the call that opens the connection has returned.
                connection.thenCompose(c -> c.send(open)).exceptionally(e -> {
                    end(PROTOCOL_FAILURE, "ws_open was not sent: " + e.getMessage());
                    return null;
                });
            }
        }

        private void onMessage(WebsocketMessage message) {
            if (message.service()) {
                onService(ClientMessages.service(message.content()));
            } else if (state() == ClientState.OPEN) {
                deliver(new ReceivedMessage(
                        message.sequenceNumber(),
                        message.timestampNanos(),
                        message.content(),
                        config.nowNanos().getAsLong()));
            } else {
                throw new TestClientException("The canister sent a message before its OpenMessage.");
            }
        }

        private void deliver(ReceivedMessage message) {
            listeners.forEach(listener -> listener.onMessage(TestClient.this, message));
        }

        private void onService(ServiceMessage message) {
            if (message instanceof ServiceMessage.OpenMessage open) {
                onOpen(open);
            } else if (message instanceof ServiceMessage.AckMessage ack) {
                onAck(ack.lastIncomingSequenceNumber());
            } else if (message instanceof ServiceMessage.CloseMessage close) {
                boolean byApplication = close.reason().equals("ClosedByApplication");
                end(
                        byApplication ? CLOSED_BY_APPLICATION : PROTOCOL_FAILURE,
                        "The canister closed the connection: " + close.reason());
            }
        }

        private void onOpen(ServiceMessage.OpenMessage open) {
            if (!open.clientKey().equals(key()) || state() != ClientState.OPENING) {
                throw new TestClientException("Service message error: OpenMessage of " + open.clientKey());
            }
            if (advance(ClientState.OPEN)) {
                acks.restart();
                opened.complete(TestClient.this);
            }
        }

        private void onAck(long lastIncoming) {
            long sent = signer.lastSequenceNumber();
            if (lastIncoming < 0 || lastIncoming > sent) {
                throw new TestClientException("Ack message error: the canister acknowledges message "
                        + Long.toUnsignedString(lastIncoming) + ", but only " + sent + " were sent.");
            }
            acks.restart();
            transmit(true, ClientMessages.keepAlive(verifier.lastSequenceNumber()))
                    .exceptionally(e -> {
                        end(PROTOCOL_FAILURE, "Keep alive message was not sent: " + e.getMessage());
                        return null;
                    });
        }

        @Override
        public void onText() {
            end(PROTOCOL_FAILURE, "Error receiving message: the protocol has no text frames");
        }

        @Override
        public void onClosed(int code, String reason) {
            closed(code, reason);
        }
    }
}
