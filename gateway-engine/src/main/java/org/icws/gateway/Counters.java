package org.icws.gateway;

/**
 * Totals since the engine started.
 *
 * @param sessionsOpened sockets accepted
 * @param sessionsClosed sessions ended
 * @param framesIn frames received from clients
 * @param framesOut frames sent to clients
 * @param bytesIn payload bytes received
 * @param bytesOut payload bytes sent
 * @param framesRefused frames refused with a close code
 * @param polls polls answered
 * @param pollFailures polls failed
 * @param callsOk calls the canister answered with Ok
 * @param callsErr calls answered with Err, rejected or failed
 * @param closesOk ws_close calls the canister accepted
 * @param closesFailed ws_close calls that were refused or failed
 * @param verified messages (both directions) whose proof holds
 * @param failed messages whose proof fails
 * @param unverified messages that were not checked
 * @param unrouted canister messages for clients this gateway does not know
 * @param duplicates canister messages not sent again because the client already has them
 * @param eventsLost events lost by slow listeners
 */
public record Counters(
        long sessionsOpened,
        long sessionsClosed,
        long framesIn,
        long framesOut,
        long bytesIn,
        long bytesOut,
        long framesRefused,
        long polls,
        long pollFailures,
        long callsOk,
        long callsErr,
        long closesOk,
        long closesFailed,
        long verified,
        long failed,
        long unverified,
        long unrouted,
        long duplicates,
        long eventsLost) {}
