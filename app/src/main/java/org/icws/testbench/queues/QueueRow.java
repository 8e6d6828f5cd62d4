package org.icws.testbench.queues;

/**
 * Where one client's messages wait, made new for each refresh.
 *
 * @param outbox frames on their way to the client
 * @param outboxBytes bytes of those frames
 * @param inFlight calls the network has not answered
 * @param waiting frames of the client that wait for their turn
 * @param trend how the total compares with that of the refresh before: negative, zero or positive
 * @param scale the largest total of all clients: what fills a whole bar
 */
public record QueueRow(
        long session,
        String client,
        String canister,
        long outbox,
        long outboxBytes,
        long inFlight,
        long waiting,
        int trend,
        long scale) {

    /** Everything that waits. */
    public long total() {
        return outbox + inFlight + waiting;
    }

    /** The total with an arrow for its trend. */
    public String totalText() {
        return String.format("%,d %s", total(), trend > 0 ? "↑" : trend < 0 ? "↓" : "–");
    }
}
