package org.icws.gateway;

import org.icws.gateway.metrics.Hop;

/**
 * How long one part of a message's way takes.
 *
 * @param hop the part
 * @param count messages measured
 * @param p50Nanos median
 * @param p95Nanos 95th percentile
 * @param p99Nanos 99th percentile
 * @param maxNanos longest
 */
public record HopLatency(Hop hop, long count, long p50Nanos, long p95Nanos, long p99Nanos, long maxNanos) {}
