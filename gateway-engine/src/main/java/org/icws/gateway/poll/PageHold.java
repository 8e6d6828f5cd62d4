package org.icws.gateway.poll;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.icws.gateway.GatewayClock;
import org.icws.gateway.GatewayScheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps full pages for a moment while more are coming quickly, so that one write to a client takes its messages of several
 * pages; with fifty clients and more it would be one write a message otherwise, and writes are what a flood costs most. A
 * page that ends the queue, a slow network and a few milliseconds release all, so quiet traffic is never held. Pages are
 * delivered in order, by one thread at a time. Thread-safe; nothing is delivered under the lock.
 */
final class PageHold {
    private static final Logger LOG = LoggerFactory.getLogger(PageHold.class);

    /** Longest time a page is kept while the next ones come. */
    private static final long HOLD_NANOS = Duration.ofMillis(4).toNanos();
    /** A page that took longer says that the next one is not worth waiting for. */
    private static final long QUICK_NANOS = Duration.ofMillis(1).toNanos();

    private static final int MOST_PAGES = 32;

    private final BatchSink sink;
    private final GatewayClock clock;
    private final GatewayScheduler scheduler;
    private List<Batch> held = new ArrayList<>();
    private long heldSince;
    private boolean released;
    private boolean delivering;
    private boolean guarded;

    PageHold(BatchSink sink, GatewayClock clock, GatewayScheduler scheduler) {
        this.sink = sink;
        this.clock = clock;
        this.scheduler = scheduler;
    }

    /**
     * Takes a page over.
     *
     * @param batch the page
     * @param more true if the next page is asked for right now
     * @param pollNanos how long this one took
     */
    void add(Batch batch, boolean more, long pollNanos) {
        boolean guard = false;
        synchronized (this) {
            long now = clock.monotonicNanos();
            if (held.isEmpty()) {
                heldSince = now;
            }
            held.add(batch);
            boolean keep = more && pollNanos < QUICK_NANOS && held.size() < MOST_PAGES && now - heldSince < HOLD_NANOS;
            released |= !keep;
            if (keep && !guarded) {
                guarded = true;
                guard = true;
            }
        }
        deliver();
        if (guard) {
            guard(HOLD_NANOS);
        }
    }

    /** Delivers what is held. */
    void release() {
        synchronized (this) {
            released = !held.isEmpty();
        }
        deliver();
    }

    /** Should the next page be late, nobody waits for it. One task watches however many holds there are. */
    private void guard(long nanos) {
        scheduler.schedule(Duration.ofNanos(nanos), () -> {
            long left;
            synchronized (this) {
                left = held.isEmpty() ? 0 : heldSince + HOLD_NANOS - clock.monotonicNanos();
                guarded = left > 0;
            }
            if (left > 0) {
                guard(left);
            } else {
                release();
            }
        });
    }

    private void deliver() {
        for (List<Batch> pages = take(); pages != null; pages = take()) {
            try {
                sink.deliver(pages);
            } catch (RuntimeException e) {
                // A defect in handling one page must not end the polling.
                LOG.error("Messages of {} could not be handled", pages.get(0).canister(), e);
            } finally {
                synchronized (this) {
                    delivering = false;
                }
            }
        }
    }

    /** What is to be delivered now, by the caller; null if nothing is, or another thread is at it and will take this too. */
    private synchronized List<Batch> take() {
        if (delivering || !released) {
            return null;
        }
        List<Batch> pages = held;
        held = new ArrayList<>();
        released = false;
        delivering = true;
        return pages;
    }
}
