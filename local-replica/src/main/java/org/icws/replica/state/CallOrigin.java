package org.icws.replica.state;

import java.util.concurrent.CompletableFuture;
import org.ic4j.types.Principal;
import org.icws.replica.execution.Response;

/** Who waits for the answer of a call. */
public sealed interface CallOrigin {
    /**
     * A user, over the HTTP interface.
     *
     * @param request its record, which is told how the call ends
     */
    record User(RequestRecord request) implements CallOrigin {}

    /**
     * A canister.
     *
     * @param caller which one
     * @param callbackId names the call among the caller's outstanding calls
     */
    record Canister(Principal caller, long callbackId) implements CallOrigin {}

    /**
     * The program this network is embedded in.
     *
     * @param answer completes when the effects are certified
     */
    record Program(CompletableFuture<Response> answer) implements CallOrigin {}

    /** Nobody: a timer or a similar task of the system. */
    record System() implements CallOrigin {}
}
