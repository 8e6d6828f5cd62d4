package org.icws.replica.state;

/**
 * One call from its arrival until its last callback has run. Confined to the thread that executes the canister.
 */
public final class CallContext {
    private final CallOrigin origin;
    private final byte[] caller;
    private final long deadlineNanos;
    private boolean responded;
    private int outstandingCalls;

    /**
     * @param origin who waits for the answer
     * @param caller principal bytes of the caller
     * @param deadlineNanos until when the caller waits; 0 = for ever
     */
    public CallContext(CallOrigin origin, byte[] caller, long deadlineNanos) {
        this.origin = origin;
        this.caller = caller;
        this.deadlineNanos = deadlineNanos;
        this.responded = origin instanceof CallOrigin.System;
    }

    /** Who waits for the answer. */
    public CallOrigin origin() {
        return origin;
    }

    /** Principal bytes of the caller. */
    public byte[] caller() {
        return caller;
    }

    /** Until when the caller waits; 0 = for ever. */
    public long deadlineNanos() {
        return deadlineNanos;
    }

    /** Whether the answer has been given, or none is expected. */
    public boolean hasResponded() {
        return responded;
    }

    /** Notes that the answer has been given. */
    public void markResponded() {
        responded = true;
    }

    /** Notes that a call was sent. */
    public void callSent() {
        outstandingCalls++;
    }

    /** Notes that a sent call was answered. */
    public void callAnswered() {
        outstandingCalls--;
    }

    /** Whether nothing can give an answer any more. */
    public boolean isStuck() {
        return !responded && outstandingCalls == 0;
    }
}
