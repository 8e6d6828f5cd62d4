package org.icws.replica.state;

/** Whether a canister takes calls. */
public enum CanisterStatus {
    /** It does. */
    RUNNING(1),
    /** It does not, but waits for the answers of its own calls. */
    STOPPING(2),
    /** It does not, and has no call left. */
    STOPPED(3);

    private final int code;

    CanisterStatus(int code) {
        this.code = code;
    }

    /** What {@code ic0.canister_status} answers. */
    public int code() {
        return code;
    }
}
