package org.icws.gateway.poll;

import java.util.List;
import java.util.Optional;
import org.icws.gateway.protocol.v1.QueuedMessage;

/**
 * Knows which message to ask for next, and notices when a canister's queue has started over: after an upgrade it counts from
 * 0 again, while this gateway would go on asking for a number that is not reached for long. Used by one poll at a time;
 * {@link #next} may be read by any thread.
 */
final class NonceTracker {
    private static final int FIRST_PATIENCE = 3;
    private static final int MAX_PATIENCE = 192;

    private volatile long next;
    private long seenUpTo;
    private boolean rereading;
    private int emptyInVain;
    private int patience = FIRST_PATIENCE;

    NonceTracker(long next) {
        this.next = next;
        this.seenUpTo = next;
    }

    /** True if a message with that number has been fetched before; after a reset it may be another one. */
    boolean knows(long nonce) {
        return nonce < seenUpTo;
    }

    long next() {
        return next;
    }

    /**
     * Takes note of a page that is not empty.
     *
     * @return what is missing before it, if something is
     */
    Optional<String> advance(List<QueuedMessage> messages) {
        long first = messages.get(0).nonce();
        long last = messages.get(messages.size() - 1).nonce();
        // Asking from 0 shows what the canister still has: a later start is no gap then.
        boolean gap = first != next && next != 0 && !rereading;
        Optional<String> notice = gap
                ? Optional.of(
                        "expected message " + Long.toUnsignedString(next) + ", got " + Long.toUnsignedString(first))
                : Optional.empty();
        next = rereading ? last + 1 : Math.max(next, last + 1);
        seenUpTo = Math.max(seenUpTo, next);
        rereading = false;
        emptyInVain = 0;
        return notice;
    }

    /**
     * Takes note of an empty page.
     *
     * @param starving whether a client waits for a message that must exist
     * @return true if the queue is to be read again from its beginning
     */
    boolean empty(boolean starving) {
        rereading = false;
        if (!starving || next == 0) {
            emptyInVain = 0;
            patience = starving ? patience : FIRST_PATIENCE;
            return false;
        }
        if (++emptyInVain < patience) {
            return false;
        }
        emptyInVain = 0;
        // A client that starves for another reason must not make every third poll read everything.
        patience = Math.min(patience * 2, MAX_PATIENCE);
        next = 0;
        rereading = true;
        return true;
    }
}
