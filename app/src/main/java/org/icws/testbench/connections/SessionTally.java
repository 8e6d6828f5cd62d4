package org.icws.testbench.connections;

import org.icws.gateway.event.GatewayEvent;
import org.icws.gateway.event.GatewayEvent.CallCompleted;
import org.icws.gateway.event.GatewayEvent.CanisterMessage;
import org.icws.gateway.event.GatewayEvent.ClientMessage;
import org.icws.gateway.event.GatewayEvent.FrameRefused;
import org.icws.gateway.event.GatewayEvent.SessionIdentified;
import org.icws.gateway.event.GatewayEvent.SessionStateChanged;
import org.icws.gateway.trust.Verdict;
import org.icws.testbench.trust.Signer;

/** What the events tell of one session beyond the engine's own counts. FX thread only. */
final class SessionTally {

    private static final int MOST_TO_KEEP = 16 << 10;

    private final LastDurations calls = new LastDurations();
    private final LastDurations deliveries = new LastDurations();
    private ClientMessage first;
    private String signer;
    private long serviceUp;
    private long serviceDown;
    private long rejected;
    private long unproven;
    private long largestUp;
    private final NumberTally numbersUp = new NumberTally();
    private final NumberTally numbersDown = new NumberTally();

    /** The session an event belongs to; -1 if it is about none. */
    static long sessionOf(GatewayEvent event) {
        if (event instanceof ClientMessage m) {
            return m.sessionId();
        } else if (event instanceof CanisterMessage m) {
            return m.sessionId();
        } else if (event instanceof CallCompleted call) {
            return call.sessionId();
        } else if (event instanceof SessionStateChanged change) {
            return change.sessionId();
        } else if (event instanceof SessionIdentified who) {
            return who.sessionId();
        }
        return event instanceof FrameRefused refused ? refused.sessionId() : -1;
    }

    /** @param aheadNanos how much the canister's clock is ahead of ours */
    void take(GatewayEvent event, long aheadNanos) {
        if (event instanceof ClientMessage m) {
            largestUp = Math.max(largestUp, m.frame().length);
            if (first == null && signer == null && m.frame().length <= MOST_TO_KEEP) {
                first = m;
            }
            serviceUp += isService(m.kind()) ? 1 : 0;
            numbersUp.take(m.sequenceNumber());
        } else if (event instanceof CanisterMessage m) {
            serviceDown += m.service() ? 1 : 0;
            numbersDown.take(m.sequenceNumber());
            unproven += m.proof() != null && m.proof().verdict() == Verdict.FAILED ? 1 : 0;
            if (m.sentAtNanos() > 0 && m.canisterTimestampNanos() > 0) {
                deliveries.add(m.sentAtNanos() - (m.canisterTimestampNanos() - aheadNanos));
            }
        } else if (event instanceof CallCompleted call) {
            take(call);
        } else if (event instanceof FrameRefused refused) {
            largestUp = Math.max(largestUp, refused.bytes());
            rejected++;
        }
    }

    private void take(CallCompleted call) {
        if (call.method().equals("ws_close")) {
            return; // the gateway's own
        }
        switch (call.outcome()) {
            case REPLIED_OK -> calls.add(call.durationNanos());
            case REPLIED_ERR, REJECTED, FAILED -> rejected++;
            case ACCEPTED -> {}
        }
    }

    private static boolean isService(String kind) {
        return !kind.equals("app") && !kind.equals("ws_open") && !kind.equals("undecodable");
    }

    /** The client's key in words, once somebody asks; empty while no request was seen that shows it. */
    String signer() {
        if (signer == null && first != null) {
            signer = Signer.of(first);
            first = null;
        }
        return signer == null ? "" : signer;
    }

    /** Service messages of the client. */
    long serviceUp() {
        return serviceUp;
    }

    /** Service messages of the canister. */
    long serviceDown() {
        return serviceDown;
    }

    /** Frames the gateway refused and calls that did not end well. */
    long rejected() {
        return rejected;
    }

    /** Messages of the canister whose proof failed. */
    long unproven() {
        return unproven;
    }

    /** Bytes of the client's largest frame, refused ones too; 0 before the first. */
    long largestUp() {
        return largestUp;
    }

    /** What of the client's message numbers does not follow. */
    NumberTally numbersUp() {
        return numbersUp;
    }

    /** What of the canister's message numbers does not follow. */
    NumberTally numbersDown() {
        return numbersDown;
    }

    /** Events are lost, maybe some of this session. */
    void skip() {
        numbersUp.skip();
        numbersDown.skip();
    }

    /** How long calls took that the canister took well. */
    LastDurations calls() {
        return calls;
    }

    /** From the canister's timestamp to the socket. */
    LastDurations deliveries() {
        return deliveries;
    }
}
