package org.icws.replica.scheduler;

import java.util.concurrent.CompletableFuture;
import org.ic4j.types.Principal;
import org.icws.replica.execution.CanisterModule;
import org.icws.replica.execution.Response;
import org.icws.replica.state.RequestRecord;

/** What waits in a canister's queue. */
sealed interface CanisterMessage {
    /**
     * A call by a user.
     *
     * @param request its record, which is told how it ends
     * @param method the method
     * @param argument Candid bytes
     * @param expiryNanos must have been started by then
     */
    record UserCall(RequestRecord request, String method, byte[] argument, long expiryNanos)
            implements CanisterMessage {}

    /**
     * A call by a canister.
     *
     * @param caller which one
     * @param callbackId names the call among the caller's outstanding calls
     * @param method the method
     * @param argument Candid bytes
     * @param deadlineNanos until when the caller waits; 0 = for ever
     */
    record CanisterCall(Principal caller, long callbackId, String method, byte[] argument, long deadlineNanos)
            implements CanisterMessage {}

    /**
     * The answer of a call this canister made.
     *
     * @param callbackId names the call
     * @param response the answer
     */
    record CallAnswer(long callbackId, Response response) implements CanisterMessage {}

    /** The global timer is due. */
    record TimerDue() implements CanisterMessage {}

    /**
     * Code is to be installed.
     *
     * @param module the code
     * @param argument Candid bytes for its init method
     * @param done completes when the canister answers calls, or with the fault
     */
    record Install(CanisterModule module, byte[] argument, CompletableFuture<Void> done) implements CanisterMessage {}
}
