package org.icws.replica.execution;

/**
 * A canister's stable memory. Only touched pages take space; the limit of 8 GiB is this replica's own, the public network allows
 * 500 GiB. Not thread-safe: one message at a time.
 */
final class StableMemory extends CowPages {
    private static final int MAX_PAGES = 131_072;

    private final StableAccess access = new StableAccess();

    StableMemory() {
        super(0, MAX_PAGES);
    }

    /** A memory with the same content, which lives on independently. A running message's changes are part of it. */
    StableMemory fork() {
        StableMemory copy = new StableMemory();
        copy.restore(image(), true);
        return copy;
    }

    /** Adds pages; the number before, or -1 beyond the limit. */
    long grow64(long delta) {
        return delta < 0 || delta > MAX_PAGES ? -1 : grow((int) delta);
    }

    /** Counts what the running execution accesses. */
    StableAccess access() {
        return access;
    }

    void write(long offset, byte[] data) {
        checkRange(offset, data.length);
        access.note(offset, data.length);
        writeRange(offset, data, 0, data.length);
    }

    byte[] read(long offset, long size) {
        checkRange(offset, size);
        access.note(offset, size);
        if (size > Integer.MAX_VALUE - 8) {
            throw CanisterFault.stable("stable memory is read in parts of less than 2 GiB");
        }
        return readRange(offset, (int) size);
    }

    private void checkRange(long offset, long size) {
        if (offset < 0 || size < 0 || offset > byteSize() - size) {
            throw CanisterFault.stable("stable memory out of bounds");
        }
    }
}
