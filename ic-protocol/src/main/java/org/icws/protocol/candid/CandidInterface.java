package org.icws.protocol.candid;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a canister's interface description says. Immutable and thread-safe.
 *
 * @param types the declared types by name, in the order of their declaration
 * @param init the arguments of installing it
 * @param methods the methods by name, in the order of their declaration
 */
public record CandidInterface(
        Map<String, CandidType> types, List<CandidType> init, Map<String, CandidType.Func> methods) {

    /** Keeps collections from being changed. */
    public CandidInterface {
        types = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(types));
        init = List.copyOf(init);
        methods = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(methods));
    }

    /**
     * Reads the text of a {@code .did} file.
     *
     * @throws CandidSyntaxException saying where it is not one; imports are refused
     */
    public static CandidInterface parse(String did) {
        return new InterfaceParser(did).parse();
    }

    /**
     * The type of the application's messages in the v1 WebSocket protocol: the second argument of {@code ws_message}, which
     * is there only to tell it, without its {@code opt}. Source: ic-websocket-cdk's interface.
     */
    public Optional<CandidType> webSocketMessage() {
        CandidType.Func method = methods.get("ws_message");
        if (method == null || method.arguments().size() < 2) {
            return Optional.empty();
        }
        CandidType second = method.arguments().get(1);
        return Optional.of(second.resolved() instanceof CandidType.Opt opt ? opt.element() : second);
    }

    /** All names of fields and cases. */
    public FieldNames fieldNames() {
        List<CandidType> all = new ArrayList<>(types.values());
        all.addAll(init);
        methods.values().forEach(method -> {
            all.addAll(method.arguments());
            all.addAll(method.results());
        });
        return CandidType.names(all);
    }
}
