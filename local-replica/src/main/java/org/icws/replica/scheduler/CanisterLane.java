package org.icws.replica.scheduler;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.icws.replica.state.Canister;

/**
 * One canister's way to execution: the queue of its messages, which belongs to the round loop, and the thread that runs them and
 * the canister's queries one after the other. The thread exists only while there is work.
 */
final class CanisterLane {
    /** Deep recursion in canister code needs far more stack than Java threads have by default; only used pages take memory. */
    private static final long STACK_BYTES = 256L << 20;

    private static final int IDLE_SECONDS = 30;

    private final Canister canister;
    private final Deque<CanisterMessage> queue = new ArrayDeque<>();
    private final Semaphore queryPlaces;
    private final ThreadPoolExecutor worker;
    private volatile boolean running;
    private volatile int queued;

    /** @param maxQueries that may wait */
    CanisterLane(Canister canister, int maxQueries) {
        this.canister = canister;
        queryPlaces = new Semaphore(maxQueries);
        // One place more than there are queries: a batch always finds one.
        worker = new ThreadPoolExecutor(
                1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new ArrayBlockingQueue<>(maxQueries + 1), this::thread);
        worker.allowCoreThreadTimeOut(true);
    }

    private Thread thread(Runnable work) {
        Thread thread = new Thread(null, work, "canister-" + canister.id(), STACK_BYTES);
        thread.setDaemon(true);
        return thread;
    }

    Canister canister() {
        return canister;
    }

    /** Appends a message. Round loop only. */
    void enqueue(CanisterMessage message) {
        queue.addLast(message);
        queued = queue.size();
    }

    /** The messages that wait. Round loop only. */
    Deque<CanisterMessage> queue() {
        return queue;
    }

    /** Messages that wait. Any thread. */
    int queued() {
        return queued;
    }

    /** Whether a batch could be started. Round loop only. */
    boolean isReady() {
        return !running && !queue.isEmpty();
    }

    /** Whether a batch runs whose result has not been taken. Any thread. */
    boolean isRunning() {
        return running;
    }

    /** Takes messages for a batch. Round loop only. */
    List<CanisterMessage> take(int limit) {
        List<CanisterMessage> batch = new ArrayList<>();
        while (batch.size() < limit && !queue.isEmpty()) {
            batch.add(queue.removeFirst());
        }
        queued = queue.size();
        return batch;
    }

    /**
     * Runs a batch. The thread then waits for the latch, so that no query sees changes before they are certified.
     *
     * @param batch what to run
     * @param certified opens when the changes are certified
     */
    void start(Runnable batch, CountDownLatch certified) {
        running = true;
        worker.execute(() -> {
            batch.run();
            try {
                certified.await();
            } catch (InterruptedException e) {
                // Only happens when the network shuts down.
                Thread.currentThread().interrupt();
            }
        });
    }

    /** Notes that the result of the batch has been taken. Round loop only. */
    void finished() {
        running = false;
    }

    /**
     * Runs something between two batches. Any thread.
     *
     * @return its result, or a {@link RejectedExecutionException} when too many wait
     */
    <T> CompletableFuture<T> query(Supplier<T> query) {
        CompletableFuture<T> result = new CompletableFuture<>();
        if (!queryPlaces.tryAcquire()) {
            result.completeExceptionally(new RejectedExecutionException("Too many queries wait"));
            return result;
        }
        try {
            worker.execute(new Query<>(this, query, result));
        } catch (RejectedExecutionException e) {
            queryPlaces.release();
            result.completeExceptionally(e);
        }
        return result;
    }

    /** A query that waits. */
    private record Query<T>(CanisterLane lane, Supplier<T> query, CompletableFuture<T> result) implements Runnable {
        @Override
        public void run() {
            lane.queryPlaces.release();
            try {
                result.complete(query.get());
            } catch (RuntimeException | StackOverflowError e) {
                result.completeExceptionally(e);
            }
        }
    }

    /** Stops whatever runs; queries that wait are told why. */
    void close(RuntimeException why) {
        worker.shutdownNow().forEach(waiting -> {
            if (waiting instanceof Query<?> query) {
                query.result().completeExceptionally(why);
            }
        });
    }
}
