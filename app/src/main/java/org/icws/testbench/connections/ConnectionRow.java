package org.icws.testbench.connections;

import org.icws.gateway.SessionSnapshot;
import org.icws.gateway.event.SessionState;
import org.icws.testbench.control.StateDot;
import org.icws.testbench.messages.AckBook;

/**
 * One line of the connections table, made new for each refresh.
 *
 * @param session the engine's view; the last one known if the session has ended
 * @param acks what either side has acknowledged
 * @param closeCode the WebSocket close code, 0 while it has not ended
 * @param reason why it is in its state, where the state alone does not say it
 * @param quietNanos how long no frame went either way, in whole seconds; 0 while that is no time to speak of
 * @param openNanos how long it has been, or was, connected
 * @param disorder sequence numbers, of both directions, that are missing, came late or came twice
 */
public record ConnectionRow(
        SessionSnapshot session,
        String client,
        String principal,
        String canister,
        double upPerSecond,
        double downPerSecond,
        double upBytesPerSecond,
        double downBytesPerSecond,
        AckBook.State acks,
        int closeCode,
        String reason,
        long quietNanos,
        long openNanos,
        long disorder) {

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

    /** Whether it is open and nothing has come either way for a while. */
    public boolean idle() {
        return !closed() && session.state() == SessionState.OPEN && quietNanos > 0;
    }

    private String open() {
        if (idle()) {
            return "Open, but " + reason + " in either direction.";
        }
        return session.stateReason().isEmpty() ? "Messages go both ways." : "Open: " + session.stateReason() + ".";
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
            case OPEN -> idle() ? "idle" : "open";
            case CLOSING -> "closing";
            case CLOSED -> "closed";
        };
    }

    /** What the state means, in a sentence. */
    public String explanation() {
        if (closed()) {
            return "Ended: " + (reason.isEmpty() ? "no reason given" : reason) + ".";
        }
        return switch (session.state()) {
            case CONNECTED -> "The socket is open; the gateway waits for the client's ws_open.";
            case OPENING -> "ws_open is with the canister; the client is not open before it says Ok.";
            case OPEN -> open();
            case CLOSING -> "The close has begun; the canister is told with ws_close.";
            case CLOSED -> "Ended.";
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
            case OPEN -> idle() ? StateDot.State.IDLE : StateDot.State.OPEN;
            case CLOSING -> StateDot.State.CLOSING;
            default -> StateDot.State.OPENING;
        };
    }

    /** The row's style class. */
    public String style() {
        return failed() ? "fail" : closed() ? "service" : "";
    }
}
