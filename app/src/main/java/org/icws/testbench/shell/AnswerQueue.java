package org.icws.testbench.shell;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.icws.testbench.client.ReceivedMessage;
import org.icws.testbench.compose.TestSender.Dispatch;
import org.icws.testbench.compose.TestSender.Exchange;

/**
 * Pairs what a client sends with what the canister sends back: neither protocol says which message answers which, so the
 * oldest message without an answer gets the canister's next one. Thread-safe.
 */
final class AnswerQueue {

    private static final int ANSWER_SECONDS = 10;

    private record Pending(
            long sentAtNanos, CompletableFuture<Long> number, CompletableFuture<ReceivedMessage> answer) {}

    private final ArrayDeque<Pending> pending = new ArrayDeque<>();

    /** @param send hands the message to the client and tells its number */
    Dispatch send(Supplier<CompletableFuture<Long>> send) {
        Pending mine = new Pending(now(), new CompletableFuture<>(), new CompletableFuture<>());
        CompletableFuture<Long> sent;
        synchronized (pending) {
            // Both under one lock: the order of waiting has to be the order of sending.
            pending.addLast(mine);
            sent = send.get();
        }
        sent.whenComplete((number, failure) -> {
            if (failure == null) {
                mine.number().complete(number);
            } else {
                forget(mine);
                mine.number().completeExceptionally(failure);
                mine.answer().completeExceptionally(failure);
            }
        });
        CompletableFuture<Exchange> exchange = mine.number()
                .thenCombine(
                        mine.answer().orTimeout(ANSWER_SECONDS, TimeUnit.SECONDS),
                        (number, answer) -> new Exchange(
                                number,
                                mine.sentAtNanos(),
                                answer.sequenceNumber(),
                                answer.receivedAtNanos(),
                                answer.content()));
        exchange.whenComplete((done, failure) -> forget(mine));
        return new Dispatch(mine.number(), exchange);
    }

    private void forget(Pending gone) {
        synchronized (pending) {
            pending.remove(gone);
        }
    }

    void received(ReceivedMessage message) {
        Pending oldest;
        synchronized (pending) {
            oldest = pending.pollFirst();
        }
        if (oldest != null) {
            oldest.answer().complete(message);
        }
    }

    void closed(String reason) {
        IllegalStateException closed =
                new IllegalStateException("The connection was closed" + (reason.isEmpty() ? "." : ": " + reason));
        ArrayDeque<Pending> left;
        synchronized (pending) {
            left = new ArrayDeque<>(pending);
            pending.clear();
        }
        left.forEach(p -> p.answer().completeExceptionally(closed));
        left.forEach(p -> p.number().completeExceptionally(closed));
    }

    private static long now() {
        Instant instant = Instant.now();
        return instant.getEpochSecond() * 1_000_000_000L + instant.getNano();
    }
}
