package org.icws.protocol.request;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ic4j.types.Principal;
import org.icws.protocol.cbor.Cbor;
import org.icws.protocol.cbor.CborException;
import org.icws.protocol.hash.RepresentationHash;
import org.icws.protocol.principal.Principals;

/**
 * What a request asks for. Source: IC interface specification, "Request: Call", "Request: Query", "Request: Read state".
 *
 * @param type which of the three
 * @param sender on whose behalf
 * @param ingressExpiry until when it may be executed, nanoseconds since 1970, unsigned
 * @param nonce makes equal requests differ; null when absent
 * @param canisterId the receiver of a call or query; null for read_state
 * @param methodName of a call or query; null for read_state
 * @param arg of a call or query; null for read_state
 * @param paths what a read_state asks for; null for the others
 * @param senderInfo what a canister says about the sender of a call or query; null when absent
 * @param requestId the representation-independent hash of the content as it was received, 32 bytes
 */
public record RequestContent(
        Type type,
        Principal sender,
        long ingressExpiry,
        byte[] nonce,
        Principal canisterId,
        String methodName,
        byte[] arg,
        List<List<byte[]>> paths,
        SenderInfo senderInfo,
        byte[] requestId) {

    /** The kinds of signed requests, called as in {@code request_type}. */
    public enum Type {
        CALL("call"),
        QUERY("query"),
        READ_STATE("read_state");

        private final String wireName;

        Type(String wireName) {
            this.wireName = wireName;
        }

        /** The value of {@code request_type}. */
        public String wireName() {
            return wireName;
        }

        static Type of(String wireName) {
            for (Type type : values()) {
                if (type.wireName.equals(wireName)) {
                    return type;
                }
            }
            throw new CborException("the request_type is not call, query or read_state");
        }
    }

    /** @throws org.icws.protocol.ProtocolException when fields are missing or of the wrong type */
    static RequestContent decode(JsonNode content) {
        Type type = Type.of(Cbor.text(content, "request_type"));
        boolean reads = type == Type.READ_STATE;
        return new RequestContent(
                type,
                Principals.of(Cbor.bytes(content, "sender")),
                Cbor.unsignedLong(content, "ingress_expiry"),
                Cbor.optionalBytes(content, "nonce").orElse(null),
                reads ? null : Principals.of(Cbor.bytes(content, "canister_id")),
                reads ? null : Cbor.text(content, "method_name"),
                reads ? null : Cbor.bytes(content, "arg"),
                reads ? decodePaths(Cbor.field(content, "paths")) : null,
                reads
                        ? null
                        : Cbor.optional(content, "sender_info")
                                .map(SenderInfo::decode)
                                .orElse(null),
                RepresentationHash.of(content));
    }

    private static List<List<byte[]>> decodePaths(JsonNode node) {
        List<List<byte[]>> paths = new ArrayList<>(node.size());
        for (JsonNode pathNode : requireArray(node)) {
            List<byte[]> path = new ArrayList<>(pathNode.size());
            requireArray(pathNode).forEach(label -> path.add(Cbor.asBytes(label, "path label")));
            paths.add(List.copyOf(path));
        }
        return List.copyOf(paths);
    }

    private static JsonNode requireArray(JsonNode node) {
        if (!node.isArray()) {
            throw new CborException("paths is not an array of arrays");
        }
        return node;
    }

    /** The nonce, if there is one. */
    public Optional<byte[]> optionalNonce() {
        return Optional.ofNullable(nonce);
    }

    /** True when the sender is {@code 2vxsx-fae}. */
    public boolean isAnonymous() {
        return Principals.isAnonymous(sender);
    }
}
