package org.icws.testbench.client;

/** Where a {@link TestClient} stands; it only ever moves downwards. */
public enum ClientState {
    /** The WebSocket is being opened, or the gateway has not sent its handshake yet. */
    CONNECTING,
    /** {@code ws_open} is on its way; the canister has not answered. */
    OPENING,
    /** The canister's first message came, verified: messages may be sent. */
    OPEN,
    /** No connection; see the close code and reason. */
    CLOSED
}
