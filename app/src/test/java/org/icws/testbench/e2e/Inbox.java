package org.icws.testbench.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.icws.testbench.client.ClientState;
import org.icws.testbench.client.PingPongMessage;
import org.icws.testbench.client.ReceivedMessage;
import org.icws.testbench.client.TestClient;
import org.icws.testbench.client.TestClientListener;

/** Collects what a client hears, for a test to wait for. */
final class Inbox implements TestClientListener {

    static final int SECONDS = 30;

    private final BlockingQueue<ReceivedMessage> messages = new ArrayBlockingQueue<>(10_000);
    private final CompletableFuture<String> closed = new CompletableFuture<>();

    @Override
    public void onMessage(TestClient client, ReceivedMessage message) {
        messages.add(message);
    }

    @Override
    public void onState(TestClient client, ClientState state, String reason) {
        if (state == ClientState.CLOSED) {
            closed.complete(reason);
        }
    }

    /** The text of the next message. */
    String next() throws InterruptedException {
        ReceivedMessage message = messages.poll(SECONDS, TimeUnit.SECONDS);
        assertThat(message).as("a message within %d s", SECONDS).isNotNull();
        return PingPongMessage.decode(message.content()).text();
    }

    /** Why it was closed. */
    String closed() throws Exception {
        return closed.get(SECONDS, TimeUnit.SECONDS);
    }

    boolean isEmpty() {
        return messages.isEmpty();
    }
}
