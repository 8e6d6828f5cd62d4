package org.icws.testbench.queues;

import org.icws.testbench.messages.AckBook;

/**
 * Where one client's messages wait, made new for each refresh.
 *
 * @param outbox frames on their way to the client
 * @param outboxBytes bytes of those frames
 * @param inFlight calls the network has not answered
 * @param waiting frames of the client that wait for their turn
 * @param acks what either side has acknowledged
 * @param trend how the total compares with that of the time before: negative, zero or positive
 * @param scale the largest total of all clients: what fills a whole bar
 * @param nowNanos when this was so
 */
public record QueueRow(
        long session,
        String client,
        String canister,
        long outbox,
        long outboxBytes,
        long inFlight,
        long waiting,
        AckBook.State acks,
        int trend,
        long scale,
        long nowNanos) {

    /** Messages to the client that it has not acknowledged. */
    public long unacked() {
        return acks.openDown();
    }

    /** Everything that waits. */
    public long total() {
        return outbox + inFlight + waiting + unacked();
    }

    /** The total with an arrow for its trend. */
    public String totalText() {
        return String.format("%,d %s", total(), trend > 0 ? "↑" : trend < 0 ? "↓" : "–");
    }

    /** Share of the time until the next acknowledgement is due that has passed; negative if that time is not known. */
    public double ackShare() {
        if (acks.lastAckAt() == 0 || acks.lastAckInterval() == 0) {
            return -1;
        }
        return (nowNanos - acks.lastAckAt()) / (double) acks.lastAckInterval();
    }

    /** Time left, or what is known instead. */
    public String ackText() {
        if (acks.lastAckAt() == 0) {
            return "none seen yet";
        }
        if (acks.owesKeepAlive()) {
            return "answer due for " + clock(nowNanos - acks.lastAckAt());
        }
        long left = acks.lastAckInterval() - (nowNanos - acks.lastAckAt());
        if (acks.lastAckInterval() == 0) {
            return clock(nowNanos - acks.lastAckAt()) + " ago";
        }
        return left >= 0 ? clock(left) : "late by " + clock(-left);
    }

    private static String clock(long nanos) {
        long seconds = Math.max(0, nanos) / 1_000_000_000L;
        return String.format("%d:%02d", seconds / 60, seconds % 60);
    }
}
