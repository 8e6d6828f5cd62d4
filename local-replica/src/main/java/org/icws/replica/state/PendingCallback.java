package org.icws.replica.state;

import org.icws.replica.execution.OutgoingCall;

/**
 * What to do when the answer of a sent call arrives.
 *
 * @param context the call in whose course it was sent
 * @param call its callbacks
 * @param deadlineNanos when to stop waiting; 0 = never
 */
public record PendingCallback(CallContext context, OutgoingCall call, long deadlineNanos) {}
