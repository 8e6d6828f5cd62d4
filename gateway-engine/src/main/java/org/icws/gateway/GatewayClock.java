package org.icws.gateway;

import java.util.concurrent.TimeUnit;

/** Time as the gateway sees it; injected so that tests decide what time it is. Implementations are thread-safe. */
public interface GatewayClock {
    /** Time of day of this machine. */
    GatewayClock SYSTEM = new GatewayClock() {
        @Override
        public long nowNanos() {
            java.time.Instant now = java.time.Instant.now();
            return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
        }

        @Override
        public long monotonicNanos() {
            return System.nanoTime();
        }
    };

    /** @return nanoseconds since 1970-01-01T00:00Z; may jump when the machine's clock is set */
    long nowNanos();

    /** @return nanoseconds from an arbitrary origin, never going backwards; for measuring durations */
    long monotonicNanos();
}
