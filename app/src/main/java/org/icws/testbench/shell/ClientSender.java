package org.icws.testbench.shell;

import java.net.URI;
import java.util.concurrent.CompletableFuture;
import org.ic4j.types.Principal;
import org.icws.gateway.protocol.v1.ClientKey;
import org.icws.testbench.client.ClientState;
import org.icws.testbench.client.ReceivedMessage;
import org.icws.testbench.client.TestClient;
import org.icws.testbench.client.TestClientListener;
import org.icws.testbench.compose.MessageType;
import org.icws.testbench.compose.TestSender;

/** A client of the v1 protocol as something that can send. Thread-safe. */
final class ClientSender implements TestSender, TestClientListener {

    private final AnswerQueue answers = new AnswerQueue();
    private volatile TestClient client;
    private volatile MessageTypes types;
    private volatile URI gateway;

    /** Sets the client; it is known only after the listener was given to it. */
    void setClient(TestClient now, URI itsGateway, MessageTypes messageTypes) {
        client = now;
        gateway = itsGateway;
        types = messageTypes;
    }

    @Override
    public URI gateway() {
        return gateway;
    }

    @Override
    public URI network() {
        return types.network();
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
        return client.key().principal();
    }

    @Override
    public Principal canister() {
        return client.canister();
    }

    @Override
    public long nextSequenceNumber() {
        return client.lastSequenceNumber() + 1;
    }

    @Override
    public String unavailable() {
        return unavailable(name(), client.state(), client.closeStatus().orElse(null));
    }

    static String unavailable(String name, ClientState state, TestClient.CloseStatus closed) {
        return switch (state) {
            case OPEN -> null;
            case CONNECTING, OPENING -> name + " is still connecting.";
            case CLOSED -> {
                String how = closed == null
                        ? ""
                        : ": " + closed.code() + (closed.reason().isEmpty() ? "" : " " + closed.reason());
                yield name + " is not connected any more" + how + (how.endsWith(".") ? "" : ".");
            }
        };
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
    public CompletableFuture<MessageType> messageType() {
        return types.of(client.canister());
    }

    @Override
    public void close() {
        client.close();
    }

    @Override
    public void onMessage(TestClient from, ReceivedMessage message) {
        answers.received(message);
    }

    @Override
    public void onState(TestClient from, ClientState state, String reason) {
        if (state == ClientState.CLOSED) {
            answers.closed(reason);
        }
    }
}
