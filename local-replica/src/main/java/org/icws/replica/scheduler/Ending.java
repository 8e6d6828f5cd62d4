package org.icws.replica.scheduler;

import java.util.concurrent.CompletableFuture;
import org.icws.replica.ReplicaStoppedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether a network has ended, and why: it was closed, or it can go no further. Thread-safe. */
final class Ending {
    private static final Logger LOG = LoggerFactory.getLogger(Ending.class);

    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    /** The network was closed. */
    void closed() {
        ended.completeExceptionally(new ReplicaStoppedException());
    }

    /** The network can go no further, for example because it cannot be written to the disk any more. */
    ReplicaStoppedException failed(Throwable why) {
        ReplicaStoppedException failure = new ReplicaStoppedException(
                "The local replica stands still and answers nothing more until it is started again: "
                        + why.getMessage(),
                why);
        if (ended.completeExceptionally(failure)) {
            LOG.error("The network stands still", why);
        }
        return failure;
    }

    /** @throws ReplicaStoppedException the network has ended */
    void requireNone() {
        ReplicaStoppedException why = why();
        if (why != null) {
            throw why;
        }
    }

    /** Whether the network has ended. */
    boolean isReached() {
        return ended.isDone();
    }

    /** Why the network has ended; null = it has not. */
    ReplicaStoppedException why() {
        // Only then: to a future that goes on, each look would add something that stays as long as the network.
        return ended.isDone()
                ? ended.handle((nothing, why) -> (ReplicaStoppedException) why).getNow(null)
                : null;
    }

    /** Completes as something else does, but fails when the network ends before. */
    CompletableFuture<Object> orEarlier(CompletableFuture<?> other) {
        return CompletableFuture.anyOf(other, ended);
    }
}
