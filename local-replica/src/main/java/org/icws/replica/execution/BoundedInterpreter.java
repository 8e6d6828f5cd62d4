package org.icws.replica.execution;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.InterpreterMachine;
import com.dylibso.chicory.runtime.MStack;
import com.dylibso.chicory.runtime.StackFrame;
import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.types.FunctionBody;
import com.dylibso.chicory.wasm.types.FunctionType;
import java.util.Deque;

/**
 * An interpreter that ends a recursion before it has filled the host's memory: what is on the thread's stack in compiled code, the
 * variables of each function that runs, is on the heap here, where all canisters need their memory. Not thread-safe.
 */
final class BoundedInterpreter extends InterpreterMachine {
    /** Enough for a depth of 100 000 in functions with a thousand bytes each; the public network allows 5 MiB for all of them. */
    private static final long MAX_BYTES = 128L << 20;

    private static final int BYTES_PER_CALL = 256;

    /** A variable's value, its type and its place. */
    private static final int BYTES_PER_LOCAL = 16;

    private long used;

    BoundedInterpreter(Instance instance) {
        super(instance);
    }

    @Override
    protected long[] call(
            MStack stack,
            Instance instance,
            Deque<StackFrame> callStack,
            int function,
            long[] arguments,
            FunctionType type,
            boolean popResults)
            throws ChicoryException {
        long frame = bytes(instance.function(function), arguments.length);
        used += frame;
        try {
            if (used > MAX_BYTES) {
                throw new ChicoryException("call stack exhausted");
            }
            return super.call(stack, instance, callStack, function, arguments, type, popResults);
        } finally {
            used -= frame;
        }
    }

    private static long bytes(FunctionBody body, int parameters) {
        return body == null
                ? 0
                : BYTES_PER_CALL + (long) BYTES_PER_LOCAL * (body.localTypes().size() + parameters);
    }
}
