package org.icws.gateway.protocol.v1;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.icws.protocol.ProtocolException;
import org.icws.protocol.candid.CandidDecoder;
import org.icws.protocol.candid.CandidEncoder;
import org.icws.protocol.candid.CandidValue;

/** Candid results of the v1 canister methods. Stateless. */
public final class CanisterResults {
    private static final int MAX_VALUES = 500_000;

    private CanisterResults() {}

    /**
     * Reads {@code variant { Ok; Err : text }}.
     *
     * @param reply the reply of ws_open, ws_message or ws_close
     * @return the canister's words if it answered Err
     * @throws V1Exception if the bytes are not such a result
     */
    public static Optional<String> error(byte[] reply) {
        try {
            CandidValue.Variant result = first(reply).asVariant();
            if (result.is("Ok")) {
                return Optional.empty();
            }
            if (result.is("Err")) {
                return Optional.of(result.value().asText());
            }
            throw new V1Exception("the result is neither Ok nor Err");
        } catch (ProtocolException e) {
            throw new V1Exception(e.getMessage(), e);
        }
    }

    /** @return the reply {@code Ok} */
    public static byte[] encodeOk() {
        return CandidEncoder.encode(CandidValue.variant("Ok"));
    }

    /** @return the reply {@code Err} with that text */
    public static byte[] encodeErr(String text) {
        return CandidEncoder.encode(CandidValue.variant("Err", CandidValue.text(text)));
    }

    /**
     * Reads the reply of ws_get_messages. A missing {@code is_end_of_queue} (canister libraries before 0.3.1) comes back as
     * empty.
     *
     * @throws V1Exception if the bytes are not such a reply, or the canister answered Err
     */
    public static MessagesPage page(byte[] reply) {
        try {
            CandidValue.Variant result = first(reply).asVariant();
            if (result.is("Err")) {
                throw new V1Exception(
                        "the canister answered Err: " + result.value().asText());
            }
            if (!result.is("Ok")) {
                throw new V1Exception("the result is neither Ok nor Err");
            }
            CandidValue.Record ok = result.value().asRecord();
            List<CandidValue> values = ok.get("messages").asList();
            List<QueuedMessage> messages = new ArrayList<>(values.size());
            for (CandidValue value : values) {
                messages.add(message(value.asRecord()));
            }
            return new MessagesPage(
                    messages,
                    ok.get("cert").asBlob(),
                    ok.get("tree").asBlob(),
                    ok.find("is_end_of_queue").map(CanisterResults::flag));
        } catch (ProtocolException e) {
            throw new V1Exception(e.getMessage(), e);
        }
    }

    /** @return the reply that holds this page */
    public static byte[] encodePage(MessagesPage page) {
        List<CandidValue> messages = new ArrayList<>();
        for (QueuedMessage message : page.messages()) {
            messages.add(CandidValue.record(
                    "client_key", CanisterArgs.key(message.clientKey()),
                    "key", CandidValue.text(message.key()),
                    "content", CandidValue.blob(message.content())));
        }
        java.util.Map<String, CandidValue> ok = new java.util.LinkedHashMap<>();
        ok.put("messages", CandidValue.vec(messages));
        ok.put("cert", CandidValue.blob(page.cert()));
        ok.put("tree", CandidValue.blob(page.tree()));
        page.endOfQueue().ifPresent(end -> ok.put("is_end_of_queue", CandidValue.bool(end)));
        return CandidEncoder.encode(CandidValue.variant("Ok", CandidValue.record(ok)));
    }

    private static boolean flag(CandidValue value) {
        return value instanceof CandidValue.Opt opt
                ? opt.value() == null || opt.value().asBool()
                : value.asBool();
    }

    private static QueuedMessage message(CandidValue.Record record) {
        return new QueuedMessage(
                CanisterArgs.key(record.get("client_key")),
                record.get("key").asText(),
                record.get("content").asBlob());
    }

    private static CandidValue first(byte[] reply) {
        List<CandidValue> values = CandidDecoder.decode(reply, MAX_VALUES);
        if (values.isEmpty()) {
            throw new V1Exception("the reply is empty");
        }
        return values.get(0);
    }
}
