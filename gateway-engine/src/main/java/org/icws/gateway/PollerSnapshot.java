package org.icws.gateway;

import org.ic4j.types.Principal;

/**
 * The polling of one canister at one moment. Latencies are those of successful polls.
 *
 * @param canister the polled canister
 * @param protocol "v1" or "poc"
 * @param nextNonce first message number the next poll asks for
 * @param intervalNanos pause between two polls, start to start
 * @param silenceNanos for how long nothing has come or gone, if that is why the interval has grown beyond the fastest; else 0
 * @param polls polls answered
 * @param failures polls failed
 * @param messages messages received
 * @param p50Nanos median poll latency
 * @param p95Nanos 95th percentile
 * @param p99Nanos 99th percentile
 * @param maxNanos longest poll
 * @param sampleCount polls the percentiles are made of
 * @param lastPollAtNanos when the last poll ended, ns since the epoch; 0 before the first
 * @param state what the poller is doing, in words
 */
public record PollerSnapshot(
        Principal canister,
        String protocol,
        long nextNonce,
        long intervalNanos,
        long silenceNanos,
        long polls,
        long failures,
        long messages,
        long p50Nanos,
        long p95Nanos,
        long p99Nanos,
        long maxNanos,
        long sampleCount,
        long lastPollAtNanos,
        String state) {}
