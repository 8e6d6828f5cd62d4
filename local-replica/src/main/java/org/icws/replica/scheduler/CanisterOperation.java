package org.icws.replica.scheduler;

import org.icws.replica.execution.Response;
import org.icws.replica.state.CallOrigin;
import org.icws.replica.state.Canister;
import org.icws.replica.state.ResponseSink;

/** Something the embedding program does with a canister, between two of its messages. */
@FunctionalInterface
public interface CanisterOperation {
    /** The answer of an operation after which the canister is removed. */
    Response DELETE = new Response.Reply(new byte[0]);

    /**
     * Runs on the canister's thread.
     *
     * @param canister which one
     * @param timeNanos certified time
     * @param origin whom to answer if the answer comes later
     * @param answers takes answers to where they belong
     * @return the answer; null = it comes later
     * @throws org.icws.replica.execution.CanisterFault the answer is a reject
     */
    Response run(Canister canister, long timeNanos, CallOrigin.Program origin, ResponseSink answers);
}
