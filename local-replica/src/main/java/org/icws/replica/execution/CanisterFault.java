package org.icws.replica.execution;

import java.util.Map;

/** Ends the running canister message: everything it did is rolled back and its caller is told this code and text. */
public final class CanisterFault extends RuntimeException {
    /** What callers of a canister without code hear. */
    public static final String NO_CODE = "Attempted to execute a message, but the canister contains no Wasm module.";

    /** What the public network says where the engine has words of its own. */
    private static final Map<String, String> TRAPS = Map.of(
            "Trapped on unreachable instruction", "unreachable",
            "integer divide by zero", "integer division by 0",
            "out of bounds memory access", "heap out of bounds",
            "call stack exhausted", "stack overflow",
            "out of bounds table access", "table out of bounds",
            "undefined element", "table out of bounds");

    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    /**
     * @param code what kind of failure
     * @param message for the caller of the canister
     */
    public CanisterFault(ErrorCode code, String message) {
        this(code, message, null);
    }

    CanisterFault(ErrorCode code, String message, Throwable cause) {
        // Traps are ordinary results of canister code; a stack trace of the host would cost time and say nothing.
        super(message, cause, false, false);
        this.code = code;
    }

    /** The canister used the system interface in a way it must not. */
    static CanisterFault contract(String message) {
        return new CanisterFault(ErrorCode.CONTRACT_VIOLATED, "Canister violated contract: " + message);
    }

    /** What kind of failure. */
    public ErrorCode code() {
        return code;
    }

    /** The code did what WebAssembly forbids, in the words of the engine. */
    static CanisterFault trapped(String what, Throwable cause) {
        return new CanisterFault(ErrorCode.TRAPPED, "Canister trapped: " + TRAPS.getOrDefault(what, what), cause);
    }

    /** The code did with stable memory what cannot be done. */
    static CanisterFault stable(String what) {
        return trapped(what, null);
    }
}
