package org.icws.replica.scheduler;

import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.ic4j.types.Principal;
import org.icws.protocol.principal.Principals;
import org.icws.replica.certification.CertifiedState;
import org.icws.replica.execution.CanisterFault;
import org.icws.replica.execution.ErrorCode;
import org.icws.replica.execution.Response;
import org.icws.replica.management.Management;
import org.icws.replica.management.ManagementCall;
import org.icws.replica.scheduler.CanisterMessage.SystemTask.Kind;
import org.icws.replica.state.CallOrigin;
import org.icws.replica.state.Canister;
import org.icws.replica.state.CanisterStatus;
import org.icws.replica.state.PendingCallback;
import org.icws.replica.state.RequestStatuses;
import org.icws.replica.state.StateTree;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The steps of a round: take results, certify, tell who waits, look at timers and deadlines, start batches. Confined to the round
 * loop's thread.
 */
final class Round {
    private static final Logger LOG = LoggerFactory.getLogger(Round.class);
    private static final int MAX_BATCH = 100;
    private static final int MAX_QUEUED_CALLS = 10_000;
    private static final int SYS_UNKNOWN = 6;
    private static final long DEFAULT_HEARTBEAT_NANOS = 1_000_000_000L;

    private final Lanes lanes;
    private final StateTree state;
    private final RequestStatuses requests;
    private final BatchRunner runner;
    private final Consumer<FinishedBatch> whenFinished;
    private final Management management;
    private final NetworkTasks tasks;
    private final NetworkRecorder recorder;
    private volatile long heartbeatNanos = DEFAULT_HEARTBEAT_NANOS;
    private BatchResult own = new BatchResult();

    /** Results that nobody has been told yet, because certification stands still. */
    private final List<BatchResult> uncertified = new ArrayList<>();

    /**
     * @param lanes all canisters
     * @param state receives the changes
     * @param requests the calls by users
     * @param runner runs batches
     * @param management knows the management canister's methods
     * @param tasks what the network itself does
     * @param recorder writes what changes
     * @param whenFinished called on a canister's thread when its batch has run
     */
    Round(
            Lanes lanes,
            StateTree state,
            RequestStatuses requests,
            BatchRunner runner,
            Management management,
            NetworkTasks tasks,
            NetworkRecorder recorder,
            Consumer<FinishedBatch> whenFinished) {
        this.lanes = lanes;
        this.state = state;
        this.requests = requests;
        this.runner = runner;
        this.management = management;
        this.tasks = tasks;
        this.recorder = recorder;
        this.whenFinished = whenFinished;
    }

    /** Canisters' hearts beat once a round, but once a second if rounds have no rhythm of their own. */
    void heartbeatInterval(Duration roundInterval) {
        heartbeatNanos = roundInterval.isZero() ? DEFAULT_HEARTBEAT_NANOS : roundInterval.toNanos();
    }

    /** Whether there are answers that wait for certification only. */
    boolean hasOwnResults() {
        return !own.isEmpty() || !uncertified.isEmpty() && !state.standsStill();
    }

    /** Takes over results, certifies them as one state and tells everybody who waits; the number of users' calls that ended. */
    int conclude(Collection<FinishedBatch> batches, long height, long now) {
        for (FinishedBatch batch : batches) {
            batch.lane().finished();
            recorder.consumed(batch.lane().canister().id(), batch.keptMessages());
            batch.result().deliveries().forEach(delivery -> deliver(delivery.receiver(), delivery.message()));
            if (batch.result().isDeleted()) {
                remove(batch.lane());
            } else {
                recorder.changed(batch.lane().canister());
            }
        }
        BatchResult network = own;
        own = new BatchResult();
        // Answers to canisters lead to no further answers of the network, so one look is enough.
        network.deliveries().forEach(delivery -> deliver(delivery.receiver(), delivery.message()));
        List<BatchResult> results = new ArrayList<>();
        batches.forEach(batch -> results.add(batch.result()));
        results.add(network);
        results.forEach(
                result -> result.finished().forEach(end -> recorder.finished(end.request(), end.response(), now)));
        recorder.flush();
        // Not before: whoever reads the state meanwhile must not see what may never be on the disk.
        batches.forEach(this::show);
        results.forEach(
                result -> result.finished().forEach(end -> requests.finish(end.request(), end.response(), now)));
        requests.prune(now);
        CertifiedState certified = state.publish(height);
        batches.forEach(batch -> batch.certified().countDown());
        uncertified.addAll(results);
        if (!state.standsStill()) {
            tell(certified);
        }
        return results.stream().mapToInt(result -> result.finished().size()).sum();
    }

    private void show(FinishedBatch batch) {
        state.executed(batch.messages());
        if (batch.result().isDeleted()) {
            state.remove(batch.lane().canister().id());
        } else {
            state.update(batch.lane().canister());
        }
    }

    private void tell(CertifiedState certified) {
        List<BatchResult> told = List.copyOf(uncertified);
        uncertified.clear();
        for (BatchResult result : told) {
            result.finished().forEach(end -> end.request().complete(certified));
            result.afterCertification().forEach(Runnable::run);
        }
    }

    /** Takes a canister out of the network. What waits for it is told that it is gone. */
    private void remove(CanisterLane lane) {
        Principal id = lane.canister().id();
        lanes.remove(lane);
        recorder.removed(id);
        List<CanisterMessage> left = lane.take(Integer.MAX_VALUE);
        left.forEach(message -> BatchRunner.refuse(message, notFound(id), own));
    }

    private static Response.Reject notFound(Principal id) {
        return Response.Reject.of(ErrorCode.CANISTER_NOT_FOUND, "Canister " + id + " not found");
    }

    /** Puts a message into its receiver's queue, or answers it at once if that is impossible. */
    void deliver(Principal receiver, CanisterMessage message) {
        if (receiver.equals(Principals.MANAGEMENT)) {
            manage(message);
            return;
        }
        CanisterLane lane = lanes.get(receiver);
        if (lane == null) {
            BatchRunner.refuse(message, notFound(receiver), own);
        } else if (message instanceof CanisterMessage.CanisterCall && lane.queued() >= MAX_QUEUED_CALLS) {
            BatchRunner.refuse(
                    message,
                    Response.Reject.of(ErrorCode.QUEUE_FULL, "The queue of canister " + receiver + " is full"),
                    own);
        } else {
            enqueue(lane, message);
        }
    }

    private void enqueue(CanisterLane lane, CanisterMessage message) {
        lane.enqueue(message);
        recorder.enqueued(lane.canister().id(), message);
    }

    private void manage(CanisterMessage message) {
        ManagementCall call = managementCall(message);
        try {
            if (management.place(call) instanceof Management.Place.OnCanister on) {
                deliver(on.canister(), new CanisterMessage.Management(call));
            } else {
                tasks.run(call, own);
            }
        } catch (CanisterFault fault) {
            BatchRunner.refuse(message, Response.Reject.of(fault.code(), fault.getMessage()), own);
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            // One call must not end the network for all.
            LOG.error("A call of the management canister failed inside the replica", e);
            BatchRunner.refuse(message, BatchRunner.internal(e), own);
        }
    }

    private static ManagementCall managementCall(CanisterMessage message) {
        if (message instanceof CanisterMessage.UserCall call) {
            return new ManagementCall(
                    new CallOrigin.User(call.request()),
                    call.request().sender(),
                    call.content().method(),
                    call.content().argument(),
                    BigInteger.ZERO);
        }
        CanisterMessage.CanisterCall call = (CanisterMessage.CanisterCall) message;
        return new ManagementCall(
                new CallOrigin.Canister(call.caller(), call.callbackId()),
                call.caller(),
                call.method(),
                call.argument(),
                call.cycles());
    }

    /** Queues timers and expired calls that are due on canisters that stand still. */
    void queueDue(long now) {
        for (CanisterLane lane : lanes.all()) {
            if (!lane.isRunning()) {
                Canister canister = lane.canister();
                if (isAwake(canister) && isDue(canister.timerNanos(), now)) {
                    canister.timerNanos(0);
                    recorder.disarmed(canister.id());
                    enqueue(lane, new CanisterMessage.SystemTask(Kind.TIMER));
                }
                if (beats(canister) && canister.heartbeatNanos() <= now) {
                    canister.heartbeatNanos(now + heartbeatNanos);
                    enqueue(lane, new CanisterMessage.SystemTask(Kind.HEARTBEAT));
                }
                if (canister.stopWaiters().stream().anyMatch(waiter -> waiter.untilNanos() <= now)) {
                    enqueue(lane, new CanisterMessage.StopTimeOut());
                }
                canister.callbacks().forEach((id, callback) -> expire(lane, id, callback, now));
            }
        }
    }

    /** Whether system tasks can run; until then, timers wait. */
    private static boolean isAwake(Canister canister) {
        return canister.status() == CanisterStatus.RUNNING && canister.wasm() != null;
    }

    private static boolean beats(Canister canister) {
        return isAwake(canister) && canister.wasm().exports(Kind.HEARTBEAT.export());
    }

    private void expire(CanisterLane lane, long callbackId, PendingCallback callback, long now) {
        if (isDue(callback.deadlineNanos(), now)) {
            enqueue(
                    lane,
                    new CanisterMessage.CallAnswer(
                            callbackId,
                            new Response.Reject(SYS_UNKNOWN, "Call has timed out.", ErrorCode.DEADLINE_EXPIRED.text()),
                            BigInteger.ZERO));
        }
    }

    private static boolean isDue(long dueNanos, long now) {
        return dueNanos != 0 && Long.compareUnsigned(dueNanos, now) <= 0;
    }

    /** Starts a batch on every canister that has messages and stands still. */
    void startBatches() {
        for (CanisterLane lane : lanes.all()) {
            if (lane.isReady()) {
                List<CanisterMessage> batch = lane.take(MAX_BATCH);
                long kept = batch.stream().filter(MessageCodec::isKept).count();
                for (CanisterMessage message : batch) {
                    markProcessing(message);
                }
                CountDownLatch certified = new CountDownLatch(1);
                lane.start(
                        () -> whenFinished.accept(new FinishedBatch(
                                lane, batch.size(), kept, runner.run(lane.canister(), batch), certified)),
                        certified);
            }
        }
    }

    private void markProcessing(CanisterMessage message) {
        if (message instanceof CanisterMessage.UserCall call) {
            requests.processing(call.request());
        } else if (message instanceof CanisterMessage.Management call
                && call.call().origin() instanceof CallOrigin.User user) {
            requests.processing(user.request());
        }
    }

    /** Whether no canister runs or has messages. */
    boolean isIdle() {
        return lanes.all().stream().noneMatch(lane -> lane.isRunning() || lane.isReady());
    }

    /** When the next timer or deadline of a canister that stands still is due; the largest number = never. */
    long nextDue() {
        long next = Long.MAX_VALUE;
        for (CanisterLane lane : lanes.all()) {
            if (!lane.isRunning()) {
                if (isAwake(lane.canister())) {
                    next = earlier(next, lane.canister().timerNanos());
                }
                if (beats(lane.canister())) {
                    next = Math.min(next, lane.canister().heartbeatNanos());
                }
                for (Canister.StopWaiter waiter : lane.canister().stopWaiters()) {
                    next = earlier(next, waiter.untilNanos());
                }
                for (PendingCallback callback : lane.canister().callbacks().values()) {
                    next = earlier(next, callback.deadlineNanos());
                }
            }
        }
        return next;
    }

    private static long earlier(long next, long due) {
        return due > 0 && due < next ? due : next;
    }
}
