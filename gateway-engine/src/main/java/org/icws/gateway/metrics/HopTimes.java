package org.icws.gateway.metrics;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.icws.gateway.HopLatency;

/** One histogram per {@link Hop}, and the clock skew they are corrected by. Thread-safe; recording never waits. */
public final class HopTimes {
    private final Map<Hop, LatencyRecorder> recorders = new EnumMap<>(Hop.class);
    private final SkewEstimator skew;

    /** @param skew corrects the times of canisters */
    public HopTimes(SkewEstimator skew) {
        this.skew = skew;
        for (Hop hop : Hop.values()) {
            recorders.put(hop, new LatencyRecorder(hop.longest()));
        }
    }

    /** Notes one duration; a negative one counts as none. */
    public void record(Hop hop, long nanos) {
        recorders.get(hop).record(nanos);
    }

    /**
     * Notes messages of one canister time that went to one client together.
     *
     * @param canisterNanos the canister's time
     * @param polledNanos when the poll that brought them was answered
     * @param sentNanos when they were handed to the socket
     * @param messages how many
     */
    public void recordDown(long canisterNanos, long polledNanos, long sentNanos, int messages) {
        long made = skew.toLocal(canisterNanos);
        recorders.get(Hop.CANISTER_TO_POLLED).record(polledNanos - made, messages);
        recorders.get(Hop.POLLED_TO_SENT).record(sentNanos - polledNanos, messages);
        recorders.get(Hop.CANISTER_TO_SENT).record(sentNanos - made, messages);
    }

    /**
     * Notes a certificate that holds.
     *
     * @param certifiedNanos its time
     * @param polledNanos when the poll that brought it was answered
     */
    public void recordCertificate(long certifiedNanos, long polledNanos) {
        skew.arrived(certifiedNanos, polledNanos);
        record(Hop.CERTIFICATE_AGE, polledNanos - skew.toLocal(certifiedNanos));
    }

    /** @return what compares the network's clock with this machine's */
    public SkewEstimator skew() {
        return skew;
    }

    /** @return one hop's histogram */
    public LatencyRecorder of(Hop hop) {
        return recorders.get(hop);
    }

    /** @return the percentiles of all hops, in the order of {@link Hop} */
    public List<HopLatency> snapshot() {
        return Stream.of(Hop.values())
                .map(hop -> {
                    LatencyRecorder.Percentiles p = of(hop).percentiles();
                    return new HopLatency(hop, p.count(), p.p50(), p.p95(), p.p99(), p.max());
                })
                .toList();
    }
}
