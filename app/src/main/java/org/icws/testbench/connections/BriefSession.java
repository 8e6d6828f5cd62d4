package org.icws.testbench.connections;

import org.ic4j.types.Principal;
import org.icws.gateway.SessionSnapshot;
import org.icws.gateway.event.GatewayEvent;
import org.icws.gateway.event.SessionState;
import org.icws.gateway.protocol.v1.ClientKey;

/**
 * A session as the events tell it, for as long as the engine's own view of it is not there; of one that begins and ends
 * between two looks it never is. The gateway's handshake has no event, and is not among the frames. FX thread only.
 */
final class BriefSession {

    private final GatewayEvent.SessionOpened opened;
    private ClientKey client;
    private Principal canister;
    private SessionState state = SessionState.CONNECTED;
    private String stateReason = "";
    private long framesIn;
    private long framesOut;
    private long bytesIn;
    private long bytesOut;
    private long lastSeqUp = -1;
    private long lastSeqDown = -1;

    BriefSession(GatewayEvent.SessionOpened opened) {
        this.opened = opened;
    }

    /** @param event one of this session */
    void take(GatewayEvent event) {
        if (event instanceof GatewayEvent.SessionIdentified who) {
            client = who.clientKey();
            canister = who.canister();
        } else if (event instanceof GatewayEvent.SessionStateChanged change) {
            state = change.to();
            stateReason = change.reason();
        } else if (event instanceof GatewayEvent.ClientMessage up) {
            received(up.frame().length);
            lastSeqUp = Math.max(lastSeqUp, up.sequenceNumber());
        } else if (event instanceof GatewayEvent.FrameRefused refused) {
            received(refused.bytes());
        } else if (event instanceof GatewayEvent.CanisterMessage down && down.sentAtNanos() > 0) {
            framesOut++;
            bytesOut += down.frameBytes();
            lastSeqDown = Math.max(lastSeqDown, down.sequenceNumber());
        }
    }

    private void received(long bytes) {
        framesIn++;
        bytesIn += bytes;
    }

    SessionSnapshot snapshot() {
        return new SessionSnapshot(
                opened.sessionId(),
                opened.protocol(),
                opened.remoteAddress(),
                client,
                canister,
                state,
                stateReason,
                opened.atNanos(),
                framesIn,
                framesOut,
                bytesIn,
                bytesOut,
                lastSeqUp,
                lastSeqDown,
                0,
                0,
                0,
                0);
    }
}
