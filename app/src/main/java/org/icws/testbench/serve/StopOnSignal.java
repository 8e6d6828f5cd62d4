package org.icws.testbench.serve;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns SIGTERM and Ctrl-C into an orderly stop with exit code 0. The JVM alone would run its hooks and exit with 143; the
 * exit code is ours only if the hook ends the process itself.
 */
final class StopOnSignal {

    private static final Logger LOG = LoggerFactory.getLogger(StopOnSignal.class);

    /** Promised to whoever sends the signal: gone within 5 s. The rest is for the JVM to end. */
    private static final Duration CLOSE_WITHIN = Duration.ofMillis(4_700);

    private final AtomicBoolean cancelled = new AtomicBoolean();
    private final AutoCloseable what;

    private StopOnSignal(AutoCloseable what) {
        this.what = what;
    }

    /** From now on a signal closes {@code what}, for 4.7 s at most, and ends the process. */
    static StopOnSignal closing(AutoCloseable what) {
        StopOnSignal stop = new StopOnSignal(what);
        Runtime.getRuntime().addShutdownHook(new Thread(stop::onShutdown, "stop-on-signal"));
        return stop;
    }

    /** The process ends by itself, with its own exit code. */
    void cancel() {
        cancelled.set(true);
    }

    private void onShutdown() {
        if (cancelled.get()) {
            return;
        }
        LOG.info("Stopping: clients and canisters are told");
        Thread closer = new Thread(this::close, "stop");
        closer.setDaemon(true);
        closer.start();
        try {
            closer.join(CLOSE_WITHIN.toMillis());
        } catch (InterruptedException e) {
            LOG.warn("Interrupted while stopping; not everybody may have been told");
        }
        if (closer.isAlive()) {
            LOG.warn("Not everything closed within {} ms; ending anyway", CLOSE_WITHIN.toMillis());
        }
        Runtime.getRuntime().halt(0);
    }

    private void close() {
        try {
            what.close();
            LOG.info("Stopped");
        } catch (Exception e) {
            LOG.error("Stopping went wrong: {}", e.getMessage(), e);
        }
    }
}
