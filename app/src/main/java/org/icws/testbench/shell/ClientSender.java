package org.icws.testbench.shell;

import java.net.URI;
import java.util.concurrent.CompletableFuture;
import org.icws.testbench.client.ClientState;
import org.icws.testbench.client.ReceivedMessage;
import org.icws.testbench.client.TestClient;
import org.icws.testbench.client.TestClientListener;
import org.icws.testbench.compose.MessageType;

/** A client of the v1 protocol as something that can send. Thread-safe. */
final class ClientSender extends ConnectedSender<TestClient> implements TestClientListener {

    private volatile MessageTypes types;

    /** Sets the client, and what knows what its canister takes. */
    void setClient(TestClient now, URI itsGateway, MessageTypes messageTypes) {
        setClient(now, itsGateway);
        types = messageTypes;
    }

    @Override
    public URI network() {
        return types.network();
    }

    @Override
    public CompletableFuture<MessageType> messageType() {
        return types.of(canister());
    }

    @Override
    public void onMessage(TestClient from, ReceivedMessage message) {
        received(message);
    }

    @Override
    public void onState(TestClient from, ClientState state, String reason) {
        changed(state, reason);
    }
}
