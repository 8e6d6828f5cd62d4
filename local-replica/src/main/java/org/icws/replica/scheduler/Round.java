package org.icws.replica.scheduler;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.ic4j.types.Principal;
import org.icws.protocol.principal.Principals;
import org.icws.replica.certification.CertifiedState;
import org.icws.replica.execution.ErrorCode;
import org.icws.replica.execution.Response;
import org.icws.replica.state.Canister;
import org.icws.replica.state.PendingCallback;
import org.icws.replica.state.RequestStatuses;
import org.icws.replica.state.StateTree;

/**
 * The steps of a round: take results, certify, tell who waits, look at timers and deadlines, start batches. Confined to the round
 * loop's thread.
 */
final class Round {
    private static final int MAX_BATCH = 100;
    private static final int MAX_QUEUED_CALLS = 10_000;
    private static final int SYS_UNKNOWN = 6;

    private final Lanes lanes;
    private final StateTree state;
    private final RequestStatuses requests;
    private final BatchRunner runner;
    private final Consumer<FinishedBatch> whenFinished;

    /**
     * @param lanes all canisters
     * @param state receives the changes
     * @param requests the calls by users
     * @param runner runs batches
     * @param whenFinished called on a canister's thread when its batch has run
     */
    Round(
            Lanes lanes,
            StateTree state,
            RequestStatuses requests,
            BatchRunner runner,
            Consumer<FinishedBatch> whenFinished) {
        this.lanes = lanes;
        this.state = state;
        this.requests = requests;
        this.runner = runner;
        this.whenFinished = whenFinished;
    }

    /** Takes over results, certifies them as one state and tells everybody who waits. */
    void conclude(Collection<FinishedBatch> batches, long height, long now) {
        for (FinishedBatch batch : batches) {
            batch.lane().finished();
            batch.result().deliveries().forEach(delivery -> deliver(delivery.receiver(), delivery.message()));
            batch.result().finished().forEach(end -> requests.finish(end.request(), end.response(), now));
            state.update(batch.lane().canister());
        }
        requests.prune(now);
        CertifiedState certified = state.publish(height);
        for (FinishedBatch batch : batches) {
            batch.certified().countDown();
            batch.result().finished().forEach(end -> end.request().completion().complete(certified));
            batch.result().afterCertification().forEach(Runnable::run);
        }
    }

    /** Puts a message into its receiver's queue, or answers it at once if that is impossible. */
    void deliver(Principal receiver, CanisterMessage message) {
        CanisterLane lane = lanes.get(receiver);
        if (message instanceof CanisterMessage.CanisterCall call) {
            Response.Reject refusal = refusal(receiver, lane);
            if (refusal != null) {
                deliver(call.caller(), new CanisterMessage.CallAnswer(call.callbackId(), refusal));
                return;
            }
        }
        if (lane != null) {
            lane.enqueue(message);
        }
    }

    private static Response.Reject refusal(Principal receiver, CanisterLane lane) {
        if (receiver.equals(Principals.MANAGEMENT)) {
            return Response.Reject.of(
                    ErrorCode.METHOD_UNKNOWN, "This local replica does not offer the management canister to canisters");
        }
        if (lane == null) {
            return Response.Reject.of(ErrorCode.CANISTER_NOT_FOUND, "Canister " + receiver + " not found");
        }
        return lane.queued() < MAX_QUEUED_CALLS
                ? null
                : Response.Reject.of(ErrorCode.QUEUE_FULL, "The queue of canister " + receiver + " is full");
    }

    /** Queues timers and expired calls that are due on canisters that stand still. */
    void queueDue(long now) {
        for (CanisterLane lane : lanes.all()) {
            if (!lane.isRunning()) {
                Canister canister = lane.canister();
                if (isDue(canister.timerNanos(), now)) {
                    canister.timerNanos(0);
                    lane.enqueue(new CanisterMessage.TimerDue());
                }
                canister.callbacks().forEach((id, callback) -> expire(lane, id, callback, now));
            }
        }
    }

    private static void expire(CanisterLane lane, long callbackId, PendingCallback callback, long now) {
        if (isDue(callback.deadlineNanos(), now)) {
            lane.enqueue(new CanisterMessage.CallAnswer(
                    callbackId,
                    new Response.Reject(SYS_UNKNOWN, "Call has timed out.", ErrorCode.DEADLINE_EXPIRED.text())));
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
                for (CanisterMessage message : batch) {
                    if (message instanceof CanisterMessage.UserCall call) {
                        requests.processing(call.request());
                    }
                }
                CountDownLatch certified = new CountDownLatch(1);
                lane.start(
                        () -> whenFinished.accept(
                                new FinishedBatch(lane, runner.run(lane.canister(), batch), certified)),
                        certified);
            }
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
                next = earlier(next, lane.canister().timerNanos());
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
