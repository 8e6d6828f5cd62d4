package org.icws.replica.execution;

import java.util.function.LongSupplier;

/**
 * Stands in for a count where a module cannot be made to count: estimated from the time an execution has taken, at two instructions
 * for each nanosecond, about what a replica of the public network executes. The estimate never stands still from one look to the
 * next, and differs from run to run. Confined to the thread that executes.
 */
final class InstructionEstimate implements LongSupplier {
    private static final long PER_NANOSECOND = 2;

    private final long startNanos = System.nanoTime();
    private long last;

    @Override
    public long getAsLong() {
        last = Math.max(last + 1, (System.nanoTime() - startNanos) * PER_NANOSECOND);
        return last;
    }
}
