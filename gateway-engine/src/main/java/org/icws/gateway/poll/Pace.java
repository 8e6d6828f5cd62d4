package org.icws.gateway.poll;

import java.time.Duration;
import java.util.function.Supplier;
import org.icws.gateway.GatewayClock;

/** The present poll interval of one canister, as its traffic and the policy want it. Thread-safe. */
final class Pace {
    private final Supplier<PollingPolicy> policy;
    private final GatewayClock clock;
    private volatile long lastTraffic;
    private volatile long current;

    Pace(Supplier<PollingPolicy> policy, GatewayClock clock) {
        this.policy = policy;
        this.clock = clock;
        traffic();
    }

    /** A message went one way or the other. */
    void traffic() {
        lastTraffic = clock.monotonicNanos();
        current = policy.get().fastest().toNanos();
    }

    /** @return the interval after one more poll */
    Duration next() {
        PollingPolicy now = policy.get();
        long fastest = now.fastest().toNanos();
        boolean busy = clock.monotonicNanos() - lastTraffic < now.linger().toNanos();
        long doubled = Math.max(fastest, current * 2);
        current = busy ? fastest : Math.min(doubled, now.slowest().toNanos());
        return current();
    }

    /** @return how long ago the last message went one way or the other */
    Duration silence() {
        return Duration.ofNanos(Math.max(0, clock.monotonicNanos() - lastTraffic));
    }

    /** @return the interval in use */
    Duration current() {
        return Duration.ofNanos(current);
    }

    /** @return true if polls are further apart than they would be with traffic */
    boolean isSlow() {
        return current > policy.get().fastest().toNanos();
    }
}
