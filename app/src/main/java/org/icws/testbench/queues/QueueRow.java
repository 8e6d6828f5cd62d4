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
 * @param limits how long acknowledgements may take
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
        AckLimits limits,
        int trend,
        long scale,
        long nowNanos)
        implements Places {

    /** Messages to the client that it has not acknowledged. */
    @Override
    public long unacked() {
        return acks.openDown();
    }

    /** Everything that waits. */
    @Override
    public long total() {
        return outbox + inFlight + waiting + unacked();
    }

    /** The total with an arrow for its trend. */
    @Override
    public String totalText() {
        return withArrow(total(), trend);
    }

    static String withArrow(long total, int trend) {
        return String.format("%,d %s", total, trend > 0 ? "↑" : trend < 0 ? "↓" : "–");
    }

    /** What is waited for began then: the canister's last AckMessage, or the client's first message. */
    private long since() {
        return acks.lastAckAt() > 0 ? acks.lastAckAt() : acks.firstAt();
    }

    /** How long it may take: as configured. */
    private long limit() {
        return acks.owesKeepAlive() ? limits.keepAliveNanos() : limits.ackNanos();
    }

    /** Age of what is waited for as a share of its limit; negative while nothing was seen. */
    @Override
    public double ackShare() {
        return since() == 0 ? -1 : (nowNanos - since()) / (double) limit();
    }

    /** Time left until the canister's next AckMessage, or until the client has to have answered the last one. */
    @Override
    public String ackText() {
        if (since() == 0) {
            return "none seen yet";
        }
        long left = limit() - (nowNanos - since());
        String time = left >= 0 ? clock(left) : "late by " + clock(-left);
        return acks.owesKeepAlive() ? "answer " + time : time;
    }

    /** The same for the inside of a ring, which says whose turn it is by its tooltip. */
    public String ackShort() {
        long left = limit() - (nowNanos - since());
        return since() == 0 ? "" : left >= 0 ? clock(left) : "late";
    }

    /** The same in a sentence. */
    public String ackWords() {
        if (since() == 0) {
            return "No message yet.";
        }
        String age = clock(nowNanos - since()) + " of " + clock(limit());
        String measured = acks.lastAckInterval() == 0
                ? ""
                : " The last two AckMessages came " + clock(acks.lastAckInterval()) + " apart.";
        return (acks.owesKeepAlive()
                        ? "The client has to answer the canister's AckMessage: " + age + " have passed."
                        : "Until the canister's next AckMessage: " + age + " have passed.")
                + measured;
    }

    private static String clock(long nanos) {
        long seconds = Math.max(0, nanos) / 1_000_000_000L;
        return String.format("%d:%02d", seconds / 60, seconds % 60);
    }
}
