package org.icws.gateway;

import org.ic4j.types.Principal;
import org.icws.gateway.event.SessionState;
import org.icws.gateway.protocol.v1.ClientKey;

/**
 * One client's session at one moment.
 *
 * @param id number of the session, from 1, never reused while the engine runs
 * @param protocol "v1" or "poc"
 * @param remote address and port of the client
 * @param clientKey principal and nonce of the client; null until its ws_open arrived
 * @param canister canister the session belongs to; null until ws_open arrived
 * @param state where in its life the session is
 * @param stateReason why it is in that state, in words
 * @param openedAtNanos when the socket was accepted, ns since the epoch
 * @param framesIn frames received from the client
 * @param framesOut frames sent to the client
 * @param bytesIn payload bytes received
 * @param bytesOut payload bytes sent
 * @param lastSeqUp highest sequence number seen from the client, -1 before the first message
 * @param lastSeqDown highest sequence number sent to the client, -1 before the first message
 * @param outboxMessages frames handed over but not yet taken by the operating system
 * @param outboxBytes bytes of those frames
 * @param inFlightCalls calls submitted to the network and not answered
 * @param waitingCalls frames waiting for their turn to be submitted
 */
public record SessionSnapshot(
        long id,
        String protocol,
        String remote,
        ClientKey clientKey,
        Principal canister,
        SessionState state,
        String stateReason,
        long openedAtNanos,
        long framesIn,
        long framesOut,
        long bytesIn,
        long bytesOut,
        long lastSeqUp,
        long lastSeqDown,
        int outboxMessages,
        long outboxBytes,
        int inFlightCalls,
        int waitingCalls) {}
