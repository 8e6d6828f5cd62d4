package org.icws.testbench.store;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * A bounded ring between the threads that observe the network and the one that paints. When it is full the oldest
 * entries go and are counted. Thread-safe; nothing blocks longer than copying a batch takes.
 *
 * @param <E> what is kept
 */
public final class EventStore<E> {

    /** What was taken out, and how many entries were lost since the last time. */
    public record Batch<E>(List<E> entries, long lost) {

        public boolean isEmpty() {
            return entries.isEmpty() && lost == 0;
        }
    }

    private final int capacity;
    private final ArrayDeque<E> ring = new ArrayDeque<>();
    private long lost;

    /** At most this many entries wait at any time. */
    public EventStore(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("The store must hold at least one entry");
        }
        this.capacity = capacity;
    }

    /**
     * Adds entries, oldest first.
     *
     * @param lostBefore how many the sender itself had to drop before these
     */
    public synchronized void add(List<? extends E> entries, long lostBefore) {
        lost += lostBefore;
        for (E entry : entries) {
            if (ring.size() == capacity) {
                ring.removeFirst();
                lost++;
            }
            ring.addLast(entry);
        }
    }

    /** Takes everything out. */
    public synchronized Batch<E> drain() {
        Batch<E> batch = new Batch<>(new ArrayList<>(ring), lost);
        ring.clear();
        lost = 0;
        return batch;
    }

    /** Whether nothing was lost and every entry that waits is of this kind; also if none waits. */
    public synchronized boolean holdsOnly(Predicate<? super E> kind) {
        if (lost > 0) {
            return false;
        }
        for (E entry : ring) {
            if (!kind.test(entry)) {
                return false;
            }
        }
        return true;
    }

    /** How many entries wait. */
    public synchronized int size() {
        return ring.size();
    }
}
