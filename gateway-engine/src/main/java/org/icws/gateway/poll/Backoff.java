package org.icws.gateway.poll;

import java.time.Duration;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Growing pauses with jitter, so that many pollers do not come back at the same moment. Not thread-safe. */
final class Backoff {
    private final Duration first;
    private final Supplier<Duration> longest;
    private final RandomGenerator random;
    private int failures;

    Backoff(Duration first, Supplier<Duration> longest, RandomGenerator random) {
        this.first = first;
        this.longest = longest;
        this.random = random;
    }

    /** @return the pause after one more failure: between half and all of the doubled one before, at most the longest */
    Duration next() {
        long ceiling = first.toNanos() << Math.min(failures, 20);
        failures++;
        long most = longest.get().toNanos();
        long bounded = ceiling <= 0 ? most : Math.min(ceiling, most);
        return Duration.ofNanos(bounded / 2 + (long) (bounded / 2.0 * random.nextDouble()));
    }

    int failures() {
        return failures;
    }

    void reset() {
        failures = 0;
    }
}
