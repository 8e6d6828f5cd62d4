package org.icws.replica.ingress;

import java.util.concurrent.atomic.AtomicLong;
import org.icws.replica.execution.ErrorCode;
import org.icws.replica.execution.MessageContext;
import org.icws.replica.execution.Response;

/**
 * The instructions that a composite query and all queries below it may take together. A query that came too late for the time limit
 * may still run on its canister's thread, so it is thread-safe.
 */
final class QueryBudget {
    /** What each call of another canister's query costs besides its instructions, as on the public network. */
    private static final long CALL_INSTRUCTIONS = 50_000_000L;

    private final AtomicLong left;

    /** @param limit instructions for the whole tree of queries */
    QueryBudget(long limit) {
        left = new AtomicLong(limit);
    }

    /** Pays for a call. */
    void chargeCall() {
        left.addAndGet(-CALL_INSTRUCTIONS);
    }

    /** Lets an execution have what is left. */
    MessageContext limit(MessageContext message) {
        return message.instructionLimit(Math.max(0, left.get()));
    }

    /** Pays for an execution that has ended. */
    void charge(MessageContext message) {
        left.addAndGet(-message.instructions().ofMessage());
    }

    boolean isSpent() {
        return left.get() < 0;
    }

    /** The end of the whole query. */
    static Response spent() {
        return Response.Reject.of(
                ErrorCode.QUERY_INSTRUCTION_LIMIT,
                "Composite query calls exceeded the instruction limit (all queries of one composite query count together)");
    }
}
