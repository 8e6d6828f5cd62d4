package org.icws.gateway;

import java.util.List;
import org.ic4j.types.Principal;

/**
 * The whole gateway at one moment; its parts are read one after the other, so they may be microseconds apart.
 *
 * @param takenAtNanos when, ns since the epoch
 * @param gateway the gateway's own principal
 * @param rootKeyHex the root key in DER form, in hexadecimal digits
 * @param rootKeySource where that key came from
 * @param sessions all sessions, by id
 * @param pollers all running pollers
 * @param counters totals
 * @param hops how long the parts of the messages' ways take
 * @param clockSkew how far the network's clock is from this machine's
 */
public record GatewaySnapshot(
        long takenAtNanos,
        Principal gateway,
        String rootKeyHex,
        RootKeySource rootKeySource,
        List<SessionSnapshot> sessions,
        List<PollerSnapshot> pollers,
        Counters counters,
        List<HopLatency> hops,
        ClockSkew clockSkew) {

    /** A snapshot without latencies. */
    public GatewaySnapshot(
            long takenAtNanos,
            Principal gateway,
            String rootKeyHex,
            RootKeySource rootKeySource,
            List<SessionSnapshot> sessions,
            List<PollerSnapshot> pollers,
            Counters counters) {
        this(
                takenAtNanos,
                gateway,
                rootKeyHex,
                rootKeySource,
                sessions,
                pollers,
                counters,
                List.of(),
                ClockSkew.UNKNOWN);
    }
}
