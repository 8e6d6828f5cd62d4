package org.icws.replica.http;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.icws.protocol.request.RequestContent;
import org.icws.replica.LatencyProfile;
import org.icws.replica.scheduler.Timeline;

/** Holds requests back as a network between user and replica would. No thread waits meanwhile. Thread-safe. */
public final class NetworkDelay {
    private final LatencyProfile profile;
    private final Timeline timeline;
    private final LongSupplier clock;
    private final Executor workers;
    private final RandomGenerator random;

    /**
     * @param profile how long
     * @param timeline ends the delays
     * @param clock nanoseconds since the epoch
     * @param workers go on with the request afterwards
     */
    public NetworkDelay(LatencyProfile profile, Timeline timeline, LongSupplier clock, Executor workers) {
        this.profile = profile;
        this.timeline = timeline;
        this.clock = clock;
        this.workers = workers;
        this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(profile.seed());
    }

    /** Completes when a request that was sent now arrives. */
    CompletableFuture<Void> arrival(RequestContent.Type type) {
        long nanos = type == RequestContent.Type.CALL
                ? draw(profile.minUpdate(), profile.maxUpdate())
                : draw(profile.minQuery(), profile.maxQuery());
        if (nanos == 0) {
            return CompletableFuture.completedFuture(null);
        }
        CompletableFuture<Void> arrived = new CompletableFuture<>();
        timeline.at(clock.getAsLong() + nanos, () -> arrived.completeAsync(() -> null, workers));
        return arrived;
    }

    private long draw(Duration min, Duration max) {
        long low = min.toNanos();
        long span = max.toNanos() - low;
        if (span == 0) {
            return low;
        }
        synchronized (random) {
            return low + random.nextLong(span + 1);
        }
    }
}
