package org.icws.gateway.protocol.v1;

import java.util.List;
import org.ic4j.types.Principal;
import org.icws.protocol.ProtocolException;
import org.icws.protocol.candid.CandidDecoder;
import org.icws.protocol.candid.CandidEncoder;
import org.icws.protocol.candid.CandidValue;

/** Candid arguments of the four v1 canister methods. Stateless. */
public final class CanisterArgs {
    /** Client to canister: opens a connection. */
    public static final String WS_OPEN = "ws_open";
    /** Client to canister: a message. */
    public static final String WS_MESSAGE = "ws_message";
    /** Gateway to canister: a client is gone. */
    public static final String WS_CLOSE = "ws_close";
    /** Gateway to canister, a query: messages for clients. */
    public static final String WS_GET_MESSAGES = "ws_get_messages";

    private static final int MAX_VALUES = 10_000;

    private CanisterArgs() {}

    /**
     * The argument of ws_open.
     *
     * @param clientNonce the nonce of the client's key
     * @param gateway the gateway the client talks through
     */
    public record Open(long clientNonce, Principal gateway) {}

    /** @return the argument of ws_open */
    public static byte[] encodeOpen(Open open) {
        return CandidEncoder.encode(CandidValue.record(
                "client_nonce", CandidValue.nat64(open.clientNonce()),
                "gateway_principal", CandidValue.principal(open.gateway())));
    }

    /** @throws V1Exception if the bytes are not such an argument */
    public static Open decodeOpen(byte[] arg) {
        return decode(
                arg,
                first -> new Open(
                        first.get("client_nonce").asLong(),
                        first.get("gateway_principal").asPrincipal()));
    }

    /** @return the argument of ws_message, without an application value */
    public static byte[] encodeMessage(WebsocketMessage message) {
        return CandidEncoder.encode(
                CandidValue.record(
                        "msg",
                        CandidValue.record(
                                "client_key", key(message.clientKey()),
                                "sequence_num", CandidValue.nat64(message.sequenceNumber()),
                                "timestamp", CandidValue.nat64(message.timestampNanos()),
                                "is_service_message", CandidValue.bool(message.service()),
                                "content", CandidValue.blob(message.content()))),
                CandidValue.NULL);
    }

    /** @throws V1Exception if the bytes are not such an argument */
    public static WebsocketMessage decodeMessage(byte[] arg) {
        return decode(arg, first -> {
            CandidValue.Record msg = first.get("msg").asRecord();
            return new WebsocketMessage(
                    key(msg.get("client_key")),
                    msg.get("sequence_num").asLong(),
                    msg.get("timestamp").asLong(),
                    msg.get("is_service_message").asBool(),
                    msg.get("content").asBlob());
        });
    }

    /** @return the argument of ws_close */
    public static byte[] encodeClose(ClientKey client) {
        return CandidEncoder.encode(CandidValue.record("client_key", key(client)));
    }

    /** @throws V1Exception if the bytes are not such an argument */
    public static ClientKey decodeClose(byte[] arg) {
        return decode(arg, first -> key(first.get("client_key")));
    }

    /** @return the argument of ws_get_messages */
    public static byte[] encodeGetMessages(long nonce) {
        return CandidEncoder.encode(CandidValue.record("nonce", CandidValue.nat64(nonce)));
    }

    /** @throws V1Exception if the bytes are not such an argument */
    public static long decodeGetMessages(byte[] arg) {
        return decode(arg, first -> first.get("nonce").asLong());
    }

    static CandidValue key(ClientKey key) {
        return CandidValue.record(
                "client_principal", CandidValue.principal(key.principal()),
                "client_nonce", CandidValue.nat64(key.nonce()));
    }

    static ClientKey key(CandidValue value) {
        CandidValue.Record key = value.asRecord();
        return new ClientKey(
                key.get("client_principal").asPrincipal(),
                key.get("client_nonce").asLong());
    }

    private interface Reader<T> {
        T read(CandidValue.Record first);
    }

    private static <T> T decode(byte[] arg, Reader<T> reader) {
        try {
            List<CandidValue> values = CandidDecoder.decode(arg, MAX_VALUES);
            if (values.isEmpty()) {
                throw new V1Exception("the argument is empty");
            }
            return reader.read(values.get(0).asRecord());
        } catch (ProtocolException e) {
            throw new V1Exception(e.getMessage(), e);
        }
    }
}
