package org.icws.gateway.session;

import org.icws.gateway.event.EventHub;
import org.icws.gateway.event.GatewayEvent.SessionStateChanged;
import org.icws.gateway.event.SessionState;

/** The state of one session; it only moves forward, and each move is reported once. Thread-safe. */
final class SessionLife {
    private final long sessionId;
    private final EventHub events;
    private SessionState state = SessionState.CONNECTED;
    private String reason = "handshake sent";

    SessionLife(long sessionId, EventHub events) {
        this.sessionId = sessionId;
        this.events = events;
    }

    /** @return false if the session is at or behind that state already; nothing happens then */
    synchronized boolean advance(SessionState to, String why) {
        if (state.compareTo(to) >= 0) {
            return false;
        }
        SessionState from = state;
        state = to;
        reason = why;
        // Published under the lock, which is only about memory, so that the moves are reported in order.
        events.publish((seq, at) -> new SessionStateChanged(seq, at, sessionId, from, to, why));
        return true;
    }

    synchronized SessionState state() {
        return state;
    }

    synchronized String reason() {
        return reason;
    }

    synchronized boolean isEnding() {
        return state.compareTo(SessionState.CLOSING) >= 0;
    }
}
