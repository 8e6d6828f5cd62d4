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
import org.glassfish.grizzly.threadpool.ThreadPoolConfig;
import org.glassfish.tyrus.client.ClientManager;
import org.glassfish.tyrus.client.ClientProperties;
import org.glassfish.tyrus.container.grizzly.client.GrizzlyClientProperties;
import org.glassfish.tyrus.core.HandshakeException;
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

    /**
     * Opens a WebSocket; returns once it is open. Frames may be reported before that.
     *
     * @throws TestClientException if the gateway cannot be reached or refuses
     */
    static GatewayConnection open(URI gateway, Handler handler) {
        return open(gateway, handler, PATIENCE);
    }

    /** @param patience how long a gateway may take to begin */
    static GatewayConnection open(URI gateway, Handler handler, Duration patience) {
        requireHost(gateway);
        try {
            ClientManager client = newClient();
            client.getProperties().put(ClientProperties.HANDSHAKE_TIMEOUT, Math.toIntExact(patience.toMillis()));
            Session session = client.connectToServer(
                    new Adapter(handler), ClientEndpointConfig.Builder.create().build(), gateway);
            return new GatewayConnection(session);
        } catch (DeploymentException | IOException e) {
            // Of what else goes wrong, the library makes the status 500.
            if (e.getCause() instanceof HandshakeException refused
                    && refused.getMessage().contains("Response code")) {
                throw new TestClientException(
                        "What answers at " + gateway + " opens no WebSocket: it gives the HTTP status "
                                + refused.getHttpStatusCode() + ". Check the address, and that a gateway runs there.",
                        e);
            }
            throw new TestClientException(
                    "No gateway answers at " + gateway + ": " + reason(e)
                            + " Check the address, and that a gateway runs there." + withoutTls(gateway),
                    e);
        }
    }

    /** To the WebSocket library a TLS handshake that nobody answers is a connection that failed, and no more. */
    private static String withoutTls(URI gateway) {
        return "wss".equalsIgnoreCase(gateway.getScheme())
                ? " The address of a gateway without TLS begins with ws, not wss."
                : "";
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

    /** What the library says, and below it what had happened. */
    private static String reason(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String said = sentence(failure.getMessage());
        boolean more = root != failure
                && root.getMessage() != null
                && !root.getMessage().isBlank()
                && !said.contains(root.getMessage());
        return more ? said + " " + sentence(root.getMessage()) : said;
    }

    private static String sentence(String words) {
        return words == null || words.isBlank() ? "" : words.matches("(?s).*[.!?]") ? words : words + ".";
    }

    private static ClientManager newClient() {
        ClientManager client = ClientManager.createClient();
        client.getProperties().put(ClientProperties.SHARED_CONTAINER, true);
        client.getProperties().put(ClientProperties.SHARED_CONTAINER_IDLE_TIMEOUT, IDLE_SECONDS_BEFORE_THREADS_END);
        client.getProperties().put(ClientProperties.INCOMING_BUFFER_SIZE, MAX_FRAME_BYTES);
        client.getProperties()
                .put(GrizzlyClientProperties.SELECTOR_THREAD_POOL_CONFIG, threads("testclient-selector", 1));
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

        Adapter(Handler handler) {
            this.handler = handler;
        }

        @Override
        public void onOpen(Session session, EndpointConfig config) {
            session.addMessageHandler(byte[].class, (MessageHandler.Whole<byte[]>) handler::onFrame);
            session.addMessageHandler(String.class, (MessageHandler.Whole<String>) text -> handler.onText());
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
