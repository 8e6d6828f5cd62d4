package org.icws.testbench.client;

import java.util.Optional;
import org.icws.testbench.client.TestClient.CloseStatus;

/** Where in its life a client is; it ends once. Thread-safe. */
final class ClientLife {

    private ClientState state = ClientState.CONNECTING;
    private CloseStatus closeStatus;

    synchronized ClientState state() {
        return state;
    }

    /** How it ended; empty while it has not. */
    synchronized Optional<CloseStatus> closeStatus() {
        return Optional.ofNullable(closeStatus);
    }

    /** Moves on; false if it has ended meanwhile. */
    synchronized boolean advance(ClientState next) {
        if (state == ClientState.CLOSED) {
            return false;
        }
        state = next;
        return true;
    }

    /** Ends it; false if it has ended already. */
    synchronized boolean end(int code, String reason) {
        if (state == ClientState.CLOSED) {
            return false;
        }
        state = ClientState.CLOSED;
        closeStatus = new CloseStatus(code, reason);
        return true;
    }

    /** The state, at the end with code and reason. */
    @Override
    public synchronized String toString() {
        return closeStatus == null ? state.name() : "CLOSED " + closeStatus.code() + " " + closeStatus.reason();
    }
}
