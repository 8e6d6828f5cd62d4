package org.icws.gateway.metrics;

import java.time.Duration;

/** A part of a message's way, or of a session's life, whose duration is measured. */
public enum Hop {
    /** From a client's frame until its call is submitted to the network: the wait for the calls before it. */
    FRAME_TO_SUBMITTED(Duration.ofMinutes(10)),
    /** From the submission of a client's call until its result is proven by a certificate. */
    SUBMITTED_TO_CERTIFIED(Duration.ofMinutes(10)),
    /** From the canister's time of a message until the poll that brought it is answered; corrected by the clock skew. */
    CANISTER_TO_POLLED(Duration.ofMinutes(10)),
    /** From that answer until the frame is handed to the client's socket. */
    POLLED_TO_SENT(Duration.ofMinutes(10)),
    /** From the canister's time of a message until its frame is handed to the socket; corrected by the clock skew. */
    CANISTER_TO_SENT(Duration.ofMinutes(10)),
    /** From a batch's certificate's time until the poll that brought it is answered; corrected by the clock skew. */
    CERTIFICATE_AGE(Duration.ofMinutes(10)),
    /** One successful poll of any canister, question to answer. */
    POLL(Duration.ofMinutes(10)),
    /** From the accepted WebSocket until the canister's first message is sent. */
    OPENING(Duration.ofMinutes(10)),
    /** The life of a session, until its end is complete. */
    SESSION(Duration.ofDays(7)),
    /** From the accepted connection until TLS is agreed; not measured without TLS. */
    TLS_HANDSHAKE(Duration.ofMinutes(10));

    private final Duration longest;

    Hop(Duration longest) {
        this.longest = longest;
    }

    /** @return durations above it are counted as it */
    public Duration longest() {
        return longest;
    }
}
