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
 * @param signature parameters and results, for example {@code pp>I}; i = 32 bits, I = 64 bits, p = an address or size of
 *     the module's address width, v = another number of that width
 * @param entryPoints from where it may be called
 * @param body what it does
 */
record Ic0Function(String name, String signature, Set<EntryPoint> entryPoints, Body body) {
    private static final long[] NO_RESULT = {};

    private static final Set<String> NARROW_ONLY = Set.of(
            "msg_cycles_available",
            "msg_cycles_refunded",
            "msg_cycles_accept",
            "canister_cycle_balance",
            "call_cycles_add",
            "stable_size",
            "stable_grow",
            "stable_write",
            "stable_read");

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

    /** Whether modules with 64-bit addresses may import it: those functions that have a wider successor exist for the others. */
    boolean existsFor(boolean wide) {
        return !wide || !NARROW_ONLY.contains(name);
    }

    /** Whether the type is this function's, for a module with 32-bit or 64-bit addresses. */
    boolean matches(FunctionType type, boolean wide) {
        String expected = signature.replace('p', wide ? 'I' : 'i').replace('v', wide ? 'I' : 'i');
        return expected.equals(letters(type.params()) + ">" + letters(type.returns()));
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
        if (frame.wide()) {
            requireAddresses(arguments);
        }
        long result = body.run(frame, arguments);
        char kind = signature.charAt(signature.length() - 1);
        if (kind == '>') {
            return NO_RESULT;
        }
        return new long[] {kind == 'I' || kind == 'p' && frame.wide() ? result : (int) result};
    }

    /** No memory is larger than 4 GiB here, so every larger address is out of bounds. */
    private void requireAddresses(long[] arguments) {
        for (int i = 0; i < arguments.length; i++) {
            if (signature.charAt(i) == 'p' && arguments[i] >>> Integer.SIZE != 0) {
                throw CanisterFault.contract(
                        "ic0_" + name + ": out of bounds memory access at " + Long.toUnsignedString(arguments[i]));
            }
        }
    }
}
