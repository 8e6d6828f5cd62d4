package org.icws.replica.execution;

import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.ValType;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One function of the system interface.
 *
 * @param name without the module name
 * @param signature parameters and results, for example {@code ii>I}; i = 32 bits, I = 64 bits
 * @param entryPoints from where it may be called
 * @param body what it does
 */
record Ic0Function(String name, String signature, Set<EntryPoint> entryPoints, Body body) {
    private static final long[] NO_RESULT = {};

    /** What a system function does; the result is ignored when the signature has none. */
    @FunctionalInterface
    interface Body {
        long run(Ic0Frame frame, long[] arguments);
    }

    /** Like {@link Body} for functions without a result. */
    @FunctionalInterface
    interface Action {
        void run(Ic0Frame frame, long[] arguments);
    }

    static Ic0Function of(String name, String signature, String entryPoints, Body body) {
        return new Ic0Function(name, signature, EntryPoint.set(entryPoints), body);
    }

    static Ic0Function action(String name, String signature, String entryPoints, Action action) {
        return of(name, signature, entryPoints, (frame, arguments) -> {
            action.run(frame, arguments);
            return 0;
        });
    }

    boolean matches(FunctionType type) {
        return signature.equals(letters(type.params()) + ">" + letters(type.returns()));
    }

    private static String letters(List<ValType> types) {
        return types.stream()
                .map(t -> t.equals(ValType.I32) ? "i" : t.equals(ValType.I64) ? "I" : "?")
                .collect(Collectors.joining());
    }

    long[] call(Ic0Frame frame, long[] arguments) {
        EntryPoint running = frame.message().entryPoint();
        if (!entryPoints.contains(running)) {
            throw CanisterFault.contract("\"ic0_" + name + "\" cannot be executed in " + running.mode() + " mode");
        }
        long result = body.run(frame, arguments);
        if (signature.endsWith(">")) {
            return NO_RESULT;
        }
        return new long[] {signature.endsWith("i") ? (int) result : result};
    }
}
