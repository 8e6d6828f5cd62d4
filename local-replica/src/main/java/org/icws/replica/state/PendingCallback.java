package org.icws.replica.state;

import java.math.BigInteger;
import org.ic4j.types.Principal;
import org.icws.replica.execution.OutgoingCall.Closure;

/**
 * What to do when the answer of a sent call arrives.
 *
 * @param context the call in whose course it was sent
 * @param callee who was called
 * @param onReply what to run with a reply
 * @param onReject what to run with a reject
 * @param onCleanup what to run when either traps; null = nothing
 * @param cycles sent with the call
 * @param deadlineNanos when to stop waiting; 0 = never
 */
public record PendingCallback(
        CallContext context,
        Principal callee,
        Closure onReply,
        Closure onReject,
        Closure onCleanup,
        BigInteger cycles,
        long deadlineNanos) {}
