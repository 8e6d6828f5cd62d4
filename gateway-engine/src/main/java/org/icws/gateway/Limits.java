package org.icws.gateway;

import java.time.Duration;
import java.util.Objects;

/**
 * Bounds that keep one misbehaving party from hurting the others. Every size is in bytes.
 *
 * @param maxFrameBytes largest client message; more is refused with close code 1009
 * @param maxSessions sessions at the same time; more are refused with 1013
 * @param maxSessionsPerAddress sessions at the same time from one network address; more are refused with 1013. Behind a
 *     proxy all clients have its address
 * @param maxSessionsPerCanister sessions at the same time that belong to one canister; more are refused with 1013
 * @param maxWaitingFrames frames of one client waiting for the network before reading from it pauses
 * @param maxWaitingBytes bytes of such frames before reading pauses
 * @param outboxBytes bytes queued towards one client before it counts as too slow and is closed with 1013
 * @param outboxMessages messages queued towards one client before it counts as too slow
 * @param firstFrameTimeout time a client may take to send ws_open
 * @param openTimeout time the canister may take to accept ws_open
 * @param callTimeout time one relayed call may take, with all its retries and polling
 * @param retryTimeout time an unreachable replica is retried within a call
 * @param pollTimeout time one ws_get_messages query may take
 * @param maxPollBackoff longest pause between polls while they fail
 * @param outageTimeout time polling may fail without a break before the sessions of that canister are closed with 1013
 * @param closeGrace time a client gets to take its queued frames and answer a close frame
 * @param pingInterval time between two looks at whether clients are still there; who has sent nothing since the last look is
 *     sent a ping
 * @param maxMissedPings pings in a row a client may leave unanswered before it counts as gone
 * @param maxVerifyBacklog messages waiting for their proof before further ones are reported as not checked
 * @param eventRing events a listener may be behind before it loses the oldest
 */
public record Limits(
        int maxFrameBytes,
        int maxSessions,
        int maxSessionsPerAddress,
        int maxSessionsPerCanister,
        int maxWaitingFrames,
        int maxWaitingBytes,
        int outboxBytes,
        int outboxMessages,
        Duration firstFrameTimeout,
        Duration openTimeout,
        Duration callTimeout,
        Duration retryTimeout,
        Duration pollTimeout,
        Duration maxPollBackoff,
        Duration outageTimeout,
        Duration closeGrace,
        Duration pingInterval,
        int maxMissedPings,
        int maxVerifyBacklog,
        int eventRing) {

    /** Sensible values for a gateway on a developer's machine; a frame may be as large as an ingress message (2 MiB). */
    public static final Limits DEFAULT = new Limits(
            2 << 20,
            10_000,
            10_000,
            10_000,
            64,
            8 << 20,
            4 << 20,
            16_384,
            Duration.ofSeconds(30),
            Duration.ofSeconds(60),
            Duration.ofSeconds(60),
            Duration.ofSeconds(3),
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            Duration.ofSeconds(60),
            Duration.ofSeconds(5),
            Duration.ofSeconds(20),
            3,
            20_000,
            16_384);

    /** Refuses bounds that are zero, negative or missing. */
    public Limits {
        positive("maxFrameBytes", maxFrameBytes);
        positive("maxSessions", maxSessions);
        positive("maxSessionsPerAddress", maxSessionsPerAddress);
        positive("maxSessionsPerCanister", maxSessionsPerCanister);
        positive("maxMissedPings", maxMissedPings);
        positive("maxWaitingFrames", maxWaitingFrames);
        positive("maxWaitingBytes", maxWaitingBytes);
        positive("outboxBytes", outboxBytes);
        positive("outboxMessages", outboxMessages);
        positive("maxVerifyBacklog", maxVerifyBacklog);
        positive("eventRing", eventRing);
        positive("firstFrameTimeout", firstFrameTimeout);
        positive("openTimeout", openTimeout);
        positive("callTimeout", callTimeout);
        positive("retryTimeout", retryTimeout);
        positive("pollTimeout", pollTimeout);
        positive("maxPollBackoff", maxPollBackoff);
        positive("outageTimeout", outageTimeout);
        positive("closeGrace", closeGrace);
        positive("pingInterval", pingInterval);
    }

    private static void positive(String name, int value) {
        if (value <= 0) {
            throw new IllegalArgumentException(name + " must be positive, not " + value);
        }
    }

    private static void positive(String name, Duration value) {
        if (Objects.requireNonNull(value, name).isZero() || value.isNegative()) {
            throw new IllegalArgumentException(name + " must be positive, not " + value);
        }
    }

    /** @return these limits as a builder, to change some of them */
    public LimitsBuilder toBuilder() {
        return new LimitsBuilder(this);
    }
}
