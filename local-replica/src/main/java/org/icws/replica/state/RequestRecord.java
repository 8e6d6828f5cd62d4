package org.icws.replica.state;

import java.util.concurrent.CompletableFuture;
import org.ic4j.types.Principal;
import org.icws.replica.certification.CertifiedState;
import org.icws.replica.execution.Response;

/** What the network remembers about one call by a user. Thread-safe. */
public final class RequestRecord {
    /** In the place of a completion that everybody who waited has been told of: its state would keep a whole tree in memory. */
    private static final CompletableFuture<CertifiedState> LONG_AGO = CompletableFuture.completedFuture(null);

    private final byte[] requestId;
    private final Principal sender;
    private final Principal canister;
    private final Principal effective;
    private volatile CompletableFuture<CertifiedState> completion = new CompletableFuture<>();
    private volatile UserCallContent content;
    private volatile Response response;

    RequestRecord(
            byte[] requestId, Principal sender, Principal canister, Principal effective, UserCallContent content) {
        this.requestId = requestId.clone();
        this.sender = sender;
        this.canister = canister;
        // Nearly always it is the same one; thousands of calls are remembered.
        this.effective = canister.equals(effective) ? canister : effective;
        this.content = content;
    }

    /** The request id. */
    public byte[] requestId() {
        return requestId.clone();
    }

    /** Who sent it. */
    public Principal sender() {
        return sender;
    }

    /** The canister that is called. */
    public Principal canister() {
        return canister;
    }

    /** The canister in the URL it came through. */
    public Principal effective() {
        return effective;
    }

    /** What is to be called; null = it has ended. */
    public UserCallContent content() {
        return content;
    }

    /** How it ended; null = it has not. */
    public Response response() {
        return response;
    }

    void response(Response ended) {
        response = ended;
        content = null;
    }

    /** The request id itself, not to be changed. */
    byte[] sharedId() {
        return requestId;
    }

    /** Completes with a state that certifies how the call ended; with null if that was before this was asked. */
    public CompletableFuture<CertifiedState> completion() {
        return completion;
    }

    /** Tells everybody who waits that a state certifies how the call ended. */
    public void complete(CertifiedState certified) {
        CompletableFuture<CertifiedState> waiting = completion;
        completion = LONG_AGO;
        waiting.complete(certified);
    }
}
