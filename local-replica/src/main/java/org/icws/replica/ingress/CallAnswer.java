package org.icws.replica.ingress;

import org.icws.replica.execution.Response;

/** How the network answers a call over HTTP. */
public sealed interface CallAnswer {
    /**
     * The call has ended.
     *
     * @param certificate shows how
     */
    record Certified(byte[] certificate) implements CallAnswer {}

    /**
     * The call was not let in.
     *
     * @param reject why; not certified
     */
    record NotAccepted(Response.Reject reject) implements CallAnswer {}

    /** The call was let in and has not ended yet; its status can be read. */
    record Pending() implements CallAnswer {}
}
