package org.icws.replica.scheduler;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A checkpoint that waits until all canisters stand still. Guarded by the worklist, except {@link #write}. */
final class Checkpoints {
    private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);

    /**
     * A wish for a checkpoint.
     *
     * @param directory where to; null = where the network is kept
     * @param done completes when it is written
     */
    record Request(Path directory, CompletableFuture<Void> done) {}

    private final NetworkRecorder recorder;
    private Request pending;

    Checkpoints(NetworkRecorder recorder) {
        this.recorder = recorder;
    }

    /** Whether canisters must not start, so that they come to stand still. */
    boolean isPending() {
        return pending != null;
    }

    Request add(Path directory) {
        pending = new Request(directory, new CompletableFuture<>());
        return pending;
    }

    /** Asks for one where the network is kept, unless another one waits. */
    void addOwn() {
        if (pending == null) {
            add(null);
        }
    }

    /** What is to be written now. */
    Request take() {
        Request taken = pending;
        pending = null;
        return taken;
    }

    /** Writes; round loop only, and no canister may run. */
    void write(Request request) {
        try {
            if (request.directory() == null) {
                recorder.checkpoint();
            } else {
                recorder.checkpoint(request.directory());
            }
            request.done().complete(null);
        } catch (RuntimeException e) {
            if (request.directory() == null) {
                // Nobody has asked for it, so nobody else would hear of it.
                LOG.warn("The network's journal grows on, and is replaced by a checkpoint later: {}", e.getMessage());
            }
            request.done().completeExceptionally(e);
        }
    }
}
