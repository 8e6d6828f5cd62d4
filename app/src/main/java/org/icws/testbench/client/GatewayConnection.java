package org.icws.testbench.client;

import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCode;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.Session;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.glassfish.grizzly.threadpool.ThreadPoolConfig;
import org.glassfish.tyrus.client.ClientManager;
import org.glassfish.tyrus.client.ClientProperties;
import org.glassfish.tyrus.container.grizzly.client.GrizzlyClientProperties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One WebSocket to a gateway, on Tyrus. All connections of the process share a few named threads. Thread-safe. */
final class GatewayConnection {

    /** Hears what comes, one call at a time. */
    interface Handler {

        /** A binary frame. */
        void onFrame(byte[] frame);

        /** A text frame, which the protocol does not have. */
        void onText();

        /** The connection is gone; called once. */
        void onClosed(int code, String reason);
    }

    private static final Logger LOG = LoggerFactory.getLogger(GatewayConnection.class);
    private static final Duration PATIENCE = Duration.ofSeconds(8);
    private static final int MAX_REASON_BYTES = 123;
    private static final int IDLE_SECONDS_BEFORE_THREADS_END = 1;
    private static final int MAX_FRAME_BYTES = 8 << 20;

    private final Session session;
    private final FrameSender sender;

    private GatewayConnection(Session session) {
        this.session = session;
        this.sender = new FrameSender(session.getAsyncRemote());
    }

    /** An attempt to open a WebSocket. */
    static final class Opening {

        private final BoundedOpening attempt;
        private final CompletableFuture<GatewayConnection> connection;

        private Opening(URI gateway, BoundedOpening attempt, Duration patience) {
            this.attempt = attempt;
            this.connection = attempt.session().handle((session, failure) -> {
                if (failure != null) {
                    throw OpeningFailure.of(gateway, failure, attempt.isReached(), patience);
                }
                return new GatewayConnection(session);
            });
        }

        /** Completes once it is open, maybe after its first frames; fails with a {@link TestClientException}. */
        CompletableFuture<GatewayConnection> connection() {
            return connection;
        }

        /** Ends it at once, unless it has ended already; its socket is closed. */
        void giveUp() {
            attempt.giveUp(new TestClientException("The connection was given up before it was open."));
        }
    }

    /**
     * Opens a WebSocket; returns once it is open. Frames may be reported before that.
     *
     * @throws TestClientException if the gateway cannot be reached or refuses
     */
    static GatewayConnection open(URI gateway, Handler handler) {
        return open(gateway, handler, PATIENCE);
    }

    /** @param patience how long a gateway may take to begin, from the first packet to the open WebSocket */
    static GatewayConnection open(URI gateway, Handler handler, Duration patience) {
        Opening opening = begin(gateway, handler, patience);
        return await(opening.connection(), opening);
    }

    /** Begins to open a WebSocket; returns at once. */
    static Opening begin(URI gateway, Handler handler) {
        return begin(gateway, handler, PATIENCE);
    }

    private static Opening begin(URI gateway, Handler handler, Duration patience) {
        BoundedOpening attempt = BoundedOpening.begin(() -> connect(gateway, handler, patience), patience);
        return new Opening(gateway, attempt, patience);
    }

    private static Session connect(URI gateway, Handler handler, Duration patience)
            throws DeploymentException, IOException {
        requireHost(gateway);
        ClientManager client = newClient();
        // The bound is the attempt's; the library's own, of the answer to the upgrade alone, is not to come before it.
        int later = Math.toIntExact(patience.multipliedBy(2).toMillis());
        client.getProperties().put(ClientProperties.HANDSHAKE_TIMEOUT, later);
        return client.connectToServer(
                new Adapter(handler, BoundedOpening.current()),
                ClientEndpointConfig.Builder.create().build(),
                gateway);
    }

    /** Waits for what an opening leads to; whoever interrupts the wait gives the opening up. */
    static <T> T await(CompletableFuture<T> result, Opening opening) {
        try {
            return result.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof TestClientException failure
                    ? new TestClientException(failure.getMessage(), failure)
                    : new TestClientException("The connection was not opened: " + e.getCause(), e);
        } catch (InterruptedException e) {
            opening.giveUp();
            Thread.currentThread().interrupt();
            throw new TestClientException("The connection was given up before it was open.", e);
        }
    }

    /** Said apart, since to the WebSocket library every failure is "Connection failed.". */
    private static void requireHost(URI gateway) {
        try {
            InetAddress.getByName(gateway.getHost());
        } catch (UnknownHostException e) {
            throw new TestClientException(
                    "There is no host " + gateway.getHost() + ": no name server that this machine asks knows the name."
                            + " Check the gateway's address, and that this machine is connected to that network.",
                    e);
        }
    }

    private static ClientManager newClient() {
        ClientManager client = ClientManager.createClient();
        client.getProperties().put(ClientProperties.SHARED_CONTAINER, true);
        client.getProperties().put(ClientProperties.SHARED_CONTAINER_IDLE_TIMEOUT, IDLE_SECONDS_BEFORE_THREADS_END);
        client.getProperties().put(ClientProperties.INCOMING_BUFFER_SIZE, MAX_FRAME_BYTES);
        client.getProperties()
                .put(
                        GrizzlyClientProperties.SELECTOR_THREAD_POOL_CONFIG,
                        OpeningSockets.watched(threads("testclient-selector", 1)));
        client.getProperties().put(GrizzlyClientProperties.WORKER_THREAD_POOL_CONFIG, threads("testclient", 2));
        client.setDefaultMaxBinaryMessageBufferSize(MAX_FRAME_BYTES);
        return client;
    }

    private static ThreadPoolConfig threads(String name, int count) {
        return ThreadPoolConfig.defaultConfig()
                .setPoolName(name)
                .setCorePoolSize(count)
                .setMaxPoolSize(count)
                .setDaemon(true);
    }

    /** Sends a binary frame after all frames before it. Completes when it was handed to the network. */
    CompletableFuture<Void> send(byte[] frame) {
        return sender.send(frame);
    }

    /** The same for a text frame. */
    CompletableFuture<Void> sendText(String text) {
        return sender.sendText(text);
    }

    /** Closes with a code and a reason; the reason is cut to what a close frame can carry. */
    void close(int code, String reason) {
        try {
            session.close(new CloseReason(code(code), cut(reason)));
        } catch (IOException | IllegalStateException e) {
            LOG.debug("The connection was gone before it could be closed: {}", e.getMessage());
        }
    }

    private static CloseCode code(int code) {
        return code < 4000 ? CloseCodes.getCloseCode(code) : () -> code;
    }

    private static String cut(String reason) {
        String text = reason;
        while (text.getBytes(StandardCharsets.UTF_8).length > MAX_REASON_BYTES) {
            text = text.substring(0, text.length() - 1);
        }
        return text;
    }

    private static final class Adapter extends Endpoint {

        private final Handler handler;
        private final BoundedOpening opening;

        Adapter(Handler handler, BoundedOpening opening) {
            this.handler = handler;
            this.opening = opening;
        }

        @Override
        public void onOpen(Session session, EndpointConfig config) {
            if (opening.isOver()) {
                closeLate(session);
                return;
            }
            session.addMessageHandler(byte[].class, (MessageHandler.Whole<byte[]>) handler::onFrame);
            session.addMessageHandler(String.class, (MessageHandler.Whole<String>) text -> handler.onText());
        }

        /** Nobody waits for it any more. */
        private static void closeLate(Session session) {
            try {
                session.close();
            } catch (IOException e) {
                LOG.debug("A session that came too late was gone already: {}", e.getMessage());
            }
        }

        @Override
        public void onClose(Session session, CloseReason reason) {
            String text = reason.getReasonPhrase();
            handler.onClosed(reason.getCloseCode().getCode(), text == null ? "" : text);
        }

        @Override
        public void onError(Session session, Throwable cause) {
            LOG.warn("Connection to the gateway: {}", cause.toString());
        }
    }
}
