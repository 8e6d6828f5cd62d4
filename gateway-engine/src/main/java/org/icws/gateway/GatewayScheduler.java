package org.icws.gateway;

import java.time.Duration;

/** Runs tasks later; injected so that tests decide when later is. Implementations are thread-safe. */
public interface GatewayScheduler extends AutoCloseable {
    /** A task that has been scheduled. */
    interface Task {
        /** Prevents the task from running if it has not started; harmless otherwise. */
        void cancel();
    }

    /**
     * Runs a short, non-blocking task once.
     *
     * @param delay from now; zero or negative means as soon as possible, still on the scheduler's thread
     * @param task what to run
     * @return a handle to cancel it
     */
    Task schedule(Duration delay, Runnable task);

    /** Drops all waiting tasks and ends the thread. */
    @Override
    void close();
}
