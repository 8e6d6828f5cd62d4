package org.icws.replica.execution;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many pages of memory all canisters of a process may fill together, so that one that takes ever more gets an error before the
 * Java heap is full for everybody. Pages that were only reserved do not count. Thread-safe.
 */
final class MemoryBudget {
    /** Of all networks in this process: they share the heap. */
    static final MemoryBudget OF_PROCESS =
            new MemoryBudget(Runtime.getRuntime().maxMemory() / 4 * 3 / CowPages.PAGE_SIZE);

    private final long limit;
    private final AtomicLong taken = new AtomicLong();

    MemoryBudget(long pages) {
        limit = pages;
    }

    /** Takes one page, or ends the message. */
    void take() {
        if (taken.incrementAndGet() > limit) {
            taken.decrementAndGet();
            throw new CanisterFault(
                    ErrorCode.OUT_OF_MEMORY,
                    "Canister ran out of memory: the canisters of this local replica together may fill "
                            + (limit * CowPages.PAGE_SIZE >> 20) + " MiB; give Java a larger heap (-Xmx)");
        }
    }

    /** Counts pages that exist already. */
    void add(long pages) {
        taken.addAndGet(pages);
    }

    void giveBack(long pages) {
        taken.addAndGet(-pages);
    }

    long taken() {
        return taken.get();
    }
}
