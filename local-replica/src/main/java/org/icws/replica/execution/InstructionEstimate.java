package org.icws.replica.execution;

/**
 * What {@code ic0.performance_counter} answers. This replica does not count instructions: it estimates them from the time an
 * execution has taken, at two for each nanosecond, about what a replica of the public network executes. The estimate never stands
 * still from one look to the next, and differs from run to run. Confined to the thread that executes.
 */
public final class InstructionEstimate {
    private static final long PER_NANOSECOND = 2;

    private final long before;
    private final long startNanos = System.nanoTime();
    private long last;

    /** @param before what earlier executions of the same call context have taken */
    InstructionEstimate(long before) {
        this.before = before;
    }

    /** Instructions of this execution so far. */
    long ofMessage() {
        last = Math.max(last + 1, (System.nanoTime() - startNanos) * PER_NANOSECOND);
        return last;
    }

    /** Instructions of the call context so far. */
    public long ofContext() {
        return before + ofMessage();
    }
}
