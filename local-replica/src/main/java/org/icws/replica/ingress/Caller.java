package org.icws.replica.ingress;

import org.ic4j.types.Principal;
import org.icws.protocol.request.RequestContent;
import org.icws.replica.execution.CallerInfo;

/**
 * Who asks.
 *
 * @param principal a user or a canister
 * @param info what was said about a user
 */
record Caller(Principal principal, CallerInfo info) {
    /** One about whom nothing was said. */
    static Caller of(Principal principal) {
        return new Caller(principal, CallerInfo.NONE);
    }

    /** The sender of a verified request. */
    static Caller of(RequestContent content) {
        return new Caller(content.sender(), CallService.callerInfo(content));
    }
}
