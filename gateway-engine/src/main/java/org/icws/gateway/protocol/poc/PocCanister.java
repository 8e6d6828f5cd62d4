package org.icws.gateway.protocol.poc;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.icws.gateway.protocol.v1.MessagesPage;
import org.icws.gateway.protocol.v1.QueuedMessage;
import org.icws.gateway.protocol.v1.V1Exception;
import org.icws.protocol.ProtocolException;
import org.icws.protocol.candid.CandidDecoder;
import org.icws.protocol.candid.CandidEncoder;
import org.icws.protocol.candid.CandidValue;

/** Candid arguments and results of the canister's methods. Stateless. */
public final class PocCanister {
    /** A query: the public key of a client. */
    public static final String WS_GET_CLIENT_KEY = "ws_get_client_key";

    /** Messages in a full page; fewer mean that none wait. */
    public static final int PAGE = 50;

    private static final int MAX_VALUES = 500_000;

    private PocCanister() {}

    /** @return the argument of ws_get_client_key, ws_close and ws_get_messages: one number, unsigned */
    public static byte[] encodeNumber(long number) {
        return CandidEncoder.encode(CandidValue.nat64(number));
    }

    /** @return the argument of ws_open */
    public static byte[] encodeOpen(FirstMessage first) {
        return CandidEncoder.encode(CandidValue.blob(first.content()), CandidValue.blob(first.signature()));
    }

    /** @return the argument of ws_message: the client's frame */
    public static byte[] encodeMessage(byte[] frame) {
        return CandidEncoder.encode(CandidValue.blob(frame));
    }

    /** @throws V1Exception if the reply of ws_get_client_key is not readable */
    public static byte[] clientKey(byte[] reply) {
        return first(reply, CandidValue::asBlob);
    }

    /**
     * @param method ws_open, ws_message or ws_close
     * @param reply its reply
     * @return why the canister refused, as far as its {@code false} tells
     * @throws V1Exception if the reply is not readable
     */
    public static Optional<String> refusal(String method, byte[] reply) {
        return switch (method) {
            case "ws_open" ->
                accepted(reply) ? Optional.empty() : Optional.of("it answered false, so the signature is wrong");
            case "ws_message" ->
                accepted(reply)
                        ? Optional.empty()
                        : Optional.of("it answered false, so the signature or the sequence number is wrong");
            default -> Optional.empty();
        };
    }

    private static boolean accepted(byte[] reply) {
        return first(reply, CandidValue::asBool);
    }

    /** @throws V1Exception if the reply of ws_get_messages is not readable */
    public static MessagesPage page(byte[] reply) {
        return first(reply, value -> {
            CandidValue.Record record = value.asRecord();
            List<QueuedMessage> messages = new ArrayList<>();
            for (CandidValue message : record.get("messages").asList()) {
                CandidValue.Record fields = message.asRecord();
                messages.add(new QueuedMessage(
                        PocClients.key(fields.get("client_id").asLong()),
                        fields.get("key").asText(),
                        fields.get("val").asBlob()));
            }
            return new MessagesPage(
                    messages,
                    record.get("cert").asBlob(),
                    record.get("tree").asBlob(),
                    Optional.of(messages.size() < PAGE));
        });
    }

    /** @return the reply of ws_get_messages */
    public static byte[] encodePage(MessagesPage page) {
        List<CandidValue> messages = page.messages().stream()
                .map(message -> (CandidValue) CandidValue.record(Map.of(
                        "client_id", CandidValue.nat64(message.clientKey().nonce()),
                        "key", CandidValue.text(message.key()),
                        "val", CandidValue.blob(message.content()))))
                .toList();
        return CandidEncoder.encode(CandidValue.record(Map.of(
                "messages",
                CandidValue.vec(messages),
                "cert",
                CandidValue.blob(page.cert()),
                "tree",
                CandidValue.blob(page.tree()))));
    }

    private interface Reader<T> {
        T read(CandidValue value);
    }

    private static <T> T first(byte[] reply, Reader<T> reader) {
        try {
            List<CandidValue> values = CandidDecoder.decode(reply, MAX_VALUES);
            if (values.isEmpty()) {
                throw new V1Exception("the reply is empty");
            }
            return reader.read(values.get(0));
        } catch (ProtocolException e) {
            throw new V1Exception(e.getMessage(), e);
        }
    }
}
