package org.icws.replica.execution;

/**
 * Memory that is put together from parts, as pages that images can share. A page that is handed out is never written again: a write
 * replaces it. Thread-safe.
 */
public final class ImagePages {
    private byte[][] pages;
    private long filled;

    /** @param count pages that were never written */
    public ImagePages(int count) {
        pages = new byte[count][];
        java.util.Arrays.fill(pages, CowPages.zeroPage());
    }

    /** @param pages of an image */
    public ImagePages(byte[][] pages) {
        this.pages = pages.clone();
        for (byte[] page : pages) {
            filled += page == CowPages.zeroPage() ? 0 : 1;
        }
    }

    /** Its size. */
    public synchronized long bytes() {
        return (long) pages.length << CowPages.PAGE_SHIFT;
    }

    /** Bytes of the pages that were written. */
    public synchronized long filledBytes() {
        return filled << CowPages.PAGE_SHIFT;
    }

    /** The pages as they are now. */
    public synchronized byte[][] pages() {
        return pages.clone();
    }

    /** Writes a part that lies within the size. */
    public synchronized void write(long offset, byte[] part) {
        int done = 0;
        while (done < part.length) {
            int page = (int) (offset + done >>> CowPages.PAGE_SHIFT);
            int start = (int) (offset + done & CowPages.PAGE_MASK);
            int size = Math.min(part.length - done, CowPages.PAGE_SIZE - start);
            filled += pages[page] == CowPages.zeroPage() ? 1 : 0;
            byte[] fresh = pages[page].clone();
            System.arraycopy(part, done, fresh, start, size);
            pages[page] = fresh;
            done += size;
        }
    }

    /** Reads a part that lies within the size. */
    public synchronized byte[] read(long offset, int size) {
        byte[] part = new byte[size];
        int done = 0;
        while (done < size) {
            int page = (int) (offset + done >>> CowPages.PAGE_SHIFT);
            int start = (int) (offset + done & CowPages.PAGE_MASK);
            int length = Math.min(size - done, CowPages.PAGE_SIZE - start);
            System.arraycopy(pages[page], start, part, done, length);
            done += length;
        }
        return part;
    }
}
