package org.icws.replica.execution;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import org.ic4j.types.Principal;

/** One call a message makes to a canister, from {@code call_new} to {@code call_perform}. */
public final class OutgoingCall {
    /** Longest payload within one subnet. */
    static final int MAX_PAYLOAD_BYTES = 10 * 1024 * 1024;

    private final Principal callee;
    private final String method;
    private final Closure onReply;
    private final Closure onReject;
    private final ByteArrayOutputStream payload = new ByteArrayOutputStream();
    private Closure onCleanup;
    private int timeoutSeconds;
    private BigInteger cycles = BigInteger.ZERO;

    OutgoingCall(Principal callee, String method, Closure onReply, Closure onReject) {
        this.callee = callee;
        this.method = method;
        this.onReply = onReply;
        this.onReject = onReject;
    }

    /**
     * A function of table 0 with its environment.
     *
     * @param index unsigned index into the table; checked only when called
     * @param environment passed to the function
     */
    public record Closure(long index, long environment) {}

    void append(byte[] data) {
        if (payload.size() + data.length > MAX_PAYLOAD_BYTES) {
            throw CanisterFault.contract("Request to " + callee + ":" + method + " has a payload size of "
                    + (payload.size() + (long) data.length) + ", which exceeds the allowed limit of "
                    + MAX_PAYLOAD_BYTES + ".");
        }
        payload.writeBytes(data);
    }

    void cleanup(Closure closure) {
        if (onCleanup != null) {
            throw CanisterFault.contract(
                    "ic0_call_on_cleanup: can be called at most once between call_new and call_perform");
        }
        onCleanup = closure;
    }

    void bestEffort(int seconds) {
        if (timeoutSeconds != 0) {
            throw CanisterFault.contract("ic0_call_with_best_effort_response: a timeout is already set for this call");
        }
        timeoutSeconds = seconds;
    }

    void attach(BigInteger amount) {
        cycles = cycles.add(amount);
    }

    /** Cycles that go with the call. */
    public BigInteger cycles() {
        return cycles;
    }

    /** Who is called. */
    public Principal callee() {
        return callee;
    }

    /** Which method. */
    public String method() {
        return method;
    }

    /** The argument. */
    public byte[] payload() {
        return payload.toByteArray();
    }

    /** What to run with the reply. */
    public Closure onReply() {
        return onReply;
    }

    /** What to run with a reject. */
    public Closure onReject() {
        return onReject;
    }

    /** What to run when the callback traps; null = nothing. */
    public Closure onCleanup() {
        return onCleanup;
    }

    /** Seconds after which the caller gives up; 0 = never. */
    public int timeoutSeconds() {
        return timeoutSeconds;
    }
}
