package org.icws.replica.scheduler;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.ic4j.types.Principal;
import org.icws.replica.CanisterInfo;
import org.icws.replica.ReplicaException;
import org.icws.replica.certification.NetworkKeys;
import org.icws.replica.execution.CanisterFault;
import org.icws.replica.execution.CanisterModule;
import org.icws.replica.execution.ErrorCode;
import org.icws.replica.execution.Watchdog;
import org.icws.replica.state.Canister;
import org.icws.replica.state.MonotonicTime;
import org.icws.replica.state.RequestRecord;
import org.icws.replica.state.RequestStatuses;
import org.icws.replica.state.StateTree;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the network's rounds on one thread. A round takes the results of the batches that have ended, certifies them together,
 * tells everybody who waits, and starts a batch on each canister that has messages. A canister that takes long delays nobody else.
 * Thread-safe.
 */
public final class Scheduler implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Scheduler.class);

    private static final int MAX_USER_CALLS = 5000;
    private static final long AWAIT_STEP_MILLIS = 2;

    private record Submission(Principal receiver, CanisterMessage message) {}

    private final MonotonicTime time;
    private final Duration roundInterval;
    private final Timeline timeline;
    private final StateTree state;
    private final RequestStatuses requests;
    private final Round round;
    private final Lanes lanes = new Lanes();
    private final Thread thread;
    private volatile long height;
    private long nextAlarm = Long.MAX_VALUE;

    /** Fails when the network stops, for those who wait for something that then never happens. */
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();

    private final Object lock = new Object();
    private final Deque<Submission> inbox = new ArrayDeque<>();
    private final Deque<FinishedBatch> finished = new ArrayDeque<>();
    private int openUserCalls;
    private boolean woken;
    private boolean mayStart = true;
    private boolean idle = true;
    private boolean closed;

    /**
     * @param keys of the network
     * @param time certified time
     * @param roundInterval zero = a round as soon as there is work
     * @param timeline wakes the loop
     * @param state receives what the rounds change
     * @param requests the calls by users
     * @param watchdog stops canister code that runs too long
     */
    public Scheduler(
            NetworkKeys keys,
            MonotonicTime time,
            Duration roundInterval,
            Timeline timeline,
            StateTree state,
            RequestStatuses requests,
            Watchdog watchdog) {
        this.time = time;
        this.roundInterval = roundInterval;
        this.timeline = timeline;
        this.state = state;
        this.requests = requests;
        BatchRunner runner = new BatchRunner(time, new Installation(keys, watchdog));
        this.round = new Round(lanes, state, requests, runner, this::batchFinished);
        this.thread = new Thread(this::loop, "replica-rounds");
        thread.setDaemon(true);
        thread.start();
    }

    /** Creates an empty canister. */
    public Principal createCanister(List<Principal> controllers) {
        synchronized (lock) {
            requireOpen();
            Canister canister = lanes.create(controllers);
            state.update(canister);
            state.publishRegistered();
            lanes.add(canister);
            return canister.id();
        }
    }

    /** Queues an installation, which does not wait for a round; completes when the canister answers calls, or with a {@link CanisterFault}. */
    public CompletableFuture<Void> install(Principal canister, CanisterModule module, byte[] argument) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        allowStart();
        submit(new Submission(canister, new CanisterMessage.Install(module, argument, done)));
        return CompletableFuture.anyOf(done, stopped).thenAccept(ended -> {});
    }

    /**
     * Registers and queues a call by a user.
     *
     * @return its record; empty when the network has too much to do or knows the request id already
     */
    public Optional<RequestRecord> call(
            byte[] requestId, Principal sender, Principal canister, String method, byte[] argument, long expiryNanos) {
        synchronized (lock) {
            requireOpen();
            if (openUserCalls >= MAX_USER_CALLS) {
                return Optional.empty();
            }
            Optional<RequestRecord> record = requests.register(requestId, sender, canister);
            record.ifPresent(request -> {
                openUserCalls++;
                state.publishRegistered();
                submit(new Submission(canister, new CanisterMessage.UserCall(request, method, argument, expiryNanos)));
            });
            return record;
        }
    }

    private void submit(Submission submission) {
        synchronized (lock) {
            requireOpen();
            inbox.add(submission);
            lock.notifyAll();
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new ReplicaException("The local replica has been stopped");
        }
    }

    /** A canister by its id. */
    public Optional<Canister> find(Principal canister) {
        return Optional.ofNullable(lanes.get(canister)).map(CanisterLane::canister);
    }

    /**
     * Runs something on a canister's thread between its messages, such as a query.
     *
     * @return its result; fails with {@link java.util.concurrent.RejectedExecutionException} when too many wait
     */
    public <T> CompletableFuture<T> query(Principal canister, Function<Canister, T> query) {
        CanisterLane lane = lanes.get(canister);
        return lane == null
                ? CompletableFuture.failedFuture(
                        new CanisterFault(ErrorCode.CANISTER_NOT_FOUND, "Canister " + canister + " not found"))
                : lane.query(() -> query.apply(lane.canister()));
    }

    /** Number of rounds that changed something. */
    public long height() {
        return height;
    }

    /** All canisters in order of their ids. */
    public List<CanisterInfo> canisters() {
        return lanes.infos();
    }

    private void batchFinished(FinishedBatch batch) {
        synchronized (lock) {
            finished.add(batch);
            openUserCalls -= batch.result().finished().size();
            lock.notifyAll();
        }
    }

    private void wake() {
        synchronized (lock) {
            woken = true;
            lock.notifyAll();
        }
    }

    private void loop() {
        try {
            while (runRound()) {
                scheduleAlarm();
            }
        } catch (InterruptedException e) {
            LOG.debug("Round loop stopped");
        } catch (RejectedExecutionException e) {
            LOG.debug("Stopped while starting a batch", e);
        } catch (RuntimeException | Error e) {
            LOG.error("The round loop failed; the network stands still", e);
        }
    }

    /**
     * Waits for work and does it; false = closed. Results are certified at once; new messages are started at most once per round
     * interval.
     */
    private boolean runRound() throws InterruptedException {
        List<FinishedBatch> batches;
        List<Submission> submissions = new ArrayList<>();
        boolean starting;
        synchronized (lock) {
            while (!closed && finished.isEmpty() && !(mayStart && hasWork())) {
                lock.wait();
            }
            if (closed) {
                return false;
            }
            idle = false;
            batches = new ArrayList<>(finished);
            finished.clear();
            starting = mayStart;
            if (starting) {
                submissions.addAll(inbox);
                inbox.clear();
                woken = false;
                mayStart = roundInterval.isZero();
            }
        }
        long now = time.now();
        if (!batches.isEmpty()) {
            height = height + 1;
            round.conclude(batches, height, now);
        }
        if (starting) {
            submissions.forEach(submission -> round.deliver(submission.receiver(), submission.message()));
            round.queueDue(now);
            round.startBatches();
            if (!roundInterval.isZero()) {
                timeline.at(time.clock() + roundInterval.toNanos(), this::allowStart);
            }
        }
        return true;
    }

    private boolean hasWork() {
        return woken || !inbox.isEmpty() || !finished.isEmpty();
    }

    private void allowStart() {
        synchronized (lock) {
            mayStart = true;
            woken |= !idle;
            lock.notifyAll();
        }
    }

    private void scheduleAlarm() {
        if (nextAlarm <= time.now()) {
            nextAlarm = Long.MAX_VALUE;
        }
        long due = round.nextDue();
        if (due < nextAlarm) {
            // An earlier alarm that is left over only leads to a look at the timers.
            timeline.at(due, this::wake);
            nextAlarm = due;
        }
        synchronized (lock) {
            idle = round.isIdle();
            lock.notifyAll();
        }
    }

    /**
     * Waits until nothing is queued, running or due.
     *
     * @throws ReplicaException still busy after the time-out
     */
    public void awaitIdle(Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        synchronized (lock) {
            while (!closed && !(idle && !hasWork() && timeline.isQuiet())) {
                if (System.nanoTime() - deadline > 0) {
                    throw new ReplicaException("The local replica is still busy after " + timeout);
                }
                try {
                    lock.wait(AWAIT_STEP_MILLIS);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new ReplicaException("Interrupted while waiting for the local replica", e);
                }
            }
        }
    }

    /** Stops the rounds and whatever runs. */
    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
            lock.notifyAll();
        }
        stopped.completeExceptionally(new ReplicaException("The local replica has been stopped"));
        thread.interrupt();
        lanes.close();
    }
}
