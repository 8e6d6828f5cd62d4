package org.icws.testbench.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;

/**
 * What one measurement found.
 *
 * @param what the conditions, in words
 * @param seconds how long it was measured
 * @param messages messages that reached the clients, or the canister
 * @param gatewayCpu CPU time of the gateway's process
 * @param stubCpu of the stub network's
 * @param loadCpu of the load clients'
 * @param clients what the clients counted: latency in microseconds, order, ends
 * @param residentKib the gateway's memory at the end
 */
record Figures(
        String what,
        double seconds,
        long messages,
        Duration gatewayCpu,
        Duration stubCpu,
        Duration loadCpu,
        JsonNode clients,
        long residentKib) {

    long perSecond() {
        return Math.round(messages / seconds);
    }

    long perCpuSecond() {
        return Math.round(messages / Math.max(0.001, gatewayCpu.toNanos() / 1e9));
    }

    /** CPU seconds per second. */
    double load(Duration cpu) {
        return cpu.toNanos() / 1e9 / seconds;
    }
}
