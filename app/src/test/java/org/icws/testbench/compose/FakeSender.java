package org.icws.testbench.compose;

import static org.icws.testbench.store.TestEvents.CANISTER;
import static org.icws.testbench.store.TestEvents.client;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.ic4j.types.Principal;
import org.icws.gateway.protocol.v1.ClientKey;

/** A client that sends nowhere: a test says what comes back. */
public class FakeSender implements TestSender {

    public static final String PING_PONG = """
            type AppMessage = record { text : text; timestamp : nat64 };
            service : { ws_message : (blob, opt AppMessage) -> () }
            """;

    public final ClientKey key;
    public final List<byte[]> sent = new ArrayList<>();
    public CompletableFuture<Long> number = new CompletableFuture<>();
    public CompletableFuture<Exchange> answer = new CompletableFuture<>();
    public CompletableFuture<MessageType> type =
            CompletableFuture.completedFuture(MessageType.of(PING_PONG, "from ping_pong.did"));
    public String reason;
    private final String name;

    public FakeSender(String name) {
        this.name = name;
        this.key = client(name);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public ClientKey key() {
        return key;
    }

    @Override
    public Principal principal() {
        return key.principal();
    }

    @Override
    public Principal canister() {
        return CANISTER;
    }

    @Override
    public String unavailable() {
        return reason;
    }

    @Override
    public long nextSequenceNumber() {
        return sent.size() + 1;
    }

    @Override
    public Dispatch send(byte[] content) {
        sent.add(content);
        return new Dispatch(number, answer);
    }

    @Override
    public CompletableFuture<Void> sendFrame(byte[] frame) {
        sent.add(frame);
        return number.thenApply(n -> null);
    }

    @Override
    public CompletableFuture<Void> sendText(String text) {
        return number.thenApply(n -> null);
    }

    @Override
    public CompletableFuture<MessageType> messageType() {
        return type;
    }

    @Override
    public void close() {
        reason = name + " is closed.";
    }
}
