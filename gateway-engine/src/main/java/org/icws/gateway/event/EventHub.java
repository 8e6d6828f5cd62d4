package org.icws.gateway.event;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;
import org.icws.gateway.GatewayListener;
import org.icws.gateway.Subscription;

/** Numbers events and hands them to the subscriptions' rings. Publishing never waits for a listener. */
public final class EventHub implements AutoCloseable {
    /** Makes an event once its number is known. */
    @FunctionalInterface
    public interface Maker {
        /**
         * @param sequence number of the event
         * @param atNanos the time of publication
         * @return the event
         */
        GatewayEvent make(long sequence, long atNanos);
    }

    private final List<EventRing> rings = new CopyOnWriteArrayList<>();
    private final AtomicInteger subscriptions = new AtomicInteger();
    private final org.icws.gateway.GatewayClock clock;
    private final int ringSize;
    private final LongConsumer lost;
    private long sequence;

    /**
     * @param clock stamps the events
     * @param ringSize events a subscription may be behind
     * @param lost told how many events a subscription lost, each time it does
     */
    public EventHub(org.icws.gateway.GatewayClock clock, int ringSize, LongConsumer lost) {
        this.clock = clock;
        this.ringSize = ringSize;
        this.lost = lost;
    }

    /** Publishes an event made for the next number; the maker only fills in a record, and does not if nobody listens. */
    public void publish(Maker maker) {
        if (rings.isEmpty()) {
            return;
        }
        // The lock orders numbers and rings alike; nothing but memory is touched under it.
        synchronized (this) {
            GatewayEvent event = maker.make(++sequence, clock.nowNanos());
            for (EventRing ring : rings) {
                ring.offer(event);
            }
        }
    }

    /** @return true if anybody listens */
    public boolean observed() {
        return !rings.isEmpty();
    }

    /** Starts a subscription with its own thread. */
    public Subscription subscribe(GatewayListener listener) {
        EventRing ring = new EventRing(
                "gateway-events-" + subscriptions.incrementAndGet(), ringSize, listener, lost, rings::remove);
        rings.add(ring);
        ring.start();
        return ring;
    }

    /** Lets every subscription deliver what it has, then ends it. */
    @Override
    public void close() {
        for (EventRing ring : rings) {
            ring.finish();
        }
        rings.clear();
    }
}
