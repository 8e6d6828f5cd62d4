package org.icws.gateway.event;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.icws.gateway.GatewayListener;
import org.icws.gateway.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One subscription: a bounded ring that forgets the oldest event when it is full, and the thread that empties it. */
final class EventRing implements Subscription {
    private static final Logger LOG = LoggerFactory.getLogger(EventRing.class);
    private static final int BATCH = 512;
    private static final long FINISH_MILLIS = 500;
    private static final long GATHER_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final GatewayListener listener;
    private final LongConsumer lostCounter;
    private final Consumer<EventRing> onClose;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private final GatewayEvent[] ring;
    private long head;
    private long tail;
    private long lost;
    private long lostUntold;
    private boolean closed;
    private boolean waiting;
    private boolean warned;

    EventRing(String name, int size, GatewayListener listener, LongConsumer lostCounter, Consumer<EventRing> onClose) {
        this.listener = listener;
        this.lostCounter = lostCounter;
        this.onClose = onClose;
        this.ring = new GatewayEvent[size];
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    void offer(GatewayEvent event) {
        boolean dropped = false;
        lock.lock();
        try {
            if (closed) {
                return;
            }
            if (tail - head == ring.length) {
                head++;
                lost++;
                lostUntold++;
                dropped = true;
            }
            ring[(int) (tail++ % ring.length)] = event;
            if (waiting) {
                waiting = false;
                filled.signal();
            }
        } finally {
            lock.unlock();
        }
        if (dropped) {
            lostCounter.accept(1);
        }
    }

    private void run() {
        List<GatewayEvent> batch = new ArrayList<>(BATCH);
        while (true) {
            long missed;
            lock.lock();
            try {
                if (head == tail) {
                    gather();
                }
                while (head == tail && !closed) {
                    waiting = true;
                    filled.awaitUninterruptibly();
                }
                if (head == tail) {
                    return;
                }
                missed = take(batch);
            } finally {
                lock.unlock();
            }
            deliver(batch, missed);
            batch = new ArrayList<>(BATCH);
        }
    }

    /** Events come in crowds: looking for more a moment later costs less than being woken for each of them. */
    private void gather() {
        try {
            if (!closed) {
                filled.awaitNanos(GATHER_NANOS);
            }
        } catch (InterruptedException e) {
            // Nobody interrupts this thread but a listener; the ring goes on until it is closed.
            LOG.debug("Interrupted while gathering events", e);
        }
    }

    private long take(List<GatewayEvent> batch) {
        while (head < tail && batch.size() < BATCH) {
            int slot = (int) (head++ % ring.length);
            batch.add(ring[slot]);
            ring[slot] = null;
        }
        long missed = lostUntold;
        lostUntold = 0;
        return missed;
    }

    private void deliver(List<GatewayEvent> batch, long missed) {
        try {
            listener.onEvents(Collections.unmodifiableList(batch), missed);
        } catch (RuntimeException e) {
            if (!warned) {
                warned = true;
                LOG.warn("An event listener failed; it stays subscribed, further failures are not logged", e);
            }
        }
    }

    @Override
    public long lost() {
        lock.lock();
        try {
            return lost;
        } finally {
            lock.unlock();
        }
    }

    /** Ends after what is in the ring has been delivered; waits a moment for that. */
    void finish() {
        end(false);
        if (Thread.currentThread() == thread) {
            return;
        }
        try {
            thread.join(TimeUnit.MILLISECONDS.toMillis(FINISH_MILLIS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        end(true);
        onClose.accept(this);
    }

    private void end(boolean discard) {
        lock.lock();
        try {
            closed = true;
            if (discard) {
                head = tail;
            }
            filled.signal();
        } finally {
            lock.unlock();
        }
    }
}
