package org.icws.testbench.compose;

import java.util.concurrent.TimeUnit;

/**
 * Waits for the only answer that a raw frame can get: the end of its connection. What ends soon after a frame ended because of
 * it. FX thread only.
 */
final class RawFrameWatch {

    private static final long SOON_NANOS = TimeUnit.SECONDS.toNanos(5);

    private SentMessage frame;
    private TestSender by;

    /** This frame left, sent by that client; an earlier one is not waited for any more. */
    void begin(SentMessage left, TestSender as) {
        frame = left;
        by = as;
    }

    /** The frame that is waited for; null if none is. */
    SentMessage frame() {
        return frame;
    }

    /** Why the connection ended after the frame; null if it did not, or not soon. */
    String ended(long nowNanos) {
        if (frame == null) {
            return null;
        }
        String why = by.unavailable();
        if (why != null || nowNanos - frame.sentAtNanos() > SOON_NANOS) {
            frame = null;
        }
        return why;
    }
}
