package org.icws.replica.scheduler;

import java.math.BigInteger;
import org.ic4j.types.Principal;
import org.icws.replica.execution.Response;
import org.icws.replica.management.ManagementCall;
import org.icws.replica.state.CallOrigin;
import org.icws.replica.state.RequestRecord;
import org.icws.replica.state.UserCallContent;

/** What waits in a canister's queue. */
sealed interface CanisterMessage {
    /**
     * A call by a user.
     *
     * @param request its record, which is told how it ends
     * @param content what is called
     */
    record UserCall(RequestRecord request, UserCallContent content) implements CanisterMessage {}

    /**
     * A call by a canister.
     *
     * @param caller which one
     * @param callbackId names the call among the caller's outstanding calls
     * @param method the method
     * @param argument Candid bytes
     * @param cycles sent with it
     * @param deadlineNanos until when the caller waits; 0 = for ever
     */
    record CanisterCall(
            Principal caller, long callbackId, String method, byte[] argument, BigInteger cycles, long deadlineNanos)
            implements CanisterMessage {}

    /**
     * The answer of a call this canister made.
     *
     * @param callbackId names the call
     * @param response the answer
     * @param refund cycles that come back
     * @param outcallPrice of the cycles that do not come back, the price of an HTTP request
     */
    record CallAnswer(long callbackId, Response response, BigInteger refund, BigInteger outcallPrice)
            implements CanisterMessage {
        /** The answer of any other call. */
        CallAnswer(long callbackId, Response response, BigInteger refund) {
            this(callbackId, response, refund, BigInteger.ZERO);
        }
    }

    /** A system task is due. */
    record SystemTask(Kind kind) implements CanisterMessage {
        /** Which one. */
        enum Kind {
            TIMER("canister_global_timer"),
            HEARTBEAT("canister_heartbeat"),
            LOW_MEMORY("canister_on_low_wasm_memory");

            private final String export;

            Kind(String export) {
                this.export = export;
            }

            String export() {
                return export;
            }
        }
    }

    /** Those who have waited too long for the canister to stop are to be told. */
    record StopTimeOut() implements CanisterMessage {}

    /** A call of the management canister that is about this canister. */
    record Management(ManagementCall call) implements CanisterMessage {}

    /**
     * Something the embedding program wants done.
     *
     * @param operation what
     * @param origin whom to tell
     */
    record Operation(CanisterOperation operation, CallOrigin.Program origin) implements CanisterMessage {}
}
