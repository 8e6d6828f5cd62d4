package org.icws.replica.http;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;

/**
 * Where requests wait to be looked at. Only so many may, and what is let in is not turned away later: under load, work that has been
 * done would be thrown away.
 */
final class Entrance implements Executor {
    private final Executor workers;
    private final Semaphore places;

    /**
     * @param workers look at the requests
     * @param limit of requests that wait
     */
    Entrance(Executor workers, int limit) {
        this.workers = workers;
        this.places = new Semaphore(limit);
    }

    /** @throws RejectedExecutionException too many wait */
    @Override
    public void execute(Runnable request) {
        if (!places.tryAcquire()) {
            throw new RejectedExecutionException("Too many requests wait");
        }
        try {
            workers.execute(() -> {
                places.release();
                request.run();
            });
        } catch (RejectedExecutionException e) {
            places.release();
            throw e;
        }
    }
}
