package org.icws.replica;

import java.time.Duration;

/**
 * How much the network lets wait, and how long, before it says no: more than there is place for is answered with HTTP 503, what takes
 * too long is ended.
 *
 * @param requestTime from a request's head to the end of its answer; what takes longer is answered with HTTP 408 (the public network
 *     gives up after 300 s), or broken off when its answer has begun
 * @param idleTime after which a connection is closed over which no whole head of a request has come since it was opened or the last
 *     answer was given; looked at once a second
 * @param connections that may be open at once
 * @param calls by users that may be waiting or running at once
 * @param rememberedCalls by users whose status is known, those that have ended included
 * @param queries that may wait for one canister; composite queries wait together, as many of all canisters
 * @param requests that may wait to be looked at; those in execution do not count
 */
public record LoadLimits(
        Duration requestTime,
        Duration idleTime,
        int connections,
        int calls,
        int rememberedCalls,
        int queries,
        int requests) {
    private static final Duration LONGEST = Duration.ofDays(1);

    /** More than any client on one machine needs, and few enough to be held in memory. */
    public static final LoadLimits DEFAULT =
            new LoadLimits(Duration.ofSeconds(300), Duration.ofSeconds(30), 10_000, 5000, 200_000, 1000, 20_000);

    /** Checks ranges. */
    public LoadLimits {
        requireRange("a request", requestTime);
        requireRange("an idle connection", idleTime);
        requirePositive("connections", connections);
        requirePositive("calls", calls);
        requirePositive("remembered calls", rememberedCalls);
        requirePositive("queries", queries);
        requirePositive("tasks", requests);
    }

    private static void requireRange(String what, Duration time) {
        if (time.compareTo(Duration.ofMillis(1)) < 0 || time.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("The time for " + what + " is between a millisecond and a day: " + time);
        }
    }

    private static void requirePositive(String what, int limit) {
        if (limit <= 0) {
            throw new IllegalArgumentException("The limit of " + what + " must be positive: " + limit);
        }
    }

    /** The same with another time for requests. */
    public LoadLimits withRequestTime(Duration time) {
        return new LoadLimits(time, idleTime, connections, calls, rememberedCalls, queries, requests);
    }

    /** The same with another time for idle connections. */
    public LoadLimits withIdleTime(Duration time) {
        return new LoadLimits(requestTime, time, connections, calls, rememberedCalls, queries, requests);
    }

    /** The same with room for another number of connections. */
    public LoadLimits withConnections(int limit) {
        return new LoadLimits(requestTime, idleTime, limit, calls, rememberedCalls, queries, requests);
    }

    /** The same with room for another number of calls by users. */
    public LoadLimits withCalls(int limit) {
        return new LoadLimits(requestTime, idleTime, connections, limit, rememberedCalls, queries, requests);
    }

    /** The same with another number of calls that are remembered. */
    public LoadLimits withRememberedCalls(int limit) {
        return new LoadLimits(requestTime, idleTime, connections, calls, limit, queries, requests);
    }

    /** The same with room for another number of queries. */
    public LoadLimits withQueries(int limit) {
        return new LoadLimits(requestTime, idleTime, connections, calls, rememberedCalls, limit, requests);
    }

    /** The same with room for another number of requests that wait. */
    public LoadLimits withRequests(int limit) {
        return new LoadLimits(requestTime, idleTime, connections, calls, rememberedCalls, queries, limit);
    }
}
