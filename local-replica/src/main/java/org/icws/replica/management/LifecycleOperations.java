package org.icws.replica.management;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.icws.replica.execution.CanisterFault;
import org.icws.replica.execution.ErrorCode;
import org.icws.replica.execution.Response;
import org.icws.replica.state.Canister;
import org.icws.replica.state.CanisterStatus;
import org.icws.replica.state.ResponseSink;

/**
 * Starts and stops canisters (interface specification, "IC method stop_canister"). Stateless; runs on the canister's thread.
 */
public final class LifecycleOperations {
    /** How long a canister may take to stop, as on the public network. */
    public static final long MAX_STOP_NANOS = 300_000_000_000L;

    private static final Response NOTHING = new Response.Reply(new byte[] {'D', 'I', 'D', 'L', 0, 0});

    private LifecycleOperations() {}

    /** Lets a canister take calls; those who wait for its stop are told that it will not come. */
    public static void start(Canister canister, ResponseSink answers) {
        canister.status(CanisterStatus.RUNNING);
        canister.changed();
        answer(
                canister,
                canister.stopWaiters(),
                Response.Reject.of(
                        ErrorCode.STOP_CANCELLED,
                        "Canister " + canister.id() + "'s stop request was cancelled because it was started"),
                answers);
    }

    /** Keeps a canister from taking calls; the waiter is answered when no call is left in it. */
    public static void stop(Canister canister, Canister.StopWaiter waiter, ResponseSink answers) {
        if (canister.status() == CanisterStatus.RUNNING) {
            canister.status(CanisterStatus.STOPPING);
        }
        canister.changed();
        canister.stopWaiters().add(waiter);
        check(canister, answers);
    }

    /** To be called after each message: completes a stop that has become possible. */
    public static void check(Canister canister, ResponseSink answers) {
        boolean over = canister.contexts().isEmpty();
        if (canister.status() == CanisterStatus.STOPPING && over) {
            canister.status(CanisterStatus.STOPPED);
            canister.changed();
        }
        if (canister.status() == CanisterStatus.STOPPED) {
            answer(canister, canister.stopWaiters(), NOTHING, answers);
        }
    }

    /** Tells those who have waited too long that they need not; the canister stays as it is. */
    public static void giveUp(Canister canister, long nowNanos, ResponseSink answers) {
        List<Canister.StopWaiter> late = canister.stopWaiters().stream()
                .filter(waiter -> waiter.untilNanos() <= nowNanos)
                .toList();
        answer(
                canister,
                late,
                Response.Reject.of(ErrorCode.STOP_TIMED_OUT, "Stop canister request timed out"),
                answers);
    }

    private static void answer(
            Canister canister, List<Canister.StopWaiter> waiters, Response response, ResponseSink answers) {
        List<Canister.StopWaiter> told = new ArrayList<>(waiters);
        canister.stopWaiters().removeAll(told);
        told.forEach(waiter -> answers.respond(waiter.origin(), response, waiter.cycles()));
    }

    /**
     * Checks that a canister may be deleted.
     *
     * @throws CanisterFault it is not stopped
     */
    public static void requireStopped(Canister canister) {
        if (canister.status() != CanisterStatus.STOPPED) {
            throw new CanisterFault(
                    ErrorCode.NOT_STOPPED, "Canister " + canister.id() + " must be stopped before it is deleted.");
        }
    }

    /** What callers of a canister hear that is stopping or stopped. */
    public static Response.Reject notRunning(Canister canister) {
        return canister.status() == CanisterStatus.STOPPED
                ? Response.Reject.of(ErrorCode.STOPPED, "Canister " + canister.id() + " is stopped")
                : Response.Reject.of(ErrorCode.STOPPING, "Canister " + canister.id() + " is stopping");
    }

    /** Adds cycles to a balance, up to the most it can be. */
    public static void deposit(Canister canister, BigInteger amount) {
        canister.cycles(canister.cycles().add(amount).min(Canister.MOST_CYCLES));
    }
}
