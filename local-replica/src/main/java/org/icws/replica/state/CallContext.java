package org.icws.replica.state;

import java.math.BigInteger;
import org.icws.replica.execution.CallerInfo;

/**
 * One call from its arrival until its last callback has run. Confined to the thread that executes the canister.
 */
public final class CallContext {
    private final long id;
    private final CallOrigin origin;
    private final byte[] caller;
    private final long deadlineNanos;
    private BigInteger availableCycles;
    private boolean responded;
    private boolean deleted;
    private int outstandingCalls;
    private long instructions;
    private CallerInfo callerInfo = CallerInfo.NONE;

    /**
     * @param id names it within its canister
     * @param origin who waits for the answer
     * @param caller principal bytes of the caller
     * @param deadlineNanos until when the caller waits; 0 = for ever
     * @param cycles sent with the call
     */
    public CallContext(long id, CallOrigin origin, byte[] caller, long deadlineNanos, BigInteger cycles) {
        this.id = id;
        this.origin = origin;
        this.caller = caller;
        this.deadlineNanos = deadlineNanos;
        this.availableCycles = cycles;
        this.responded = origin instanceof CallOrigin.System;
    }

    /** Names it within its canister. */
    public long id() {
        return id;
    }

    /** Who waits for the answer. */
    public CallOrigin origin() {
        return origin;
    }

    /** Principal bytes of the caller. */
    public byte[] caller() {
        return caller;
    }

    /** What was said about the caller. */
    public CallerInfo callerInfo() {
        return callerInfo;
    }

    /** Sets what was said about the caller. */
    public void callerInfo(CallerInfo info) {
        callerInfo = info;
    }

    /** Until when the caller waits; 0 = for ever. */
    public long deadlineNanos() {
        return deadlineNanos;
    }

    /** Cycles that came with the call and have not been accepted. */
    public BigInteger availableCycles() {
        return availableCycles;
    }

    /** Sets what is left of the cycles that came with the call. */
    public void availableCycles(BigInteger left) {
        availableCycles = left;
    }

    /** Instructions executed so far. */
    public long instructions() {
        return instructions;
    }

    /** Sets the instructions executed so far. */
    public void instructions(long count) {
        instructions = count;
    }

    /** Whether the answer has been given, or none is expected. */
    public boolean hasResponded() {
        return responded;
    }

    /** Notes that the answer has been given; the cycles that go back with it. */
    public BigInteger markResponded() {
        responded = true;
        BigInteger refund = availableCycles;
        availableCycles = BigInteger.ZERO;
        return refund;
    }

    /** Whether the code that made it is gone, so that callbacks no longer run. */
    public boolean isDeleted() {
        return deleted;
    }

    /** Notes that the code that made it is gone. */
    public void markDeleted() {
        deleted = true;
    }

    /** Notes that a call was sent. */
    public void callSent() {
        outstandingCalls++;
    }

    /** Notes that a sent call was answered. */
    public void callAnswered() {
        outstandingCalls--;
    }

    /** Calls that were sent and not answered yet. */
    public int outstandingCalls() {
        return outstandingCalls;
    }

    /** Whether nothing can give an answer any more. */
    public boolean isStuck() {
        return !responded && outstandingCalls == 0;
    }

    /** Whether nothing more can happen in it. */
    public boolean isOver() {
        return responded && outstandingCalls == 0;
    }
}
