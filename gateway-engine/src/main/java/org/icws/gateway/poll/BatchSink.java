package org.icws.gateway.poll;

import java.util.List;
import org.ic4j.types.Principal;
import org.icws.gateway.protocol.GatewayProtocol;

/** Takes what a poller has fetched to the clients. */
public interface BatchSink {
    /**
     * Distributes messages; must not block. Called by one poller at a time, in order.
     *
     * @param batches at least one, of one canister, each with at least one message
     */
    void deliver(List<Batch> batches);

    /**
     * @param canister the polled canister
     * @param protocol the protocol of the clients in question
     * @param monotonicNanos a moment
     * @return true if a client of that canister was accepted before that moment and has not got any message yet, although
     *     the canister always has one for a new client
     */
    boolean isStarving(Principal canister, GatewayProtocol protocol, long monotonicNanos);

    /**
     * Polling has failed without a break for so long that waiting is pointless.
     *
     * @param canister the polled canister
     * @param protocol the protocol of the clients in question
     * @param what the last failure, in words
     */
    void outage(Principal canister, GatewayProtocol protocol, String what);
}
