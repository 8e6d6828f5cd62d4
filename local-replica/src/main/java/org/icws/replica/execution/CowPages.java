package org.icws.replica.execution;

import java.lang.ref.Cleaner;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Growable storage in 64 KiB pages whose changes can be undone. Between {@link #begin()} and {@link #commit()} or
 * {@link #rollback()} the first write to a page copies it, so a message costs as much as the pages it touches and a rollback
 * never copies anything back. Committed pages are never written in place. Not thread-safe: one message at a time.
 */
class CowPages {
    static final int PAGE_SHIFT = 16;
    static final int PAGE_SIZE = 1 << PAGE_SHIFT;
    static final int PAGE_MASK = PAGE_SIZE - 1;

    /** Every page starts as this one; it is shared by all stores and never written. */
    private static final byte[] ZERO_PAGE = new byte[PAGE_SIZE];

    private static final int MAX_SPARE_PAGES = 64;

    private static final Cleaner CLEANER = Cleaner.create();

    /** Pages that count against the budget; given back at the latest when the store is collected. */
    private static final class Usage implements Runnable {
        private final AtomicLong pages = new AtomicLong();

        void add(long count) {
            pages.addAndGet(count);
        }

        @Override
        public void run() {
            MemoryBudget.OF_PROCESS.giveBack(pages.getAndSet(0));
        }
    }

    private final Usage usage = new Usage();

    /** Present content of each page. */
    byte[][] readable;

    /** The same array as in {@link #readable} where the running message owns the page, otherwise null. */
    byte[][] writable;

    private byte[][] before;

    /** Whether a page's present content, or the content kept to undo a change, belongs to this store alone. */
    private boolean[] own;

    private boolean[] ownBefore;

    /** Where changes are tracked: the content of each changed page when they were last taken; null = not tracked. */
    private byte[][] base;

    private int pageCount;
    private int pageCountBefore;
    private int[] dirty = new int[16];
    private int dirtyCount;
    private final int maxPages;
    private final ArrayDeque<byte[]> spare = new ArrayDeque<>();

    CowPages(int initialPages, int maxPages) {
        this.maxPages = maxPages;
        this.pageCount = initialPages;
        this.pageCountBefore = initialPages;
        int capacity = Math.max(initialPages, 16);
        readable = new byte[capacity][];
        writable = new byte[capacity][];
        before = new byte[capacity][];
        own = new boolean[capacity];
        ownBefore = new boolean[capacity];
        Arrays.fill(readable, 0, initialPages, ZERO_PAGE);
        CLEANER.register(this, usage);
    }

    /** The store is not used any more: its pages no longer count. */
    final void release() {
        usage.run();
    }

    /**
     * The present pages, those of a running message included, as an array that is not written any more. Costs time in proportion
     * to the number of pages, not to their content. A message that runs meanwhile may afterwards only be kept or rolled back.
     */
    final byte[][] image() {
        Arrays.fill(own, false);
        Arrays.fill(ownBefore, false);
        return Arrays.copyOf(readable, pageCount);
    }

    /**
     * Takes over pages that {@link #image()} gave. No message may be running.
     *
     * @param counted whether they count as this store's; else they are another one's that lives on
     */
    final void restore(byte[][] image, boolean counted) {
        pageCount = image.length;
        pageCountBefore = pageCount;
        int capacity = Math.max(pageCount, 16);
        readable = Arrays.copyOf(image, capacity);
        writable = new byte[capacity][];
        before = new byte[capacity][];
        own = new boolean[capacity];
        ownBefore = new boolean[capacity];
        dirtyCount = 0;
        spare.clear();
        usage.run();
        long filled =
                counted ? Arrays.stream(image).filter(page -> page != ZERO_PAGE).count() : 0;
        MemoryBudget.OF_PROCESS.add(filled);
        usage.add(filled);
    }

    /** Starts to track which pages change, or forgets what has changed so far. No message may be running. */
    final void track() {
        base = new byte[readable.length][];
    }

    /** What has changed since {@link #track()}, which starts anew. No message may be running. */
    final PageChanges takeChanges() {
        int count = 0;
        for (byte[] page : base) {
            count += page == null ? 0 : 1;
        }
        int[] pages = new int[count];
        byte[][] earlier = new byte[count][];
        byte[][] now = new byte[count][];
        int next = 0;
        for (int page = 0; page < base.length; page++) {
            if (base[page] != null) {
                pages[next] = page;
                earlier[next] = base[page];
                now[next++] = readable[page];
            }
        }
        track();
        return new PageChanges(pageCount, pages, earlier, now);
    }

    /** A page that was never written, to be recognised by its identity. */
    static byte[] zeroPage() {
        return ZERO_PAGE;
    }

    /** Starts a message: what follows can be rolled back to here. */
    void begin() {
        pageCountBefore = pageCount;
        dirtyCount = 0;
    }

    /** Keeps what the message did. */
    void commit() {
        int replaced = 0;
        for (int i = 0; i < dirtyCount; i++) {
            int page = dirty[i];
            replaced += before[page] == ZERO_PAGE ? 0 : 1;
            if (base != null && base[page] == null) {
                base[page] = before[page];
            } else if (ownBefore[page]) {
                recycle(before[page]);
            }
            before[page] = null;
            writable[page] = null;
        }
        dirtyCount = 0;
        pageCountBefore = pageCount;
        giveBack(replaced);
    }

    private void giveBack(int pages) {
        if (pages > 0) {
            MemoryBudget.OF_PROCESS.giveBack(pages);
            usage.add(-pages);
        }
    }

    /** Undoes what the message did, including growth. */
    void rollback() {
        for (int i = 0; i < dirtyCount; i++) {
            int page = dirty[i];
            if (own[page]) {
                recycle(readable[page]);
            }
            readable[page] = before[page];
            own[page] = ownBefore[page];
            before[page] = null;
            writable[page] = null;
        }
        Arrays.fill(readable, pageCountBefore, pageCount, null);
        pageCount = pageCountBefore;
        giveBack(dirtyCount);
        dirtyCount = 0;
    }

    /** Pages the running message owns. */
    int dirtyPages() {
        return dirtyCount;
    }

    /** Pages now. */
    public int pages() {
        return pageCount;
    }

    /**
     * Adds zeroed pages.
     *
     * @param delta how many, as an unsigned number
     * @return the size before, or -1 when the limit would be passed
     */
    public int grow(int delta) {
        long target = pageCount + Integer.toUnsignedLong(delta);
        if (target > maxPages) {
            return -1;
        }
        int previous = pageCount;
        reserve((int) target);
        Arrays.fill(readable, previous, (int) target, ZERO_PAGE);
        Arrays.fill(own, previous, (int) target, false);
        pageCount = (int) target;
        return previous;
    }

    private void reserve(int pages) {
        if (pages > readable.length) {
            int capacity = (int) Math.min(maxPages, Math.max(pages, readable.length * 2L));
            readable = Arrays.copyOf(readable, capacity);
            writable = Arrays.copyOf(writable, capacity);
            before = Arrays.copyOf(before, capacity);
            own = Arrays.copyOf(own, capacity);
            ownBefore = Arrays.copyOf(ownBefore, capacity);
            base = base == null ? null : Arrays.copyOf(base, capacity);
        }
    }

    /** The page, private to the running message. Throws an array-index error beyond the reserved size. */
    final byte[] writablePage(int page) {
        byte[] own = writable[page];
        return own != null ? own : copyPage(page);
    }

    private byte[] copyPage(int page) {
        if (page >= pageCount) {
            throw new ArrayIndexOutOfBoundsException(page);
        }
        byte[] old = readable[page];
        MemoryBudget.OF_PROCESS.take(usage.pages.get());
        usage.add(1);
        byte[] copy = spare.poll();
        if (copy == null) {
            copy = old.clone();
        } else {
            System.arraycopy(old, 0, copy, 0, PAGE_SIZE);
        }
        if (dirtyCount == dirty.length) {
            dirty = Arrays.copyOf(dirty, dirtyCount * 2);
        }
        dirty[dirtyCount++] = page;
        before[page] = old;
        ownBefore[page] = own[page];
        own[page] = true;
        readable[page] = copy;
        writable[page] = copy;
        return copy;
    }

    private void recycle(byte[] page) {
        if (page != null && page != ZERO_PAGE && spare.size() < MAX_SPARE_PAGES) {
            spare.push(page);
        }
    }

    /** Copies bytes in; the caller has checked the bounds. */
    final void writeRange(long address, byte[] source, int offset, int size) {
        long to = address;
        int from = offset;
        int left = size;
        while (left > 0) {
            int start = (int) (to & PAGE_MASK);
            int chunk = Math.min(left, PAGE_SIZE - start);
            System.arraycopy(source, from, writablePage((int) (to >>> PAGE_SHIFT)), start, chunk);
            to += chunk;
            from += chunk;
            left -= chunk;
        }
    }

    /** Copies bytes out; the caller has checked the bounds. */
    final byte[] readRange(long address, int size) {
        byte[] result = new byte[size];
        int done = 0;
        while (done < size) {
            long from = address + done;
            int start = (int) (from & PAGE_MASK);
            int chunk = Math.min(size - done, PAGE_SIZE - start);
            System.arraycopy(readable[(int) (from >>> PAGE_SHIFT)], start, result, done, chunk);
            done += chunk;
        }
        return result;
    }

    /** Size in bytes. */
    final long byteSize() {
        return (long) pageCount << PAGE_SHIFT;
    }
}
