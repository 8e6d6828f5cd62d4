package org.icws.replica.execution;

import java.util.function.LongSupplier;

/**
 * What {@code ic0.performance_counter} answers. Modules count what they execute, the same in every run; one that cannot be made to
 * count is estimated, see {@link InstructionEstimate}. Confined to the thread that executes.
 */
public final class InstructionCount {
    private final long before;
    private LongSupplier source = () -> 0;
    private long ended;

    /** @param before what earlier executions of the same call context have taken */
    InstructionCount(long before) {
        this.before = before;
    }

    /** The execution begins: the source tells its instructions. */
    void begin(LongSupplier counter) {
        source = counter;
    }

    /** The execution has ended: nothing is added any more. */
    void end() {
        ended = source.getAsLong();
        source = () -> ended;
    }

    /** Instructions of this execution so far. */
    public long ofMessage() {
        return source.getAsLong();
    }

    /** Instructions of the call context so far. */
    public long ofContext() {
        return before + ofMessage();
    }
}
