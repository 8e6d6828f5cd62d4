package org.icws.gateway.session;

import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.icws.gateway.Limits;
import org.icws.gateway.replica.CallRequest;
import org.icws.gateway.replica.CallResult;

/**
 * One client's way to the network: calls go out in the order they came in. Where the network
 * promises no order among calls that are under way together, one is in flight at a time; else the next one goes out once the
 * network has acknowledged the one before. Thread-safe; nothing is submitted under the lock.
 */
final class RelayQueue {
    /**
     * How a submitted call ended.
     *
     * @param result the result; null if the gateway itself failed
     * @param failure the defect, else null
     * @param durationNanos time since its submission
     */
    record Ended(CallResult result, Throwable failure, long durationNanos) {
        /** The end of a call that was not made. */
        static final Ended NOT_MADE = new Ended(null, null, 0);
    }

    /**
     * A call waiting for its turn.
     *
     * @param request the call
     * @param method its method
     * @param arrivedNanos when the client's frame arrived, on the monotonic clock
     * @param taken tells about the frame
     */
    record Waiting(CallRequest request, String method, long arrivedNanos, ClientReport.Taken taken) {
        int size() {
            return request.envelope().length;
        }
    }

    private final BiFunction<Waiting, Runnable, CompletableFuture<Ended>> network;
    private final int maxInFlight;
    private final BiConsumer<Waiting, Ended> onEnded;
    private final Runnable onRoom;
    private final Predicate<Waiting> held;
    private final Supplier<Limits> limits;
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    private final CompletableFuture<Void> drained = new CompletableFuture<>();
    /** Completes with the report of the last call; written by one submission at a time. */
    private volatile CompletableFuture<Void> reported = CompletableFuture.completedFuture(null);

    private int waitingBytes;
    private int inFlight;
    private boolean submitting;
    private boolean full;
    private boolean ending;

    /**
     * @param network submits a call and runs the action once the call is acknowledged; its future never fails. The action is
     *     null where only the result tells.
     * @param maxInFlight calls that may be in flight
     * @param onEnded told about each end before the next call is submitted
     * @param onRoom called when a full queue has room again
     * @param held whether a call has to wait for {@link #resume}; asked each time its turn has come, under the lock
     * @param limits how many calls and bytes may wait before the queue counts as full; asked each time
     */
    RelayQueue(
            BiFunction<Waiting, Runnable, CompletableFuture<Ended>> network,
            int maxInFlight,
            BiConsumer<Waiting, Ended> onEnded,
            Runnable onRoom,
            Predicate<Waiting> held,
            Supplier<Limits> limits) {
        this.network = network;
        this.maxInFlight = maxInFlight;
        this.onEnded = onEnded;
        this.onRoom = onRoom;
        this.held = held;
        this.limits = limits;
    }

    /**
     * Takes a call over; it is never dropped while the session lives.
     *
     * @return false if the queue is full now and the caller should stop reading
     */
    boolean add(Waiting call) {
        Waiting next;
        boolean room;
        synchronized (this) {
            if (ending) {
                return true;
            }
            waiting.addLast(call);
            waitingBytes += call.size();
            next = takeNext();
            // Once full it stays so until it is half empty: what was read before the reading stopped still comes, and
            // would else make the queue forget that somebody waits for room.
            full |= isFull();
            room = !full;
        }
        submit(next);
        return room;
    }

    /**
     * Takes no further calls.
     *
     * @param keepWaiting whether the waiting ones are still submitted
     * @return completes when nothing is in flight or waiting any more
     */
    CompletableFuture<Void> end(boolean keepWaiting) {
        synchronized (this) {
            ending = true;
            if (!keepWaiting) {
                waiting.clear();
                waitingBytes = 0;
            }
            if (inFlight > 0 || !waiting.isEmpty()) {
                return drained;
            }
        }
        drained.complete(null);
        return drained;
    }

    private void submit(Waiting call) {
        if (call == null) {
            return;
        }
        AtomicBoolean acknowledged = new AtomicBoolean();
        Runnable onAcknowledged = maxInFlight == 1 ? null : () -> acknowledged(acknowledged);
        // Results are told in the order of the calls: the first failure is the cause of those behind it.
        CompletableFuture<Ended> end = new CompletableFuture<>();
        reported = end.thenCombine(reported.exceptionally(defect -> null), (ended, before) -> ended)
                .thenAccept(ended -> {
                    try {
                        onEnded.accept(call, ended);
                    } finally {
                        completed(acknowledged);
                    }
                });
        network.apply(call, onAcknowledged).thenAccept(end::complete);
    }

    private void acknowledged(AtomicBoolean acknowledged) {
        if (!acknowledged.compareAndSet(false, true)) {
            return;
        }
        Waiting next;
        synchronized (this) {
            submitting = false;
            next = takeNext();
        }
        submit(next);
    }

    private void completed(AtomicBoolean acknowledged) {
        Waiting next;
        boolean roomAgain;
        boolean done;
        synchronized (this) {
            inFlight--;
            submitting &= !acknowledged.compareAndSet(false, true);
            next = takeNext();
            roomAgain = full && isHalfEmpty();
            full = full && !roomAgain;
            done = ending && inFlight == 0 && waiting.isEmpty();
        }
        if (roomAgain) {
            onRoom.run();
        }
        if (done) {
            drained.complete(null);
        }
        submit(next);
    }

    private Waiting takeNext() {
        if (submitting || inFlight >= maxInFlight || waiting.isEmpty() || held.test(waiting.peekFirst())) {
            return null;
        }
        submitting = true;
        inFlight++;
        Waiting next = waiting.removeFirst();
        waitingBytes -= next.size();
        return next;
    }

    private boolean isFull() {
        Limits now = limits.get();
        return waiting.size() >= now.maxWaitingFrames() || waitingBytes >= now.maxWaitingBytes();
    }

    private boolean isHalfEmpty() {
        Limits now = limits.get();
        return waiting.size() <= now.maxWaitingFrames() / 2 && waitingBytes <= now.maxWaitingBytes() / 2;
    }

    /** Calls that were held may go on. */
    void resume() {
        Waiting next;
        synchronized (this) {
            next = takeNext();
        }
        submit(next);
    }

    /** A queue that was full may have room under other limits. */
    void limitsChanged() {
        boolean roomAgain;
        synchronized (this) {
            roomAgain = full && isHalfEmpty();
            full = full && !roomAgain;
        }
        if (roomAgain) {
            onRoom.run();
        }
    }

    /** True from when the queue filled up until half of it is empty. */
    synchronized boolean isPaused() {
        return full;
    }

    synchronized int waitingCalls() {
        return waiting.size();
    }

    synchronized int inFlightCalls() {
        return inFlight;
    }
}
