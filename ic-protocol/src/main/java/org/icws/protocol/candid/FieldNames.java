package org.icws.protocol.candid;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Names that are known, by their ids: Candid sends only the ids. Immutable and thread-safe. */
public final class FieldNames {

    /** No names at all. */
    public static final FieldNames NONE = of();

    /** Every name of the IC WebSocket v1 protocol and its predecessor, and of the {@code ping_pong} example's messages. */
    public static final FieldNames ICWS = of(
            "client_key",
            "client_principal",
            "client_nonce",
            "sequence_num",
            "timestamp",
            "is_service_message",
            "content",
            "msg",
            "nonce",
            "gateway_principal",
            "messages",
            "key",
            "cert",
            "tree",
            "is_end_of_queue",
            "Ok",
            "Err",
            "OpenMessage",
            "AckMessage",
            "KeepAliveMessage",
            "CloseMessage",
            "last_incoming_sequence_num",
            "reason",
            "WrongSequenceNumber",
            "InvalidServiceMessage",
            "KeepAliveTimeout",
            "ClosedByApplication",
            "client_id",
            "val",
            "text");

    private final Map<Long, String> byId;

    private FieldNames(Map<Long, String> byId) {
        this.byId = Map.copyOf(byId);
    }

    /** These names. */
    public static FieldNames of(String... names) {
        Map<Long, String> byId = new HashMap<>();
        for (String name : names) {
            byId.put(CandidText.hash(name), name);
        }
        return new FieldNames(byId);
    }

    /** These names and those. */
    public FieldNames with(String... names) {
        Map<Long, String> all = new HashMap<>(byId);
        all.putAll(of(names).byId);
        return new FieldNames(all);
    }

    /** The name with this id, if it is known. */
    public Optional<String> name(long id) {
        return Optional.ofNullable(byId.get(id));
    }
}
