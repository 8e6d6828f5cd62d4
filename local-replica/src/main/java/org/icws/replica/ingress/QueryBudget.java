package org.icws.replica.ingress;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.icws.replica.execution.ErrorCode;
import org.icws.replica.execution.MessageContext;
import org.icws.replica.execution.Response;

/**
 * What a composite query and all queries below it may take together: instructions, time and depth. Who takes more ends the whole
 * query, as on the public network; no caller within it is told. A query that came too late for the time limit may still run on its
 * canister's thread, so it is thread-safe.
 */
final class QueryBudget {
    /** How many calls deep a query may be that calls no further ones. */
    private static final int MAX_DEPTH = 6;

    private static final Duration TIME_LIMIT = Duration.ofSeconds(10);

    /** What each call of another canister's query costs besides its instructions, as on the public network. */
    private static final long CALL_INSTRUCTIONS = 50_000_000L;

    private final AtomicLong left;
    private final Duration time;
    private final long deadline;
    private volatile boolean tooDeep;

    /** @param limit instructions for the whole tree of queries */
    QueryBudget(long limit) {
        this(limit, TIME_LIMIT);
    }

    QueryBudget(long limit, Duration time) {
        left = new AtomicLong(limit);
        this.time = time;
        deadline = System.nanoTime() + time.toNanos();
    }

    /** Pays for a call. */
    void chargeCall() {
        left.addAndGet(-CALL_INSTRUCTIONS);
    }

    /**
     * A query is about to make calls.
     *
     * @param depth how many calls below the first query it is
     */
    void descend(int depth) {
        tooDeep |= depth >= MAX_DEPTH;
    }

    /** Lets an execution have what is left. */
    MessageContext limit(MessageContext message) {
        return message.instructionLimit(Math.max(0, left.get())).timeLimitNanos(leftNanos());
    }

    /** Pays for an execution that has ended. */
    void charge(MessageContext message) {
        left.addAndGet(-message.instructions().ofMessage());
    }

    /** The time that is left. */
    long leftNanos() {
        return Math.max(1, deadline - System.nanoTime());
    }

    /** The end of the whole query, if it has taken too much. */
    Optional<Response> spent() {
        if (tooDeep) {
            return reject(
                    ErrorCode.QUERY_TOO_DEEP, "Composite query calls are nested deeper than the limit of " + MAX_DEPTH);
        }
        if (left.get() < 0) {
            return reject(
                    ErrorCode.QUERY_INSTRUCTION_LIMIT,
                    "Composite query calls exceeded the instruction limit (all queries of one composite query count together)");
        }
        return System.nanoTime() - deadline >= 0
                ? reject(
                        ErrorCode.QUERY_TIME_LIMIT,
                        "Composite query calls took longer than the limit of " + time.toSeconds() + " s")
                : Optional.empty();
    }

    private static Optional<Response> reject(ErrorCode code, String text) {
        return Optional.of(Response.Reject.of(code, text));
    }
}
