package org.icws.replica.execution;

import static org.icws.replica.execution.CowPages.PAGE_MASK;
import static org.icws.replica.execution.CowPages.PAGE_SIZE;

import java.util.Arrays;

/** Fills and copies ranges of a memory page by page. The ranges have been checked. */
final class PageMoves {
    private PageMoves() {}

    static void fill(CowMemory memory, byte value, int fromAddress, int size) {
        int left = size;
        int address = fromAddress;
        while (left > 0) {
            int start = address & PAGE_MASK;
            int chunk = Math.min(left, PAGE_SIZE - start);
            Arrays.fill(memory.pageForWrite(address), start, start + chunk, value);
            address += chunk;
            left -= chunk;
        }
    }

    /** The ranges may overlap. */
    static void copy(CowMemory memory, int destination, int source, int size) {
        if (size == 0 || destination == source) {
            return;
        }
        if (Integer.compareUnsigned(destination, source) < 0) {
            copyUpwards(memory, destination, source, size);
        } else {
            copyDownwards(memory, destination + size, source + size, size);
        }
    }

    private static void copyUpwards(CowMemory memory, int destination, int source, int size) {
        int to = destination;
        int from = source;
        int left = size;
        while (left > 0) {
            int chunk = Math.min(left, PAGE_SIZE - Math.max(from & PAGE_MASK, to & PAGE_MASK));
            byte[] target = memory.pageForWrite(to);
            System.arraycopy(memory.pageForRead(from), from & PAGE_MASK, target, to & PAGE_MASK, chunk);
            to += chunk;
            from += chunk;
            left -= chunk;
        }
    }

    /** Overlapping ranges with a higher destination are copied from the end; both addresses are exclusive ends. */
    private static void copyDownwards(CowMemory memory, int destinationEnd, int sourceEnd, int size) {
        int to = destinationEnd;
        int from = sourceEnd;
        int left = size;
        while (left > 0) {
            int inTarget = ((to - 1) & PAGE_MASK) + 1;
            int inSource = ((from - 1) & PAGE_MASK) + 1;
            int chunk = Math.min(left, Math.min(inTarget, inSource));
            to -= chunk;
            from -= chunk;
            byte[] target = memory.pageForWrite(to);
            System.arraycopy(memory.pageForRead(from), from & PAGE_MASK, target, to & PAGE_MASK, chunk);
            left -= chunk;
        }
    }
}
