package org.icws.replica.state;

import java.util.concurrent.CompletableFuture;
import org.ic4j.types.Principal;
import org.icws.replica.certification.CertifiedState;
import org.icws.replica.execution.Response;

/** What the network remembers about one call by a user. Thread-safe. */
public final class RequestRecord {
    private final byte[] requestId;
    private final Principal sender;
    private final Principal canister;
    private final Principal effective;
    private final CompletableFuture<CertifiedState> completion = new CompletableFuture<>();
    private volatile UserCallContent content;
    private volatile Response response;

    RequestRecord(
            byte[] requestId, Principal sender, Principal canister, Principal effective, UserCallContent content) {
        this.requestId = requestId.clone();
        this.sender = sender;
        this.canister = canister;
        this.effective = effective;
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

    /** Completes with a state that certifies how the call ended. */
    public CompletableFuture<CertifiedState> completion() {
        return completion;
    }
}
