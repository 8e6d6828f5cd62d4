package org.icws.gateway.event;

/** The life of a session; it only ever moves forward. */
public enum SessionState {
    /** Socket accepted and handshake frame sent; the client's ws_open is awaited. */
    CONNECTED,
    /** The client's ws_open has been handed to the network. */
    OPENING,
    /** The canister accepted the client. */
    OPEN,
    /** The end has been decided; the close frame and ws_close are under way. */
    CLOSING,
    /** Socket gone, nothing left to do for this session. */
    CLOSED
}
