package org.icws.testbench.shell;

import java.util.concurrent.CompletableFuture;
import org.icws.testbench.client.ClientState;
import org.icws.testbench.client.PocClientListener;
import org.icws.testbench.client.PocTestClient;
import org.icws.testbench.client.ReceivedMessage;
import org.icws.testbench.compose.MessageType;

/** A client of the proof of concept's protocol as something that can send. Thread-safe. */
final class PocSender extends ConnectedSender<PocTestClient> implements PocClientListener {

    @Override
    public String protocol() {
        return "poc";
    }

    @Override
    public CompletableFuture<MessageType> messageType() {
        return CompletableFuture.completedFuture(MessageType.proofOfConcept());
    }

    @Override
    public void onMessage(PocTestClient from, ReceivedMessage message) {
        received(message);
    }

    @Override
    public void onState(PocTestClient from, ClientState state, String reason) {
        changed(state, reason);
    }
}
