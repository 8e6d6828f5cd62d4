package org.icws.testbench.run;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.icws.protocol.candid.CandidException;
import org.icws.testbench.client.ClientState;
import org.icws.testbench.client.PingPongMessage;
import org.icws.testbench.client.ReceivedMessage;
import org.icws.testbench.client.TestClient;
import org.icws.testbench.client.TestClientException;
import org.icws.testbench.client.TestClientListener;

/** One message to the {@code ping_pong} canister and its answer: the proof that everything works together. */
final class Greeting implements TestClientListener {

    private static final String TEXT = "hello";
    private static final String ANSWER = TEXT + " ping";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final CompletableFuture<ReceivedMessage> answer = new CompletableFuture<>();

    /**
     * Sends the message once the client is open and waits for the verified answer.
     *
     * @return what to say about it
     * @throws TestClientException if the client closed, or nothing came in time
     */
    String exchange(TestClient client) throws InterruptedException {
        await(client.opened());
        long from = System.nanoTime();
        Instant now = Instant.now();
        long timestamp = TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
        await(client.send(new PingPongMessage(TEXT, timestamp).encode()));
        await(answer);
        long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - from);
        return "\"" + TEXT + "\" came back as \"" + ANSWER + "\", verified, after " + took + " ms";
    }

    @Override
    public void onMessage(TestClient client, ReceivedMessage message) {
        try {
            if (PingPongMessage.decode(message.content()).text().equals(ANSWER)) {
                answer.complete(message);
            }
        } catch (CandidException e) {
            answer.completeExceptionally(
                    new TestClientException("The canister's answer is not readable: " + e.getMessage(), e));
        }
    }

    @Override
    public void onState(TestClient client, ClientState state, String reason) {
        if (state == ClientState.CLOSED) {
            answer.completeExceptionally(new TestClientException("The connection was closed: " + reason));
        }
    }

    private static void await(CompletableFuture<?> future) throws InterruptedException {
        try {
            future.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new TestClientException("Nothing came within " + PATIENCE.toSeconds() + " s.", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof TestClientException known
                    ? known
                    : new TestClientException(e.getCause().getMessage(), e.getCause());
        }
    }
}
