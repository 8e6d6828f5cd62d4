package org.icws.replica;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ic4j.agent.identity.Identity;
import org.ic4j.types.Principal;
import org.icws.protocol.cbor.Cbor;
import org.icws.protocol.hash.RepresentationHash;
import org.icws.protocol.request.DomainSeparator;
import org.icws.protocol.request.SignedDelegation;

/** A request whose every field can be set, right or wrong. */
final class RawRequest {
    private final Map<String, Object> content = new LinkedHashMap<>();
    private final Map<String, Object> envelope = new LinkedHashMap<>();
    private Identity identity;
    private byte[] firstKey;
    private final List<SignedDelegation> chain = new ArrayList<>();

    /** @param type call, query or read_state */
    RawRequest(String type, Identity identity, long expiry) {
        this.identity = identity;
        content.put("request_type", type);
        content.put("sender", identity.sender().getValue());
        content.put("ingress_expiry", expiry);
    }

    static RawRequest call(Principal canister, Identity identity, long expiry) {
        return new RawRequest("call", identity, expiry).to(canister, "run");
    }

    static RawRequest query(Principal canister, Identity identity, long expiry) {
        return new RawRequest("query", identity, expiry).to(canister, "ask");
    }

    RawRequest to(Principal canister, String method) {
        return content("canister_id", canister.getValue())
                .content("method_name", method)
                .content("arg", new byte[1]);
    }

    RawRequest paths(List<List<byte[]>> paths) {
        return content("paths", paths);
    }

    RawRequest content(String field, Object value) {
        content.put(field, value);
        return this;
    }

    /** Set after everything else. */
    RawRequest envelope(String field, Object value) {
        envelope.put(field, value);
        return this;
    }

    /** The request is signed by the last key of a chain. */
    RawRequest through(Identity last, SignedDelegation... delegations) {
        firstKey = identity.getPublicKey();
        identity = last;
        chain.addAll(List.of(delegations));
        return this;
    }

    byte[] id() {
        return RepresentationHash.of(content);
    }

    byte[] unsigned() {
        return write(Map.of("content", content));
    }

    byte[] bytes() {
        Map<String, Object> fields = new LinkedHashMap<>();
        // As some agents do, the signature comes first.
        fields.put(
                "sender_sig",
                identity.sign(DomainSeparator.REQUEST.prepend(id())).signature.get());
        fields.put("sender_pubkey", firstKey == null ? identity.getPublicKey() : firstKey);
        fields.put("content", content);
        if (!chain.isEmpty()) {
            fields.put(
                    "sender_delegation", chain.stream().map(RawRequest::fields).toList());
        }
        fields.putAll(envelope);
        return write(fields);
    }

    private static Map<String, Object> fields(SignedDelegation signed) {
        Map<String, Object> delegation = new LinkedHashMap<>();
        delegation.put("pubkey", signed.pubkey());
        delegation.put("expiration", signed.expirationNanos());
        if (signed.targets() != null) {
            delegation.put(
                    "targets",
                    signed.targets().stream().map(Principal::getValue).toList());
        }
        if (signed.permissions() != null) {
            delegation.put("permissions", signed.permissions());
        }
        return Map.of("delegation", delegation, "signature", signed.signature());
    }

    private static byte[] write(Map<String, Object> fields) {
        return Cbor.write(generator -> RawCbor.write(generator, fields));
    }
}
