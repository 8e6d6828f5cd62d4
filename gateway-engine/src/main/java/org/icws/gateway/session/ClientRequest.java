package org.icws.gateway.session;

import org.icws.gateway.protocol.v1.CanisterArgs;
import org.icws.gateway.protocol.v1.ClientFrame;
import org.icws.gateway.protocol.v1.V1Exception;
import org.icws.protocol.principal.Principals;
import org.icws.protocol.request.Envelope;
import org.icws.protocol.request.EnvelopeException;
import org.icws.protocol.request.RequestContent;

/**
 * A client's frame, read as far as the relay needs it.
 *
 * @param frame the frame as received
 * @param bytes the envelope's bytes within it, relayed as they are
 * @param envelope the envelope decoded
 */
record ClientRequest(byte[] frame, byte[] bytes, Envelope envelope) {
    /** Why a frame is refused. */
    static final class Refusal extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient CloseCause cause;
        private final transient Object[] details;

        Refusal(CloseCause cause, Object... details) {
            super(cause.reason(details), null, false, false);
            this.cause = cause;
            this.details = details;
        }

        CloseCause closeCause() {
            return cause;
        }

        Object[] details() {
            return details;
        }
    }

    static ClientRequest read(byte[] frame) throws Refusal {
        byte[] bytes;
        try {
            bytes = ClientFrame.decode(frame).envelope();
        } catch (V1Exception e) {
            throw new Refusal(CloseCause.MALFORMED_FRAME, e.getMessage());
        }
        Envelope envelope;
        try {
            envelope = Envelope.decode(bytes);
        } catch (EnvelopeException e) {
            throw new Refusal(CloseCause.MALFORMED_ENVELOPE, e.getMessage());
        }
        if (envelope.content().type() != RequestContent.Type.CALL) {
            throw new Refusal(
                    CloseCause.MALFORMED_ENVELOPE,
                    "request_type is " + envelope.content().type().wireName() + ", not call");
        }
        return new ClientRequest(frame, bytes, envelope);
    }

    RequestContent content() {
        return envelope.content();
    }

    /** Reads the first frame of a connection. */
    CanisterArgs.Open readOpen(org.ic4j.types.Principal gateway) throws Refusal {
        if (!CanisterArgs.WS_OPEN.equals(content().methodName())) {
            throw new Refusal(CloseCause.NOT_WS_OPEN, content().methodName());
        }
        CanisterArgs.Open open;
        try {
            open = CanisterArgs.decodeOpen(content().arg());
        } catch (V1Exception e) {
            throw new Refusal(CloseCause.MALFORMED_OPEN, e.getMessage());
        }
        if (!open.gateway().equals(gateway)) {
            throw new Refusal(CloseCause.OTHER_GATEWAY, Principals.shorten(open.gateway()));
        }
        return open;
    }
}
