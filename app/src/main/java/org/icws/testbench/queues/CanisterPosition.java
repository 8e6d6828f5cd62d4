package org.icws.testbench.queues;

/**
 * How far one canister's messages for this gateway have come; each number is how many messages have passed that place.
 *
 * @param head put into the queue by the canister
 * @param exact whether the head was told by the canister; else it is the least it can be
 * @param polled fetched by the gateway
 * @param sent handed to clients, or known to have no client here
 * @param acked acknowledged by clients
 * @param behind whether the last answer said that more messages wait
 * @param lags whether messages were still waiting after the gateway had time to fetch them
 * @param state what the poller is doing, in words
 */
public record CanisterPosition(
        String canister,
        long head,
        boolean exact,
        long polled,
        long sent,
        long acked,
        boolean behind,
        boolean lags,
        String state) {

    /** Messages that wait in the canister. */
    public long backlog() {
        return Math.max(0, head - polled);
    }

    /** What there is to say about the backlog. */
    public String verdict() {
        if (exact) {
            return backlog() == 0 ? "up to date" : String.format("%,d behind", backlog());
        }
        return behind ? String.format("at least %,d behind", backlog()) : "up to date";
    }

    /** Where most messages wait, by name; empty if they wait nowhere but for their acknowledgement. */
    public String slowest() {
        long relay = polled - sent;
        if ((backlog() == 0 || !lags) && relay <= 0) {
            return "";
        }
        return backlog() >= relay ? "slowest: polling" : "slowest: sending";
    }
}
