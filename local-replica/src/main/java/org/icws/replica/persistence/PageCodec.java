package org.icws.replica.persistence;

import java.util.Arrays;
import java.util.List;
import org.icws.replica.execution.CanisterImage;
import org.icws.replica.execution.PageChanges;

/** Memory pages on disk: whole ones, or what has changed in them. Stateless. */
final class PageCodec {
    private static final int PAGE_BYTES = 1 << 16;
    private static final int BLOCK = 64;

    private PageCodec() {}

    static void writeAll(Out out, byte[][] pages) {
        out.number(pages.length);
        byte[] zero = new byte[PAGE_BYTES];
        byte[] known = null;
        for (byte[] page : pages) {
            // Pages that were never written are the same array, so most comparisons end at once.
            boolean empty = page == known || Arrays.equals(page, zero);
            if (empty) {
                known = page;
            }
            out.flag(empty);
            if (!empty) {
                out.raw(page, 0, PAGE_BYTES);
            }
        }
    }

    /** @param known pages of others; those that are equal at the same place are used instead, as they were before they were written */
    static byte[][] readAll(In in, List<byte[][]> known) {
        byte[][] pages = new byte[Math.toIntExact(in.number())][];
        byte[] zero = CanisterImage.emptyPage();
        for (int i = 0; i < pages.length; i++) {
            pages[i] = in.flag() ? zero : shared(in.raw(PAGE_BYTES), i, known);
        }
        return pages;
    }

    private static byte[] shared(byte[] page, int index, List<byte[][]> known) {
        for (byte[][] pages : known) {
            if (index < pages.length && Arrays.equals(page, pages[index])) {
                return pages[index];
            }
        }
        return page;
    }

    /** Writes the blocks of 64 bytes in which pages differ, neighbours joined. */
    static void writeChanges(Out out, PageChanges changes) {
        out.number(changes.pageCount()).number(changes.pages().length);
        for (int i = 0; i < changes.pages().length; i++) {
            out.number(changes.pages()[i]);
            writeRuns(out, changes.before()[i], changes.now()[i]);
        }
    }

    private static void writeRuns(Out out, byte[] before, byte[] now) {
        int from = Arrays.mismatch(before, now);
        while (from >= 0 && from < PAGE_BYTES) {
            int start = from / BLOCK * BLOCK;
            int end = start + BLOCK;
            while (end < PAGE_BYTES && !Arrays.equals(before, end, end + BLOCK, now, end, end + BLOCK)) {
                end += BLOCK;
            }
            out.number(end - start).number(start).raw(now, start, end - start);
            int next = end >= PAGE_BYTES ? -1 : Arrays.mismatch(before, end, PAGE_BYTES, now, end, PAGE_BYTES);
            from = next < 0 ? -1 : end + next;
        }
        out.number(0);
    }

    /** Applies changes to pages that may be written. */
    static byte[][] applyChanges(In in, byte[][] pages) {
        byte[][] result = Arrays.copyOf(pages, Math.toIntExact(in.number()));
        for (int i = pages.length; i < result.length; i++) {
            result[i] = CanisterImage.emptyPage();
        }
        long changed = in.number();
        for (long i = 0; i < changed; i++) {
            int page = Math.toIntExact(in.number());
            if (page >= result.length) {
                throw new DamagedStateException("a change is in a page that does not exist");
            }
            result[page] = applyRuns(in, result[page]);
        }
        return result;
    }

    private static byte[] applyRuns(In in, byte[] page) {
        byte[] changed = page.clone();
        for (int length = Math.toIntExact(in.number()); length > 0; length = Math.toIntExact(in.number())) {
            int start = Math.toIntExact(in.number());
            byte[] bytes = in.raw(length);
            if (start + length > PAGE_BYTES) {
                throw new DamagedStateException("a change is longer than its page");
            }
            System.arraycopy(bytes, 0, changed, start, length);
        }
        return changed;
    }
}
