package org.icws.testbench.shell;

import java.net.URI;
import java.util.concurrent.CompletableFuture;
import org.ic4j.types.Principal;
import org.icws.gateway.protocol.v1.ClientKey;
import org.icws.testbench.client.ClientState;
import org.icws.testbench.client.MessagingClient;
import org.icws.testbench.client.ReceivedMessage;
import org.icws.testbench.client.TestClient;
import org.icws.testbench.compose.TestSender;

/**
 * A client as something that can send, whichever protocol it speaks. Thread-safe.
 *
 * @param <C> the kind of client
 */
abstract class ConnectedSender<C extends MessagingClient> implements TestSender {

    private final AnswerQueue answers = new AnswerQueue();
    private volatile C client;
    private volatile URI gateway;

    /** Sets the client; it is known only after the listener was given to it. */
    final void setClient(C now, URI itsGateway) {
        client = now;
        gateway = itsGateway;
    }

    /** It sent something. */
    final void received(ReceivedMessage message) {
        answers.received(message);
    }

    /** It is in this state now. */
    final void changed(ClientState state, String reason) {
        if (state == ClientState.CLOSED) {
            answers.closed(reason);
        }
    }

    @Override
    public URI gateway() {
        return gateway;
    }

    @Override
    public String name() {
        return client.name();
    }

    @Override
    public ClientKey key() {
        return client.key();
    }

    @Override
    public Principal principal() {
        return client.principal();
    }

    @Override
    public Principal canister() {
        return client.canister();
    }

    @Override
    public long nextSequenceNumber() {
        return client.nextSequenceNumber();
    }

    @Override
    public String unavailable() {
        return switch (client.state()) {
            case OPEN -> null;
            case CONNECTING, OPENING -> name() + " is still connecting.";
            case CLOSED -> {
                String how = client.closeStatus().map(ConnectedSender::words).orElse("");
                yield name() + " is not connected any more" + how + (how.endsWith(".") ? "" : ".");
            }
        };
    }

    private static String words(TestClient.CloseStatus closed) {
        return ": " + closed.code() + (closed.reason().isEmpty() ? "" : " " + closed.reason());
    }

    @Override
    public Dispatch send(byte[] content) {
        return answers.send(() -> client.send(content));
    }

    @Override
    public CompletableFuture<Void> sendFrame(byte[] frame) {
        return client.sendFrame(frame);
    }

    @Override
    public CompletableFuture<Void> sendText(String text) {
        return client.sendTextFrame(text);
    }

    @Override
    public void close() {
        client.close();
    }
}
