package org.icws.gateway.endpoint;

import java.util.Arrays;

/** Remembers where frames end in the stream of bytes handed over, to tell how many of them still wait. Not thread-safe. */
final class FrameEnds {
    private long[] ends = new long[16];
    private int first;
    private int count;
    private long handedOver;

    /** Notes frames of these sizes. */
    void handedOver(int[] sizes, int frames) {
        if (count + frames > ends.length) {
            grow(count + frames);
        }
        for (int i = 0; i < frames; i++) {
            handedOver += sizes[i];
            ends[(first + count++) % ends.length] = handedOver;
        }
    }

    private void grow(int needed) {
        long[] larger = new long[Math.max(needed, ends.length * 2)];
        for (int i = 0; i < count; i++) {
            larger[i] = ends[(first + i) % ends.length];
        }
        ends = larger;
        first = 0;
    }

    /** @return how many frames are not gone completely, given how many bytes are not */
    int outstanding(long bytes) {
        long taken = handedOver - bytes;
        while (count > 0 && ends[first] <= taken) {
            first = (first + 1) % ends.length;
            count--;
        }
        if (count == 0 && ends.length > 1024) {
            // A slow phase is over; an idle client keeps little.
            ends = Arrays.copyOf(ends, 16);
            first = 0;
        }
        return count;
    }
}
