package org.icws.testbench.shell;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.ic4j.types.Principal;
import org.icws.gateway.protocol.v1.ClientKey;
import org.icws.testbench.client.ClientState;
import org.icws.testbench.client.ReceivedMessage;
import org.icws.testbench.client.TestClient;
import org.icws.testbench.client.TestClientListener;
import org.icws.testbench.compose.TestSender;

/**
 * A client of ours as something that can send. The sample canister answers every message once and in order, so an answer
 * belongs to the oldest message that has none. Thread-safe.
 */
final class ClientSender implements TestSender, TestClientListener {

    private static final int ANSWER_SECONDS = 30;

    /** A message that waits for its answer; guarded by {@link #pending}. */
    private static final class Pending {

        private final long sentAtNanos;
        private final CompletableFuture<Long> number = new CompletableFuture<>();
        private final CompletableFuture<ReceivedMessage> answer = new CompletableFuture<>();

        Pending(long sentAtNanos) {
            this.sentAtNanos = sentAtNanos;
        }
    }

    private final ArrayDeque<Pending> pending = new ArrayDeque<>();
    private volatile TestClient client;

    /** Sets the client; it is known only after the listener was given to it. */
    void setClient(TestClient now) {
        client = now;
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
    public Principal canister() {
        return client.canister();
    }

    @Override
    public String unavailable() {
        return switch (client.state()) {
            case OPEN -> null;
            case CONNECTING, OPENING -> name() + " is still connecting.";
            case CLOSED ->
                name() + " is not connected any more"
                        + client.closeStatus()
                                .map(s -> ": " + s.code() + (s.reason().isEmpty() ? "" : " " + s.reason()))
                                .orElse("")
                        + ".";
        };
    }

    @Override
    public CompletableFuture<Exchange> send(byte[] candid) {
        Pending mine = new Pending(now());
        CompletableFuture<Long> sent;
        synchronized (pending) {
            // Both under one lock: the order of waiting has to be the order of sending.
            pending.addLast(mine);
            sent = client.send(candid);
        }
        sent.whenComplete((number, failure) -> {
            if (failure == null) {
                mine.number.complete(number);
            } else {
                forget(mine);
                mine.number.completeExceptionally(failure);
                mine.answer.completeExceptionally(failure);
            }
        });
        return mine.number
                .thenCombine(
                        mine.answer,
                        (number, answer) -> new Exchange(
                                number,
                                mine.sentAtNanos,
                                answer.sequenceNumber(),
                                answer.receivedAtNanos(),
                                answer.content()))
                .orTimeout(ANSWER_SECONDS, TimeUnit.SECONDS)
                .exceptionallyCompose(failure -> {
                    forget(mine);
                    return CompletableFuture.failedFuture(inWords(failure));
                });
    }

    private static Throwable inWords(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof TimeoutException
                ? new IllegalStateException("The canister did not answer within " + ANSWER_SECONDS + " s.", cause)
                : cause;
    }

    private void forget(Pending gone) {
        synchronized (pending) {
            pending.remove(gone);
        }
    }

    @Override
    public void onMessage(TestClient from, ReceivedMessage message) {
        Pending oldest;
        synchronized (pending) {
            oldest = pending.pollFirst();
        }
        if (oldest != null) {
            oldest.answer.complete(message);
        }
    }

    @Override
    public void onState(TestClient from, ClientState state, String reason) {
        if (state != ClientState.CLOSED) {
            return;
        }
        IllegalStateException closed =
                new IllegalStateException("The connection was closed" + (reason.isEmpty() ? "." : ": " + reason));
        synchronized (pending) {
            pending.forEach(p -> p.answer.completeExceptionally(closed));
            pending.forEach(p -> p.number.completeExceptionally(closed));
            pending.clear();
        }
    }

    private static long now() {
        Instant instant = Instant.now();
        return instant.getEpochSecond() * 1_000_000_000L + instant.getNano();
    }
}
