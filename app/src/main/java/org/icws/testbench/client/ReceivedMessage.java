package org.icws.testbench.client;

/**
 * An application message of the canister that passed every {@link VerificationStep}.
 *
 * @param sequenceNumber its number among the canister's messages to this client, service messages included
 * @param canisterTimestampNanos the canister's time, nanoseconds since the epoch
 * @param content what the application sent, Candid; not to be changed
 * @param receivedAtNanos when the frame came, by this machine's clock, nanoseconds since the epoch
 */
public record ReceivedMessage(long sequenceNumber, long canisterTimestampNanos, byte[] content, long receivedAtNanos) {}
