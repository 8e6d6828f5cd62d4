package org.icws.gateway.session;

import org.ic4j.types.Principal;
import org.icws.gateway.GatewayClock;
import org.icws.gateway.GatewayScheduler;
import org.icws.gateway.Limits;
import org.icws.gateway.LiveSettings;
import org.icws.gateway.event.EventHub;
import org.icws.gateway.metrics.CounterSet;
import org.icws.gateway.metrics.HopTimes;
import org.icws.gateway.poll.Pollers;
import org.icws.gateway.replica.ReplicaClient;
import org.icws.gateway.trust.VerifyQueue;

/**
 * What all sessions share.
 *
 * @param gateway the gateway's principal
 * @param replica the network
 * @param pollers fetch the canisters' messages
 * @param events told what happens
 * @param counters count it
 * @param hops measures how long it takes
 * @param verify proves messages beside the relay
 * @param live bounds and policies, which may change
 * @param clock time
 * @param scheduler time-outs
 */
public record SessionServices(
        Principal gateway,
        ReplicaClient replica,
        Pollers pollers,
        EventHub events,
        CounterSet counters,
        HopTimes hops,
        VerifyQueue verify,
        LiveSettings live,
        GatewayClock clock,
        GatewayScheduler scheduler) {
    /** @return the bounds in force */
    public Limits limits() {
        return live.limits();
    }
}
