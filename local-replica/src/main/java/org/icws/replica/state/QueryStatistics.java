package org.icws.replica.state;

import java.util.concurrent.atomic.LongAdder;

/**
 * What the queries of a canister have taken. The public network adds up what its nodes report once in a
 * while; here each query counts at once. Thread-safe.
 */
public final class QueryStatistics {
    private final LongAdder calls = new LongAdder();
    private final LongAdder instructions = new LongAdder();
    private final LongAdder requestBytes = new LongAdder();
    private final LongAdder responseBytes = new LongAdder();

    /**
     * Counts a query that was carried out, whether it replied or not.
     *
     * @param requestPayload bytes of the argument
     * @param responsePayload bytes of the reply; 0 if there is none
     */
    public void count(long requestPayload, long responsePayload) {
        calls.increment();
        requestBytes.add(requestPayload);
        responseBytes.add(responsePayload);
    }

    /** Goes on where an earlier run of the network has ended. */
    public void restore(long earlierCalls, long executed, long requestPayload, long responsePayload) {
        calls.add(earlierCalls);
        instructions.add(executed);
        requestBytes.add(requestPayload);
        responseBytes.add(responsePayload);
    }

    /** Counts the instructions of one execution; a composite query has several. */
    public void countInstructions(long executed) {
        instructions.add(executed);
    }

    /** Queries. */
    public long calls() {
        return calls.sum();
    }

    /** Instructions that they executed. */
    public long instructions() {
        return instructions.sum();
    }

    /** Bytes of their arguments. */
    public long requestBytes() {
        return requestBytes.sum();
    }

    /** Bytes of their replies. */
    public long responseBytes() {
        return responseBytes.sum();
    }
}
