package org.icws.replica.management;

import java.math.BigInteger;
import org.icws.protocol.candid.CandidEncoder;
import org.icws.protocol.candid.CandidValue;
import org.icws.replica.execution.Response;
import org.icws.replica.state.Canister;
import org.icws.replica.state.CanisterHistory;
import org.icws.replica.state.ResponseSink;

/** A call of the management canister while it is carried out on the canister it is about. Confined to one thread. */
final class ManagementRequest {
    private static final byte[] NOTHING = {'D', 'I', 'D', 'L', 0, 0};

    private final ManagementCall call;
    private final Arguments arguments;
    private final Canister canister;
    private final CanisterDirectory directory;
    private final long timeNanos;
    private final ResponseSink answers;
    private BigInteger cyclesLeft;
    private boolean deferred;
    private boolean deleted;

    ManagementRequest(
            ManagementCall call,
            Arguments arguments,
            Canister canister,
            CanisterDirectory directory,
            long timeNanos,
            ResponseSink answers) {
        this.call = call;
        this.arguments = arguments;
        this.canister = canister;
        this.directory = directory;
        this.timeNanos = timeNanos;
        this.answers = answers;
        this.cyclesLeft = call.cycles();
    }

    ManagementCall call() {
        return call;
    }

    Arguments arguments() {
        return arguments;
    }

    Canister canister() {
        return canister;
    }

    CanisterDirectory directory() {
        return directory;
    }

    long timeNanos() {
        return timeNanos;
    }

    ResponseSink answers() {
        return answers;
    }

    BigInteger cyclesLeft() {
        return cyclesLeft;
    }

    /** Takes all cycles that came with the call. */
    BigInteger takeCycles() {
        BigInteger taken = cyclesLeft;
        cyclesLeft = BigInteger.ZERO;
        return taken;
    }

    /** Who makes the change, for the history. */
    CanisterHistory.Origin changeOrigin() {
        return call.changeOrigin(
                arguments.optionalNat64("sender_canister_version").orElse(null));
    }

    void note(CanisterHistory.Details details) {
        canister.history().add(new CanisterHistory.Change(timeNanos, canister.version(), changeOrigin(), details));
    }

    /** The answer comes later. */
    Response defer() {
        deferred = true;
        return null;
    }

    boolean isDeferred() {
        return deferred;
    }

    /** The canister is to be removed. */
    Response delete() {
        deleted = true;
        return nothing();
    }

    boolean isDeleted() {
        return deleted;
    }

    static Response nothing() {
        return new Response.Reply(NOTHING);
    }

    static Response reply(CandidValue value) {
        return new Response.Reply(CandidEncoder.encode(value));
    }
}
