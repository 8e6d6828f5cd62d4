package org.icws.testbench.samples;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.icws.gateway.GatewayClock;

/** This machine's time of day, moved forward as a test says. */
final class MovedClock implements GatewayClock {
    private final AtomicLong ahead = new AtomicLong();

    void advance(Duration duration) {
        ahead.addAndGet(duration.toNanos());
    }

    @Override
    public long nowNanos() {
        return SYSTEM.nowNanos() + ahead.get();
    }

    @Override
    public long monotonicNanos() {
        return SYSTEM.monotonicNanos();
    }
}
