package org.icws.gateway.session;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Every way in which this gateway closes a connection. {@code docs/close-codes.md} explains each to client developers; a
 * test keeps the two in step.
 */
public enum CloseCause {
    /** The gateway is being stopped. */
    SHUTDOWN(1001, "The gateway is shutting down; reconnect later"),
    /** The bytes break RFC 6455. */
    PROTOCOL_ERROR(1002, "WebSocket protocol error: %s"),
    /** A text frame arrived. */
    TEXT_FRAME(1003, "Text frames are not understood; send binary frames holding CBOR"),
    /** A frame is empty, not CBOR, or has no envelope. */
    MALFORMED_FRAME(1007, "The frame must be a CBOR map with an envelope: %s"),
    /** The first frame of the proof of concept's protocol is not what it should be. */
    MALFORMED_FIRST(1007, "The first frame must be a CBOR map with client_canister_id and sig: %s"),
    /** A later frame of that protocol is not what it should be. */
    MALFORMED_MESSAGE(1007, "After the first one each frame must be a CBOR map with val and sig: %s"),
    /** The envelope is not a signed call. */
    MALFORMED_ENVELOPE(1007, "The envelope is not a signed call: %s"),
    /** The argument of ws_open cannot be decoded. */
    MALFORMED_OPEN(1007, "The argument of ws_open is not as expected: %s"),
    /** The first frame is a call of something else. */
    NOT_WS_OPEN(1008, "The first frame must call ws_open, not %s"),
    /** A later frame calls something else than ws_message. */
    NOT_WS_MESSAGE(1008, "After ws_open only ws_message can be called, not %s"),
    /** ws_open names another gateway. */
    OTHER_GATEWAY(1008, "ws_open names another gateway: %s; use the principal of the handshake"),
    /** A later frame addresses another canister than ws_open. */
    OTHER_CANISTER(1008, "This connection belongs to canister %s; open another one"),
    /** A later frame is signed by another principal than ws_open. */
    OTHER_SENDER(1008, "This connection belongs to sender %s; open another one"),
    /** The first message is not signed with the key the client registered. */
    WRONG_SIGNATURE(1008, "The first message is not signed with the key of client %s"),
    /** A later message names another client than the first. */
    OTHER_CLIENT(1008, "This connection belongs to client %s; open another one"),
    /** A connection of the client with that number exists here. */
    DUPLICATE_ID(1008, "Client %s is already connected; register again for another connection"),
    /** A connection with the same principal and nonce exists here. */
    DUPLICATE_CLIENT(1008, "This client key is already connected; choose another client_nonce"),
    /** The operator serves other canisters only. */
    CANISTER_NOT_ALLOWED(1008, "This gateway does not serve canister %s"),
    /** The canister has accepted another connection of the same principal and thereby dropped this one. */
    SUPERSEDED(1008, "This principal has opened another connection to the canister, which keeps only the newest"),
    /** No first frame in time. */
    FIRST_FRAME_TIMEOUT(1008, "No %s arrived within %s"),
    /** The client does not answer pings. */
    DEAD_PEER(1008, "No answer to %s pings; the connection counts as dead"),
    /** The client does not take its messages. */
    SLOW_READER(1008, "The client reads too slowly: %s waiting"),
    /** The canister answered Err. */
    CANISTER_ERR(1008, "The canister refused %s"),
    /** The network does not know the canister or its method, or the canister rejected. */
    CALL_REJECTED(1008, "The network rejected %s"),
    /** The network refused the request itself: signature, expiry and the like. */
    REQUEST_REFUSED(1008, "The network refused the request of %s"),
    /** The request does not verify, and the operator wants such requests refused. */
    UNPROVEN_REQUEST(1008, "The signed request does not verify: %s"),
    /** The message is too big. */
    TOO_BIG(1009, "The frame has %s bytes; this gateway takes at most %s"),
    /** The canister trapped. */
    CANISTER_FAILED(1011, "The canister failed in %s"),
    /** The network's answer is not what it should be. */
    BAD_ANSWER(1011, "The network's answer to %s cannot be trusted: %s"),
    /** A message of the canister does not verify, and the operator wants such messages refused. */
    UNPROVEN_MESSAGE(1011, "A message of the canister does not verify and is withheld: %s"),
    /** A defect of the gateway itself. */
    INTERNAL(1011, "The gateway failed: %s"),
    /** Too many sessions. */
    TOO_MANY_SESSIONS(1013, "This gateway serves at most %s connections; try again later"),
    /** Too many sessions from the client's address. */
    TOO_MANY_FROM_ADDRESS(1013, "This gateway serves at most %s connections from one address; try again later"),
    /** Too many sessions of the canister. */
    TOO_MANY_FOR_CANISTER(1013, "This gateway serves at most %s connections to one canister; try again later"),
    /** No answer of the network to a call. */
    NETWORK_DOWN(1013, "No answer to %s; try again later"),
    /** The canister did not accept ws_open in time. */
    OPEN_TIMEOUT(1013, "ws_open was not answered within %s; try again later"),
    /** Polling has failed for too long. */
    POLL_OUTAGE(1013, "No messages could be fetched for %s; try again later");

    /** The longest reason RFC 6455 allows, in bytes of UTF-8. */
    public static final int MAX_REASON_BYTES = 123;

    private static final Pattern PRINCIPAL =
            Pattern.compile("(?<![a-z2-7-])([a-z2-7]{5})-(?:[a-z2-7]{5}-)+([a-z2-7]{3,5})(?![a-z2-7-])");

    private final int code;
    private final String template;

    CloseCause(int code, String template) {
        this.code = code;
        this.template = template;
    }

    /** @return the WebSocket close code */
    public int code() {
        return code;
    }

    /** @return the reason, with %s where details go */
    public String template() {
        return template;
    }

    /**
     * @param details fill the template's places in order; a detail too many is appended after a colon
     * @return the reason, cut to {@link #MAX_REASON_BYTES}
     */
    public String reason(Object... details) {
        int places = template.split("%s", -1).length - 1;
        String reason = String.format(template, details);
        if (details.length > places && !String.valueOf(details[places]).isBlank()) {
            reason = reason + ": " + details[places];
        }
        return cut(reason);
    }

    private static String withShortPrincipals(String text) {
        return PRINCIPAL.matcher(text).replaceAll("$1…$2");
    }

    /**
     * Cuts a text to the bytes a close frame can carry, at a character's boundary. Principals give way first: the words
     * behind one say more than its middle.
     */
    static String cut(String text) {
        boolean fits = text.getBytes(StandardCharsets.UTF_8).length <= MAX_REASON_BYTES;
        return fits ? text : cutOff(withShortPrincipals(text));
    }

    private static String cutOff(String text) {
        int bytes = 0;
        int lastFit = 0;
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
            i += Character.charCount(point);
            if (bytes <= MAX_REASON_BYTES - 3) {
                lastFit = i;
            }
            if (bytes > MAX_REASON_BYTES) {
                return text.substring(0, lastFit) + "…";
            }
        }
        return text;
    }
}
