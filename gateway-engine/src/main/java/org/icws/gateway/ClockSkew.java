package org.icws.gateway;

/**
 * How far the network's clock is ahead of this machine's, as far as it can be proven: what the network stamps between two
 * local moments limits the difference from both sides. Times of the network are moved by the estimate before a latency is
 * taken from them.
 *
 * @param estimateNanos the difference closest to zero that agrees with everything observed; positive if the network is ahead
 * @param lowestNanos the least possible difference; {@link Long#MIN_VALUE} if unknown
 * @param highestNanos the largest possible difference; {@link Long#MAX_VALUE} if unknown
 * @param observations certified times the limits come from
 */
public record ClockSkew(long estimateNanos, long lowestNanos, long highestNanos, long observations) {
    /** Nothing has been observed. */
    public static final ClockSkew UNKNOWN = new ClockSkew(0, Long.MIN_VALUE, Long.MAX_VALUE, 0);
}
