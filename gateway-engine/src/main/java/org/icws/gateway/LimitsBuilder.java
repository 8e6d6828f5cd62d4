package org.icws.gateway;

import java.time.Duration;

/** Changes some of the {@link Limits}; each method is named after the component it sets. Not thread-safe. */
public final class LimitsBuilder {
    private int maxFrameBytes;
    private int maxSessions;
    private int maxSessionsPerAddress;
    private int maxSessionsPerCanister;
    private int maxWaitingFrames;
    private int maxWaitingBytes;
    private int outboxBytes;
    private int outboxMessages;
    private Duration firstFrameTimeout;
    private Duration openTimeout;
    private Duration callTimeout;
    private Duration retryTimeout;
    private Duration pollTimeout;
    private Duration maxPollBackoff;
    private Duration outageTimeout;
    private Duration closeGrace;
    private Duration pingInterval;
    private int maxMissedPings;
    private int maxVerifyBacklog;
    private int eventRing;

    LimitsBuilder(Limits from) {
        maxFrameBytes = from.maxFrameBytes();
        maxSessions = from.maxSessions();
        maxSessionsPerAddress = from.maxSessionsPerAddress();
        maxSessionsPerCanister = from.maxSessionsPerCanister();
        maxWaitingFrames = from.maxWaitingFrames();
        maxWaitingBytes = from.maxWaitingBytes();
        outboxBytes = from.outboxBytes();
        outboxMessages = from.outboxMessages();
        firstFrameTimeout = from.firstFrameTimeout();
        openTimeout = from.openTimeout();
        callTimeout = from.callTimeout();
        retryTimeout = from.retryTimeout();
        pollTimeout = from.pollTimeout();
        maxPollBackoff = from.maxPollBackoff();
        outageTimeout = from.outageTimeout();
        closeGrace = from.closeGrace();
        pingInterval = from.pingInterval();
        maxMissedPings = from.maxMissedPings();
        maxVerifyBacklog = from.maxVerifyBacklog();
        eventRing = from.eventRing();
    }

    /** @see Limits#maxFrameBytes */
    public LimitsBuilder maxFrameBytes(int value) {
        maxFrameBytes = value;
        return this;
    }

    /** @see Limits#maxSessions */
    public LimitsBuilder maxSessions(int value) {
        maxSessions = value;
        return this;
    }

    /** @see Limits#maxSessionsPerAddress */
    public LimitsBuilder maxSessionsPerAddress(int value) {
        maxSessionsPerAddress = value;
        return this;
    }

    /** @see Limits#maxSessionsPerCanister */
    public LimitsBuilder maxSessionsPerCanister(int value) {
        maxSessionsPerCanister = value;
        return this;
    }

    /** @see Limits#pingInterval */
    public LimitsBuilder pingInterval(Duration value) {
        pingInterval = value;
        return this;
    }

    /** @see Limits#maxMissedPings */
    public LimitsBuilder maxMissedPings(int value) {
        maxMissedPings = value;
        return this;
    }

    /** @see Limits#maxWaitingFrames */
    public LimitsBuilder maxWaitingFrames(int value) {
        maxWaitingFrames = value;
        return this;
    }

    /** @see Limits#maxWaitingBytes */
    public LimitsBuilder maxWaitingBytes(int value) {
        maxWaitingBytes = value;
        return this;
    }

    /** @see Limits#outboxBytes */
    public LimitsBuilder outboxBytes(int value) {
        outboxBytes = value;
        return this;
    }

    /** @see Limits#outboxMessages */
    public LimitsBuilder outboxMessages(int value) {
        outboxMessages = value;
        return this;
    }

    /** @see Limits#firstFrameTimeout */
    public LimitsBuilder firstFrameTimeout(Duration value) {
        firstFrameTimeout = value;
        return this;
    }

    /** @see Limits#openTimeout */
    public LimitsBuilder openTimeout(Duration value) {
        openTimeout = value;
        return this;
    }

    /** @see Limits#callTimeout */
    public LimitsBuilder callTimeout(Duration value) {
        callTimeout = value;
        return this;
    }

    /** @see Limits#retryTimeout */
    public LimitsBuilder retryTimeout(Duration value) {
        retryTimeout = value;
        return this;
    }

    /** @see Limits#pollTimeout */
    public LimitsBuilder pollTimeout(Duration value) {
        pollTimeout = value;
        return this;
    }

    /** @see Limits#maxPollBackoff */
    public LimitsBuilder maxPollBackoff(Duration value) {
        maxPollBackoff = value;
        return this;
    }

    /** @see Limits#outageTimeout */
    public LimitsBuilder outageTimeout(Duration value) {
        outageTimeout = value;
        return this;
    }

    /** @see Limits#closeGrace */
    public LimitsBuilder closeGrace(Duration value) {
        closeGrace = value;
        return this;
    }

    /** @see Limits#maxVerifyBacklog */
    public LimitsBuilder maxVerifyBacklog(int value) {
        maxVerifyBacklog = value;
        return this;
    }

    /** @see Limits#eventRing */
    public LimitsBuilder eventRing(int value) {
        eventRing = value;
        return this;
    }

    /** @return the limits; refuses values that are not positive */
    public Limits build() {
        return new Limits(
                maxFrameBytes,
                maxSessions,
                maxSessionsPerAddress,
                maxSessionsPerCanister,
                maxWaitingFrames,
                maxWaitingBytes,
                outboxBytes,
                outboxMessages,
                firstFrameTimeout,
                openTimeout,
                callTimeout,
                retryTimeout,
                pollTimeout,
                maxPollBackoff,
                outageTimeout,
                closeGrace,
                pingInterval,
                maxMissedPings,
                maxVerifyBacklog,
                eventRing);
    }
}
