package org.icws.testbench.shell;

import java.net.URI;
import java.util.concurrent.CompletableFuture;
import org.ic4j.types.Principal;
import org.icws.gateway.protocol.v1.ClientKey;
import org.icws.testbench.client.ClientState;
import org.icws.testbench.client.PocClientListener;
import org.icws.testbench.client.PocTestClient;
import org.icws.testbench.client.ReceivedMessage;
import org.icws.testbench.compose.MessageType;
import org.icws.testbench.compose.TestSender;

/** A client of the proof of concept's protocol as something that can send. Thread-safe. */
final class PocSender implements TestSender, PocClientListener {

    private final AnswerQueue answers = new AnswerQueue();
    private volatile PocTestClient client;
    private volatile URI gateway;

    /** Sets the client; it is known only after the listener was given to it. */
    void setClient(PocTestClient now, URI itsGateway) {
        client = now;
        gateway = itsGateway;
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
    public String protocol() {
        return "poc";
    }

    @Override
    public String unavailable() {
        return ClientSender.unavailable(
                name(), client.state(), client.closeStatus().orElse(null));
    }

    @Override
    public long nextSequenceNumber() {
        return client.nextSequenceNumber();
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
        return CompletableFuture.completedFuture(MessageType.proofOfConcept());
    }

    @Override
    public void close() {
        client.close();
    }

    @Override
    public void onMessage(PocTestClient from, ReceivedMessage message) {
        answers.received(message);
    }

    @Override
    public void onState(PocTestClient from, ClientState state, String reason) {
        if (state == ClientState.CLOSED) {
            answers.closed(reason);
        }
    }
}
