package org.icws.testbench.queues;

/**
 * The times of the canisters' acknowledgements. Canisters do not tell them: they are what a person configured them with.
 *
 * @param ackSeconds from one AckMessage of the canister to the next
 * @param keepAliveSeconds how long it waits for the client's answer before it closes the connection
 */
public record AckLimits(int ackSeconds, int keepAliveSeconds) {

    /** What ic-websocket-cdk does unless told otherwise: {@code send_ack_interval_ms}, {@code keep_alive_timeout_ms}. */
    public static final AckLimits CDK = new AckLimits(300, 60);

    static final long SECOND = 1_000_000_000L;

    /** From one AckMessage to the next. */
    public long ackNanos() {
        return ackSeconds * SECOND;
    }

    /** How long the answer may take. */
    public long keepAliveNanos() {
        return keepAliveSeconds * SECOND;
    }
}
