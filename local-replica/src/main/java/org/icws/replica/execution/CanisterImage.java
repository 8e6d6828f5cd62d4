package org.icws.replica.execution;

/**
 * Everything an instance consists of at a moment, from which the same instance can be built again. Its arrays are not written any
 * more, pages are shared with whatever still has the same content.
 *
 * @param module the code
 * @param memory pages of linear memory; null = it has none
 * @param stable pages of stable memory
 * @param globals values of the mutable globals in order
 * @param tables entries of each table
 * @param droppedElements which element segments are gone
 * @param droppedData which data segments are gone; null = the instance has no memory
 */
public record CanisterImage(
        CanisterModule module,
        byte[][] memory,
        byte[][] stable,
        long[] globals,
        int[][] tables,
        boolean[] droppedElements,
        boolean[] droppedData) {
    /** A page that was never written; it is shared and must not be written. */
    public static byte[] emptyPage() {
        return CowPages.zeroPage();
    }

    /** Bytes of memory and code. */
    public long size() {
        long pages = (memory == null ? 0 : memory.length) + (long) stable.length;
        return (pages << CowPages.PAGE_SHIFT) + (long) globals.length * Long.BYTES + module.size();
    }
}
