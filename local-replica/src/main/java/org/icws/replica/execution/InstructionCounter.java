package org.icws.replica.execution;

import com.dylibso.chicory.runtime.GlobalInstance;
import com.dylibso.chicory.runtime.Instance;
import java.util.function.LongSupplier;

/**
 * The global in which an instance counts down what it may still execute. Below zero, the instance has stopped itself. Confined to the
 * thread that executes.
 */
final class InstructionCounter {
    private final Instance instance;
    private final int index;
    private long limit;

    /**
     * @param instance the global need not be there yet
     * @param index of the global
     * @param limit what the global starts with
     */
    InstructionCounter(Instance instance, int index, long limit) {
        this.instance = instance;
        this.index = index;
        this.limit = limit;
    }

    /** Lets the next execution have so many instructions. */
    void allow(long instructions) {
        limit = instructions;
        instance.global(index).setValueLow(instructions);
    }

    /** Tells what has been executed since. */
    LongSupplier count() {
        return () -> limit - left();
    }

    /** Whether more would have been executed than is allowed. */
    boolean isExhausted() {
        return left() < 0;
    }

    /** Why the running execution has been stopped. */
    CanisterFault exhausted(Throwable cause) {
        return new CanisterFault(
                ErrorCode.TIME_LIMIT,
                "Canister exceeded the limit of " + limit + " instructions for single message execution.",
                cause);
    }

    private long left() {
        GlobalInstance global = instance.global(index);
        return global == null ? limit : global.getValueLow();
    }
}
