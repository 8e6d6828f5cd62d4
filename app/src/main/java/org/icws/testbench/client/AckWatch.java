package org.icws.testbench.client;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Notices when a canister stops acknowledging. Waits on the JDK's own timer thread. Thread-safe. */
final class AckWatch {

    private final Duration timeout;
    private final Runnable onTimeout;
    private CompletableFuture<Void> next;
    private boolean stopped;

    AckWatch(Duration timeout, Runnable onTimeout) {
        this.timeout = timeout;
        this.onTimeout = onTimeout;
    }

    /** Waits from now on for the next acknowledgement, instead of for the one before. */
    synchronized void restart() {
        if (stopped) {
            return;
        }
        endWait();
        CompletableFuture<Void> wait = new CompletableFuture<>();
        wait.orTimeout(timeout.toNanos(), TimeUnit.NANOSECONDS).exceptionally(e -> {
            onTimeout.run();
            return null;
        });
        next = wait;
    }

    synchronized void stop() {
        stopped = true;
        endWait();
    }

    private void endWait() {
        if (next != null) {
            next.complete(null);
        }
    }
}
