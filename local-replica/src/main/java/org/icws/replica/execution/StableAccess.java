package org.icws.replica.execution;

import java.util.Arrays;

/**
 * Counts the pages of stable memory that an execution reads or writes, and ends it beyond a limit, as the public network does. Pages
 * are those of its operating system, of 4 KiB; each counts once. The public network limits what is written too, but to the same number
 * of pages, of which none is written without being counted here. Not thread-safe: one execution at a time.
 */
final class StableAccess {
    private static final int PAGE_SHIFT = 12;

    /** Operating-system pages are kept by the Wasm page they are part of, sixteen bits each. */
    private static final int GROUP_SHIFT = CowPages.PAGE_SHIFT - PAGE_SHIFT;

    private static final int GROUP_MASK = (1 << GROUP_SHIFT) - 1;
    private static final int WHOLE_GROUP = (1 << (1 << GROUP_SHIFT)) - 1;
    private static final int EXECUTION_SHIFT = 1 << GROUP_SHIFT;
    private static final int KIB_SHIFT = 10;

    /** The pages of each group that this execution has accessed, below the number of the execution they belong to. */
    private long[] accessed = new long[0];

    private long execution;
    private long limit = Long.MAX_VALUE;
    private long count;

    /**
     * An execution begins.
     *
     * @param bytes that it may access, in whole pages
     */
    void begin(long bytes) {
        execution++;
        limit = bytes >> PAGE_SHIFT;
        count = 0;
    }

    /**
     * Notes an access; its range has been checked.
     *
     * @throws CanisterFault IC0524, it is one too many
     */
    void note(long offset, long size) {
        if (size == 0) {
            return;
        }
        long first = offset >> PAGE_SHIFT;
        long last = (offset + size - 1) >> PAGE_SHIFT;
        int lastGroup = (int) (last >> GROUP_SHIFT);
        if (lastGroup >= accessed.length) {
            accessed = Arrays.copyOf(accessed, Math.max(lastGroup + 1, accessed.length * 2));
        }
        for (int group = (int) (first >> GROUP_SHIFT); group <= lastGroup; group++) {
            int from = group == first >> GROUP_SHIFT ? (int) first & GROUP_MASK : 0;
            int to = group == lastGroup ? (int) last & GROUP_MASK : GROUP_MASK;
            add(group, WHOLE_GROUP >>> (GROUP_MASK - to) & WHOLE_GROUP << from);
        }
        if (count > limit) {
            throw new CanisterFault(
                    ErrorCode.MEMORY_ACCESS_LIMIT,
                    "Canister exceeded memory access limits: Exceeded the limit for the number of accessed pages in the"
                            + " stable memory in a single message execution: limit "
                            + (limit << PAGE_SHIFT >> KIB_SHIFT) + " KB");
        }
    }

    private void add(int group, int pages) {
        long known = accessed[group];
        int before = known >>> EXECUTION_SHIFT == execution ? (int) known & WHOLE_GROUP : 0;
        int now = before | pages;
        if (now != before) {
            count += Integer.bitCount(now ^ before);
            accessed[group] = execution << EXECUTION_SHIFT | now;
        }
    }
}
