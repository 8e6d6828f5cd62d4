package org.icws.replica.http;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.icws.protocol.request.RequestContent;
import org.icws.replica.LatencyProfile;
import org.icws.replica.scheduler.Timeline;

/** Holds requests back as a network between user and replica would. No thread waits meanwhile. Thread-safe. */
public final class NetworkDelay {
    private final Supplier<LatencyProfile> profile;
    private final Timeline timeline;
    private final LongSupplier clock;
    private final Executor workers;
    private RandomGenerator random;
    private LatencyProfile drawnFrom;

    /**
     * @param profile how long, at the moment
     * @param timeline ends the delays
     * @param clock nanoseconds since the epoch
     * @param workers go on with the request afterwards
     */
    public NetworkDelay(Supplier<LatencyProfile> profile, Timeline timeline, LongSupplier clock, Executor workers) {
        this.profile = profile;
        this.timeline = timeline;
        this.clock = clock;
        this.workers = workers;
    }

    /** Completes when a request that was sent now arrives. */
    CompletableFuture<Void> arrival(RequestContent.Type type) {
        long nanos = draw(profile.get(), type == RequestContent.Type.CALL);
        if (nanos == 0) {
            return CompletableFuture.completedFuture(null);
        }
        CompletableFuture<Void> arrived = new CompletableFuture<>();
        timeline.at(clock.getAsLong() + nanos, () -> arrived.completeAsync(() -> null, workers));
        return arrived;
    }

    private synchronized long draw(LatencyProfile now, boolean call) {
        if (now != drawnFrom) {
            random = RandomGeneratorFactory.of("L64X128MixRandom").create(now.seed());
            drawnFrom = now;
        }
        return (call ? now.update() : now.query()).draw(random);
    }
}
