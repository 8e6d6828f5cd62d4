package org.icws.replica.scheduler;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.ic4j.types.Principal;
import org.icws.replica.CanisterInfo;
import org.icws.replica.LoadLimits;
import org.icws.replica.ReplicaException;
import org.icws.replica.ReplicaStoppedException;
import org.icws.replica.execution.CanisterFault;
import org.icws.replica.execution.ErrorCode;
import org.icws.replica.execution.Response;
import org.icws.replica.management.CanisterHost;
import org.icws.replica.management.CreationPlan;
import org.icws.replica.management.Management;
import org.icws.replica.management.OutcallService;
import org.icws.replica.persistence.StoredNetwork;
import org.icws.replica.state.CallOrigin;
import org.icws.replica.state.Canister;
import org.icws.replica.state.MonotonicTime;
import org.icws.replica.state.RequestRecord;
import org.icws.replica.state.RequestStatuses;
import org.icws.replica.state.StateTree;
import org.icws.replica.state.UserCallContent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the network's rounds on one thread. A round takes the results of the batches that have ended, certifies them together,
 * tells everybody who waits, and starts a batch on each canister that has messages. A canister that takes long delays nobody else.
 * Thread-safe.
 */
public final class Scheduler implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Scheduler.class);

    private static final long JOIN_MILLIS = 2000;

    private final MonotonicTime time;
    private volatile Duration roundInterval;
    private final Timeline timeline;
    private final StateTree state;
    private final RequestStatuses requests;
    private final OutcallService outcalls;
    private final Management management;
    private final NetworkTasks tasks;
    private final NetworkRecorder recorder;
    private final Checkpoints checkpoints;
    private final Round round;
    private final Lanes lanes;
    private final Thread thread;
    private volatile long height;
    private final Alarm alarm;
    private final Consumer<Principal> executed;

    private final Ending ending = new Ending();
    private final Worklist work;

    /**
     * @param time certified time
     * @param roundInterval zero = a round as soon as there is work
     * @param timeline wakes the loop
     * @param state receives what the rounds change
     * @param requests the calls by users
     * @param host what canisters run on
     * @param outcalls makes HTTP requests for canisters
     * @param storage where the network comes from and is kept
     * @param limits how much may wait
     * @param executed told, on the rounds' thread, which canister's changes have just been certified
     */
    public Scheduler(
            MonotonicTime time,
            Duration roundInterval,
            Timeline timeline,
            StateTree state,
            RequestStatuses requests,
            CanisterHost host,
            OutcallService outcalls,
            Storage storage,
            LoadLimits limits,
            Consumer<Principal> executed) {
        this.time = time;
        this.lanes = new Lanes(limits.queries());
        this.roundInterval = roundInterval;
        this.timeline = timeline;
        this.alarm = new Alarm(timeline, this::wake);
        this.state = state;
        this.requests = requests;
        this.outcalls = outcalls;
        this.executed = executed;
        this.management = new Management(host, this::find);
        this.recorder = new NetworkRecorder(storage, lanes, requests, this::height, time::now);
        this.checkpoints = new Checkpoints(recorder);
        this.work = new Worklist(ending, checkpoints, lanes::isRunning, limits.calls());
        this.tasks = new NetworkTasks(lanes, state, time, outcalls, recorder, work::submit);
        this.round = new Round(
                lanes, state, requests, new BatchRunner(time, management), management, tasks, recorder, work::finished);
        this.thread = new Thread(this::loop, "replica-rounds");
        round.heartbeatInterval(roundInterval);
        if (storage.earlier() != null) {
            restore(storage.earlier(), host);
        }
        recorder.checkpoint();
        thread.setDaemon(true);
    }

    /** Lets the rounds begin. */
    public void start() {
        thread.start();
    }

    /**
     * Creates an empty canister.
     *
     * @throws CanisterFault the wanted id is taken or not possible
     */
    public Principal create(CreationPlan plan) {
        synchronized (work) {
            ending.requireNone();
            Canister canister = tasks.create(plan);
            record(canister);
            state.publishRegistered();
            return canister.id();
        }
    }

    private void record(Canister created) {
        try {
            recorder.created(created);
        } catch (RuntimeException e) {
            throw standStill(e);
        }
    }

    /** Does something with a canister in the order of its messages, without waiting for a round; completes with the answer. */
    public CompletableFuture<Response> operate(Principal canister, CanisterOperation operation) {
        CallOrigin.Program origin = new CallOrigin.Program(new CompletableFuture<>());
        work.allowStart();
        work.submit(canister, new CanisterMessage.Operation(operation, origin));
        return ending.orEarlier(origin.answer()).thenApply(Response.class::cast);
    }

    /** @throws ReplicaStoppedException the network has ended or stands still */
    public void requireRunning() {
        ending.requireNone();
    }

    /** Why the network answers nothing more until it is started again; empty = it runs. */
    public Optional<ReplicaStoppedException> ended() {
        return Optional.ofNullable(ending.why());
    }

    /** The id the next created canister gets. */
    public Principal nextCanister() {
        return lanes.peekNext();
    }

    /** Knows the management canister's methods. */
    public Management management() {
        return management;
    }

    /**
     * Registers and queues a call by a user.
     *
     * @param canister who is called
     * @param effective through whose endpoint
     * @return its record; empty when the network has too much to do or knows the request id already
     */
    public Optional<RequestRecord> call(
            byte[] requestId, Principal sender, Principal canister, Principal effective, UserCallContent content) {
        synchronized (work) {
            ending.requireNone();
            if (!work.hasPlace()) {
                return Optional.empty();
            }
            requests.makeRoom(time.now());
            Optional<RequestRecord> record = requests.register(requestId, sender, canister, effective, content);
            record.ifPresent(request -> {
                work.userCalls(1);
                record(request);
                state.publishRegistered();
                work.submit(canister, new CanisterMessage.UserCall(request, content));
            });
            return record;
        }
    }

    private void record(RequestRecord request) {
        try {
            recorder.called(request);
        } catch (RuntimeException e) {
            requests.forget(request);
            throw standStill(e);
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
        if (ending.isReached()) {
            return CompletableFuture.failedFuture(ending.why());
        }
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

    /** Makes the loop look whether there is something to do. */
    public void wake() {
        work.wake();
    }

    private void loop() {
        try {
            while (runRound()) {
                scheduleAlarm();
            }
        } catch (InterruptedException | RejectedExecutionException e) {
            LOG.debug("Round loop stopped", e);
        } catch (RuntimeException | Error e) {
            if (ending.isReached()) {
                LOG.debug("The round loop was stopped in the middle of something", e);
            } else {
                standStill(e);
            }
        }
    }

    /** Nothing more is acknowledged; who waits for an answer is told why there is none. */
    private ReplicaStoppedException standStill(Throwable why) {
        ReplicaStoppedException failure = ending.failed(why);
        requests.all().forEach(request -> request.completion().completeExceptionally(failure));
        lanes.close(failure);
        wake();
        return failure;
    }

    /**
     * Waits for work and does it; false = closed. Results are certified at once; new messages are started at most once per round
     * interval.
     */
    private boolean runRound() throws InterruptedException {
        Optional<Worklist.Work> next = work.await(() -> roundInterval.isZero());
        next.ifPresent(this::run);
        return next.isPresent();
    }

    private void run(Worklist.Work todo) {
        if (todo.checkpoint() != null) {
            checkpoints.write(todo.checkpoint());
        }
        long now = time.now();
        todo.submissions().forEach(submission -> round.deliver(submission.receiver(), submission.message()));
        List<FinishedBatch> batches = new ArrayList<>(todo.batches());
        while (!batches.isEmpty() || round.hasOwnResults()) {
            height = height + 1;
            work.userCalls(-round.conclude(batches, height, now));
            batches.forEach(batch -> executed.accept(batch.lane().canister().id()));
            batches.clear();
        }
        if (todo.starts()) {
            round.queueDue(now);
            round.startBatches();
            if (recorder.wantsCheckpoint()) {
                work.ownCheckpoint();
            }
            if (!roundInterval.isZero()) {
                timeline.at(time.clock() + roundInterval.toNanos(), work::allowStart);
            }
        }
    }

    /**
     * Writes the whole network to a directory, when the messages that run now have ended; completes when it is there.
     *
     * @param directory where to; null = where the network is kept, instead of its journal
     */
    public CompletableFuture<Void> checkpoint(Path directory) {
        return work.checkpoint(directory)
                .map(request -> ending.orEarlier(request.done()).thenAccept(done -> {}))
                .orElseGet(() ->
                        CompletableFuture.failedFuture(new ReplicaException("A checkpoint is being written already")));
    }

    private void restore(StoredNetwork earlier, CanisterHost host) {
        height = earlier.height();
        time.continueFrom(earlier.timeNanos());
        NetworkRestorer restorer = new NetworkRestorer(lanes, state, requests, host);
        restorer.restore(earlier).forEach(call -> work.submit(call.request().canister(), call));
        work.userCalls(restorer.openCalls());
        work.wake();
        restorer.completeEnded(state.publish(height));
    }

    /** Starts no further messages until {@link #resume}. */
    public void pause() {
        work.pause();
    }

    /** Ends a pause. */
    public void resume() {
        work.resume();
    }

    /** Lets one round start during a pause. */
    public void step() {
        work.step();
    }

    /** Whether no further messages are started. */
    public boolean isPaused() {
        return work.isPaused();
    }

    /** The time between rounds; zero = a round as soon as there is work. */
    public Duration roundInterval() {
        return roundInterval;
    }

    /** Sets the time between rounds; zero = a round as soon as there is work. */
    public void roundInterval(Duration interval) {
        if (interval.isNegative()) {
            throw new IllegalArgumentException("A round interval cannot be negative: " + interval);
        }
        roundInterval = interval;
        round.heartbeatInterval(interval);
        work.allowStart();
    }

    /** What there is to do. */
    public Workload workload() {
        return lanes.workload();
    }

    private void scheduleAlarm() {
        alarm.set(round.nextDue(), time.now());
        work.done(round.isIdle(), !lanes.isRunning());
    }

    /**
     * Waits until nothing is queued, running or due.
     *
     * @throws ReplicaException still busy after the time-out
     */
    public void awaitIdle(Duration timeout) {
        work.awaitIdle(timeout, () -> outcalls.isIdle() && timeline.isQuiet());
    }

    /** Stops the rounds and whatever runs. */
    @Override
    public void close() {
        ending.closed();
        wake();
        thread.interrupt();
        lanes.close(new ReplicaStoppedException());
        joinLoop();
        recorder.close();
    }

    private void joinLoop() {
        try {
            thread.join(JOIN_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
