package org.icws.testbench.scenarios;

/**
 * A verified message that somebody on the stage got. Times are nanoseconds since the epoch.
 *
 * @param seat who got it, counted from 0
 * @param number its number among the canister's messages to that client
 * @param content what the application made of it
 * @param stampedNanos when the canister made it, by the canister's clock
 * @param receivedNanos when it was here and verified
 */
public record Incoming(int seat, long number, byte[] content, long stampedNanos, long receivedNanos) {}
