package org.icws.testbench.client;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** This machine's clock in the Internet Computer's unit. */
final class SystemTime {

    private SystemTime() {}

    /** Nanoseconds since the epoch. */
    static long nowNanos() {
        Instant now = Instant.now();
        return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    }
}
