package org.icws.gateway.replica;

import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Lets a bounded number of calls be under way; the others wait in order. What waits is bounded by the sessions, each of which
 * hands over few calls at a time. Thread-safe; nothing is started under the lock.
 */
final class CallGate {
    private final int most;
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    private int underWay;

    CallGate(int most) {
        this.most = most;
    }

    <T> CompletableFuture<T> pass(Supplier<CompletableFuture<T>> call) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Runnable start = () -> start(call, result);
        synchronized (this) {
            if (underWay >= most) {
                waiting.addLast(start);
                return result;
            }
            underWay++;
        }
        start.run();
        return result;
    }

    private <T> void start(Supplier<CompletableFuture<T>> call, CompletableFuture<T> result) {
        CompletableFuture<T> running;
        try {
            running = call.get();
        } catch (RuntimeException e) {
            running = CompletableFuture.failedFuture(e);
        }
        running.whenComplete((value, failure) -> {
            Runnable next = done();
            if (next != null) {
                next.run();
            }
            if (failure == null) {
                result.complete(value);
            } else {
                result.completeExceptionally(failure);
            }
        });
    }

    private synchronized Runnable done() {
        Runnable next = waiting.pollFirst();
        if (next == null) {
            underWay--;
        }
        return next;
    }
}
