package org.icws.protocol.request;

import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ic4j.agent.identity.Identity;
import org.ic4j.types.Principal;
import org.icws.protocol.cbor.Cbor;
import org.icws.protocol.hash.RepresentationHash;
import org.icws.protocol.principal.Principals;
import org.icws.protocol.request.RequestContent.Type;

/**
 * Makes signed requests for one identity, itself or through delegations. Thread-safe when the identity is. Source: IC
 * interface specification, "Authentication".
 */
public final class RequestSigner {

    private final Identity identity;
    private final Principal sender;
    private final byte[] senderPubkey;
    private final List<SignedDelegation> delegations;

    /** Requests in the identity's own name; the anonymous identity's are left unsigned. */
    public RequestSigner(Identity identity) {
        this.identity = identity;
        this.sender = Signing.sender(identity);
        this.senderPubkey = Principals.isAnonymous(sender) ? null : Signing.publicKey(identity);
        this.delegations = List.of();
    }

    /**
     * Requests in the name of the key at the start of a chain.
     *
     * @param identity the key at the chain's end
     * @param senderPubkey the key at the chain's start, DER encoded
     */
    public RequestSigner(Identity identity, byte[] senderPubkey, List<SignedDelegation> delegations) {
        this.identity = identity;
        this.sender = Principals.selfAuthenticating(senderPubkey);
        this.senderPubkey = senderPubkey.clone();
        this.delegations = List.copyOf(delegations);
    }

    /** In whose name the requests are. */
    public Principal sender() {
        return sender;
    }

    /**
     * An update call.
     *
     * @param expiryNanos until when it may be executed, nanoseconds since 1970, at most some five minutes ahead
     * @param nonce at most 32 bytes; null for none
     */
    public SignedRequest call(Principal canister, String method, byte[] arg, long expiryNanos, byte[] nonce) {
        return sign(invocation(Type.CALL, canister, method, arg, expiryNanos, nonce));
    }

    /** A query; see {@link #call}. */
    public SignedRequest query(Principal canister, String method, byte[] arg, long expiryNanos, byte[] nonce) {
        return sign(invocation(Type.QUERY, canister, method, arg, expiryNanos, nonce));
    }

    /** A query without a nonce. */
    public SignedRequest query(Principal canister, String method, byte[] arg, long expiryNanos) {
        return query(canister, method, arg, expiryNanos, null);
    }

    /** A request for a certificate that shows these paths of the state tree. */
    public SignedRequest readState(List<List<byte[]>> paths, long expiryNanos) {
        Map<String, Object> content = common(Type.READ_STATE, expiryNanos, null);
        content.put("paths", paths);
        return sign(content);
    }

    private Map<String, Object> invocation(
            Type type, Principal canister, String method, byte[] arg, long expiryNanos, byte[] nonce) {
        Map<String, Object> content = common(type, expiryNanos, nonce);
        content.put("canister_id", canister.getValue());
        content.put("method_name", method);
        content.put("arg", arg);
        return content;
    }

    private Map<String, Object> common(Type type, long expiryNanos, byte[] nonce) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("request_type", type.wireName());
        content.put("sender", sender.getValue());
        content.put("ingress_expiry", expiryNanos);
        if (nonce != null) {
            content.put("nonce", nonce);
        }
        return content;
    }

    private SignedRequest sign(Map<String, Object> content) {
        byte[] requestId = RepresentationHash.of(content);
        Optional<byte[]> signature = senderPubkey == null
                ? Optional.empty()
                : Signing.signature(identity, DomainSeparator.REQUEST.prepend(requestId));
        byte[] envelope = Cbor.writeSelfDescribed(generator -> {
            int signed = signature.isPresent() ? 2 : 0;
            generator.writeStartObject(null, 1 + signed + (delegations.isEmpty() ? 0 : 1));
            generator.writeFieldName("content");
            writeValue(generator, content);
            if (signature.isPresent()) {
                generator.writeBinaryField("sender_pubkey", senderPubkey);
                generator.writeBinaryField("sender_sig", signature.get());
            }
            writeDelegations(generator);
            generator.writeEndObject();
        });
        return new SignedRequest(requestId, envelope);
    }

    private void writeDelegations(CBORGenerator generator) throws IOException {
        if (delegations.isEmpty()) {
            return;
        }
        generator.writeFieldName("sender_delegation");
        generator.writeStartArray(null, delegations.size());
        for (SignedDelegation delegation : delegations) {
            delegation.write(generator);
        }
        generator.writeEndArray();
    }

    private static void writeValue(CBORGenerator generator, Object value) throws IOException {
        if (value instanceof byte[] bytes) {
            generator.writeBinary(bytes);
        } else if (value instanceof String text) {
            generator.writeString(text);
        } else if (value instanceof Long bits) {
            Cbor.writeUnsigned(generator, bits);
        } else if (value instanceof List<?> list) {
            generator.writeStartArray(null, list.size());
            for (Object element : list) {
                writeValue(generator, element);
            }
            generator.writeEndArray();
        } else {
            writeMap(generator, (Map<?, ?>) value);
        }
    }

    private static void writeMap(CBORGenerator generator, Map<?, ?> map) throws IOException {
        generator.writeStartObject(null, map.size());
        for (Map.Entry<?, ?> field : map.entrySet()) {
            generator.writeFieldName((String) field.getKey());
            writeValue(generator, field.getValue());
        }
        generator.writeEndObject();
    }
}
