package org.icws.gateway.protocol;

import java.util.Optional;
import java.util.function.Function;
import org.icws.gateway.protocol.v1.ClientKey;
import org.icws.gateway.protocol.v1.MessagesPage;
import org.icws.gateway.protocol.v1.V1Exception;
import org.icws.gateway.protocol.v1.WebsocketMessage;

/**
 * What differs between the protocols this gateway speaks, as far as canisters and frames to clients are concerned. What
 * clients send is read by the session. Stateless and thread-safe.
 */
public sealed interface GatewayProtocol permits V1Protocol, PocProtocol {
    /** The protocol of ic-websocket-gateway 1.x. */
    GatewayProtocol V1 = new V1Protocol();

    /** The protocol of the proof of concept that came before it. */
    GatewayProtocol POC = new PocProtocol();

    /** The path of the URL at which the proof of concept's protocol is spoken; anywhere else it is version 1. */
    String POC_PATH = "/poc";

    /**
     * @param path the path of a WebSocket's URL
     * @return the protocol spoken there
     */
    static GatewayProtocol at(String path) {
        return path.equals(POC_PATH) || path.equals(POC_PATH + "/") ? POC : V1;
    }

    /** @return short name for events and snapshots */
    String name();

    /** @return what a client has to send first, in a word or two */
    String firstFrame();

    /** @return the argument of ws_close for that client */
    byte[] encodeClose(ClientKey client);

    /** @return the argument of ws_get_messages: first message number wanted, unsigned */
    byte[] encodeGetMessages(long nonce);

    /**
     * Reads the reply of ws_get_messages.
     *
     * @param reply Candid bytes
     * @return the messages in it
     * @throws org.icws.gateway.protocol.v1.V1Exception if it is not readable, or the canister refused to answer
     */
    MessagesPage page(byte[] reply);

    /** @return reads many such replies, one at a time, quicker than {@link #page} would; made for one poller */
    default Function<byte[], MessagesPage> pageReader() {
        return this::page;
    }

    /**
     * Reads the reply of an update call.
     *
     * @param method ws_open, ws_message or ws_close
     * @param reply Candid bytes
     * @return the canister's words if it refused
     * @throws org.icws.gateway.protocol.v1.V1Exception if the reply is not readable
     */
    Optional<String> refusal(String method, byte[] reply);

    /** @return true if message numbers have no gaps, so that a missing one is worth a notice */
    boolean numbersWithoutGaps();

    /**
     * Reads the certified content of a canister's message.
     *
     * @param content the bytes
     * @return the message
     * @throws org.icws.gateway.protocol.v1.V1Exception if it is not readable
     */
    WebsocketMessage content(byte[] content);

    /**
     * Reads what the relay needs of a message's content.
     *
     * @param content the bytes
     * @return its number and time; empty if it is not readable
     */
    default Optional<WebsocketMessage.Head> head(byte[] content) {
        try {
            WebsocketMessage message = content(content);
            return Optional.of(new WebsocketMessage.Head(message.sequenceNumber(), message.timestampNanos()));
        } catch (V1Exception e) {
            return Optional.empty();
        }
    }

    /** @return the first part of a frame to the client, which is the message's own */
    byte[] frameHead(String key, byte[] content);

    /** @return the second part of a frame to the client, which all messages of a batch share */
    byte[] frameTail(byte[] cert, byte[] tree);
}
