package org.icws.testbench.connections;

import org.icws.gateway.SessionSnapshot;
import org.icws.gateway.event.SessionState;
import org.icws.testbench.control.StateDot;

/**
 * One line of the connections table, made new for each refresh.
 *
 * @param session the engine's view; the last one known if the session has ended
 * @param closeCode the WebSocket close code, 0 while it has not ended
 * @param openNanos how long it has been, or was, connected
 */
public record ConnectionRow(
        SessionSnapshot session,
        String client,
        String principal,
        String canister,
        double upPerSecond,
        double downPerSecond,
        int closeCode,
        String reason,
        long openNanos) {

    private static final int NORMAL_CLOSE = 1000;
    private static final int GOING_AWAY = 1001;

    public long id() {
        return session.id();
    }

    /** Whether it has ended. */
    public boolean closed() {
        return closeCode != 0;
    }

    /** Whether it ended in a way that somebody should look at. */
    public boolean failed() {
        return closed() && closeCode != NORMAL_CLOSE && closeCode != GOING_AWAY;
    }

    /** One word for the state. */
    public String state() {
        if (failed()) {
            return "failed";
        }
        if (closed()) {
            return "closed";
        }
        return switch (session.state()) {
            case CONNECTED -> "connected";
            case OPENING -> "opening";
            case OPEN -> "open";
            case CLOSING -> "closing";
            case CLOSED -> "closed";
        };
    }

    /** The shape beside the word. */
    public StateDot.State dot() {
        if (failed()) {
            return StateDot.State.FAILED;
        }
        if (closed() || session.state() == SessionState.CLOSED) {
            return StateDot.State.IDLE;
        }
        return switch (session.state()) {
            case OPEN -> StateDot.State.OPEN;
            case CLOSING -> StateDot.State.CLOSING;
            default -> StateDot.State.OPENING;
        };
    }

    /** The row's style class. */
    public String style() {
        return failed() ? "fail" : closed() ? "service" : "";
    }
}
