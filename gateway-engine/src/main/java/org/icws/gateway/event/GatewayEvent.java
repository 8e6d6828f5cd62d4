package org.icws.gateway.event;

import org.ic4j.types.Principal;
import org.icws.gateway.protocol.v1.ClientKey;
import org.icws.gateway.trust.Proof;

/**
 * Something that happened in the gateway. Events are immutable; byte arrays in them are shared with the relay and must
 * not be changed. Times are nanoseconds since the epoch, durations nanoseconds.
 */
public sealed interface GatewayEvent {
    /** @return number of the event, increasing by one per event of an engine, from 1 */
    long sequence();

    /** @return when it happened, ns since the epoch */
    long atNanos();

    /**
     * A client's socket was accepted and the handshake frame sent.
     *
     * @param sequence number of the event
     * @param atNanos when
     * @param sessionId number of the session
     * @param protocol "v1" or "poc"
     * @param remoteAddress address and port of the client
     */
    record SessionOpened(long sequence, long atNanos, long sessionId, String protocol, String remoteAddress)
            implements GatewayEvent {}

    /**
     * A session went from one state to another.
     *
     * @param sequence number of the event
     * @param atNanos when
     * @param sessionId the session
     * @param from state before
     * @param to state now
     * @param reason why, in words
     */
    record SessionStateChanged(
            long sequence, long atNanos, long sessionId, SessionState from, SessionState to, String reason)
            implements GatewayEvent {}

    /**
     * A client's ws_open told who it is.
     *
     * @param sequence number of the event
     * @param atNanos when
     * @param sessionId the session
     * @param clientKey principal and nonce of the client
     * @param canister canister it wants to talk to
     */
    record SessionIdentified(long sequence, long atNanos, long sessionId, ClientKey clientKey, Principal canister)
            implements GatewayEvent {}

    /**
     * A client's frame was taken over for the canister.
     *
     * @param sequence number of the event
     * @param atNanos when the frame arrived
     * @param sessionId the session
     * @param canister receiver
     * @param clientKey sender
     * @param method ws_open or ws_message
     * @param sequenceNumber the client's message number, -1 for ws_open and for what cannot be decoded
     * @param kind "ws_open", "app", the name of a service message, or "undecodable"
     * @param frame the frame as it arrived
     * @param appContent Candid bytes of the application's or service message; null for ws_open
     * @param requestId the request's id, 32 bytes
     * @param proof what was checked about the signed request
     */
    record ClientMessage(
            long sequence,
            long atNanos,
            long sessionId,
            Principal canister,
            ClientKey clientKey,
            String method,
            long sequenceNumber,
            String kind,
            byte[] frame,
            byte[] appContent,
            byte[] requestId,
            Proof proof)
            implements GatewayEvent {}

    /**
     * A call to the canister ended: a relayed one, or the gateway's own ws_close.
     *
     * @param sequence number of the event
     * @param atNanos when
     * @param sessionId the session
     * @param canister receiver
     * @param requestId the request's id, 32 bytes
     * @param method ws_open, ws_message or ws_close
     * @param outcome how it ended
     * @param detail the canister's or the network's words; empty if there is nothing to say
     * @param durationNanos from submission to the proven answer
     */
    record CallCompleted(
            long sequence,
            long atNanos,
            long sessionId,
            Principal canister,
            byte[] requestId,
            String method,
            CallOutcome outcome,
            String detail,
            long durationNanos)
            implements GatewayEvent {}

    /**
     * A message of the canister was fetched and, if its client is connected here, sent.
     *
     * @param sequence number of the event
     * @param atNanos when the event was made (after the check, which runs beside the relay)
     * @param sessionId the session it was sent to; -1 if no such client is connected
     * @param canister sender
     * @param clientKey receiver as named by the canister
     * @param key the message's key in the canister's hash tree
     * @param nonce the message's number in the gateway's queue, taken from the key
     * @param sequenceNumber number within the client's messages; -1 if the content cannot be decoded
     * @param canisterTimestampNanos the canister's time of the message; 0 if the content cannot be decoded
     * @param service true for a service message
     * @param kind "app", the name of a service message, or "undecodable"
     * @param content the certified content
     * @param appContent Candid bytes inside the content; null if it cannot be decoded
     * @param frameBytes size of the frame sent to the client
     * @param proof what was checked
     * @param polledAtNanos when the answer that held the message arrived
     * @param sentAtNanos when the frame was handed to the socket; 0 if it was not
     */
    record CanisterMessage(
            long sequence,
            long atNanos,
            long sessionId,
            Principal canister,
            ClientKey clientKey,
            String key,
            long nonce,
            long sequenceNumber,
            long canisterTimestampNanos,
            boolean service,
            String kind,
            byte[] content,
            byte[] appContent,
            int frameBytes,
            Proof proof,
            long polledAtNanos,
            long sentAtNanos)
            implements GatewayEvent {}

    /**
     * A poll was answered.
     *
     * @param sequence number of the event
     * @param atNanos when
     * @param canister the polled canister
     * @param fromNonce first message number asked for
     * @param returned messages in the answer
     * @param endOfQueue false if more messages wait
     * @param durationNanos round trip
     * @param certificate the certificate of the answer, CBOR, as it came; null if the answer holds no messages
     * @param tree the canister's hash tree of the answer, CBOR; null if the answer holds no messages
     */
    record PollCompleted(
            long sequence,
            long atNanos,
            Principal canister,
            long fromNonce,
            int returned,
            boolean endOfQueue,
            long durationNanos,
            byte[] certificate,
            byte[] tree)
            implements GatewayEvent {

        /** An answer of which only the figures are known. */
        public PollCompleted(
                long sequence,
                long atNanos,
                Principal canister,
                long fromNonce,
                int returned,
                boolean endOfQueue,
                long durationNanos) {
            this(sequence, atNanos, canister, fromNonce, returned, endOfQueue, durationNanos, null, null);
        }
    }

    /**
     * A poll failed; it is repeated after a pause.
     *
     * @param sequence number of the event
     * @param atNanos when
     * @param canister the polled canister
     * @param fromNonce first message number asked for
     * @param what what went wrong, in words
     * @param durationNanos time until the failure
     */
    record PollFailed(long sequence, long atNanos, Principal canister, long fromNonce, String what, long durationNanos)
            implements GatewayEvent {}

    /**
     * The numbering of a canister's messages was not what it should be; sessions go on.
     *
     * @param sequence number of the event
     * @param atNanos when
     * @param canister the polled canister
     * @param kind what was noticed
     * @param detail in words
     */
    record QueueNotice(long sequence, long atNanos, Principal canister, Kind kind, String detail)
            implements GatewayEvent {
        /** What can be noticed. */
        public enum Kind {
            /** Message numbers are missing. */
            GAP,
            /** The canister's queue seems to have restarted; it is read again from its beginning. */
            RESET,
            /** Polling works again after failures. */
            RESUMED
        }
    }

    /**
     * The network is not what it was, or not what it claims to be.
     *
     * @param sequence number of the event
     * @param atNanos when
     * @param canister the canister that was asked; null if it is about the whole network
     * @param kind what was noticed
     * @param detail in words
     */
    record NetworkNotice(long sequence, long atNanos, Principal canister, Kind kind, String detail)
            implements GatewayEvent {
        /** What can be noticed. */
        public enum Kind {
            /** The answer to a poll does not verify; the trust policy decides what becomes of it. */
            UNTRUSTED_ANSWER,
            /** A local network was started anew under another root key, which is trusted from now on. */
            ROOT_KEY_CHANGED
        }
    }

    /**
     * A session ended.
     *
     * @param sequence number of the event
     * @param atNanos when
     * @param sessionId the session
     * @param code WebSocket close code; 1006 if the connection just went away
     * @param reason close reason or what is known about the end
     * @param initiator "client", "gateway", "canister", "network" or "operator"
     */
    record SessionClosed(long sequence, long atNanos, long sessionId, int code, String reason, String initiator)
            implements GatewayEvent {}

    /**
     * A client's frame was refused; the session is closed with this code and reason.
     *
     * @param sequence number of the event
     * @param atNanos when
     * @param sessionId the session
     * @param code WebSocket close code
     * @param reason what is wrong with the frame
     * @param bytes size of the frame
     */
    record FrameRefused(long sequence, long atNanos, long sessionId, int code, String reason, int bytes)
            implements GatewayEvent {}
}
