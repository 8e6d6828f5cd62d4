package org.icws.testbench.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Collects what a client hears, for a test to wait for.
 *
 * @param <T> what a message is read as
 */
public class ClientInbox<T> implements TestClientListener {

    protected static final int SECONDS = 30;
    private static final int ROOM = 100_000;

    private final BlockingQueue<byte[]> messages = new LinkedBlockingQueue<>(ROOM);
    private final CompletableFuture<String> closed = new CompletableFuture<>();
    private final Function<byte[], T> decode;

    /** @param decode reads a message's content */
    protected ClientInbox(Function<byte[], T> decode) {
        this.decode = decode;
    }

    @Override
    public final void onMessage(TestClient client, ReceivedMessage message) {
        messages.add(message.content());
    }

    @Override
    public final void onState(TestClient client, ClientState state, String reason) {
        if (state == ClientState.CLOSED) {
            closed.complete(reason);
        }
    }

    /** The next message. */
    public final T next() throws InterruptedException {
        byte[] message = messages.poll(SECONDS, TimeUnit.SECONDS);
        assertThat(message)
                .as("a message within %d s; closed: %s", SECONDS, closed.getNow("no"))
                .isNotNull();
        return decode.apply(message);
    }

    /** Why it was closed. */
    public final String closed() throws Exception {
        return closed.get(SECONDS, TimeUnit.SECONDS);
    }

    /** Whether it was closed. */
    public final boolean isClosed() {
        return closed.isDone();
    }

    /** Whether nothing is left that was not taken. */
    public final boolean isEmpty() {
        return messages.isEmpty();
    }
}
