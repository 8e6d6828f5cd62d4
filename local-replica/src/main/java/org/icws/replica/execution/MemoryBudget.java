package org.icws.replica.execution;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many pages of memory all canisters of a process may fill together, so that one that takes ever more gets an error before the
 * Java heap is full for everybody. Pages that were only reserved do not count; of a page that the running message has changed, the
 * content before counts too. The last part of the budget is for canisters that have little, so that none can take it all from the
 * others. Thread-safe.
 */
final class MemoryBudget {
    /** Of all networks in this process: they share the heap. */
    static final MemoryBudget OF_PROCESS =
            new MemoryBudget(Runtime.getRuntime().maxMemory() / 4 * 3 / CowPages.PAGE_SIZE);

    /** What part of the budget is for those who have little. */
    private static final int RESERVED_PART = 8;

    /** What part of the budget still is little. */
    private static final int LITTLE_PART = 128;

    private final long limit;
    private final AtomicLong taken = new AtomicLong();

    MemoryBudget(long pages) {
        limit = pages;
    }

    /**
     * Takes one page, or ends the message.
     *
     * @param owned how many pages the store has that takes it
     */
    void take(long owned) {
        long most = owned < limit / LITTLE_PART ? limit : limit - limit / RESERVED_PART;
        if (taken.incrementAndGet() > most) {
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
