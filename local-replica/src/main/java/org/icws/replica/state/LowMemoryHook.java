package org.icws.replica.state;

/** How things stand with the hook {@code canister_on_low_wasm_memory} (interface specification, "On Low Wasm Memory"). */
public enum LowMemoryHook {
    /** There is memory enough. */
    CONDITION_NOT_SATISFIED,
    /** Memory has become low, and the hook is to run. */
    READY,
    /** Memory is low, and the hook has run. */
    EXECUTED;

    /** How things stand after a change of memory or settings. */
    public LowMemoryHook next(boolean low) {
        if (!low) {
            return CONDITION_NOT_SATISFIED;
        }
        return this == CONDITION_NOT_SATISFIED ? READY : this;
    }
}
