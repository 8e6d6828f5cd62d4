package org.icws.protocol.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ic4j.agent.identity.Identity;
import org.ic4j.types.Principal;
import org.icws.protocol.cbor.Cbor;
import org.icws.protocol.cbor.CborException;
import org.icws.protocol.hash.RepresentationHash;
import org.icws.protocol.principal.Principals;

/**
 * A key's permission for another key to sign in its place. Source: IC interface specification, "Authentication".
 *
 * @param pubkey the key that may sign, DER encoded
 * @param expirationNanos until when, nanoseconds since 1970, unsigned
 * @param targets the canisters it holds for; null for all
 * @param permissions {@code "queries"} or {@code "all"}; null for all
 * @param signature of the key before it in the chain
 * @param hash the representation-independent hash of the delegation as it was received, 32 bytes
 */
public record SignedDelegation(
        byte[] pubkey,
        long expirationNanos,
        List<Principal> targets,
        String permissions,
        byte[] signature,
        byte[] hash) {

    static SignedDelegation decode(JsonNode element) {
        JsonNode delegation = Cbor.field(element, "delegation");
        return new SignedDelegation(
                Cbor.bytes(delegation, "pubkey"),
                Cbor.unsignedLong(delegation, "expiration"),
                Cbor.optional(delegation, "targets")
                        .map(SignedDelegation::decodeTargets)
                        .orElse(null),
                Cbor.optionalText(delegation, "permissions").orElse(null),
                Cbor.bytes(element, "signature"),
                RepresentationHash.of(delegation));
    }

    private static List<Principal> decodeTargets(JsonNode array) {
        if (!array.isArray()) {
            throw new CborException("targets is not an array");
        }
        List<Principal> targets = new ArrayList<>(array.size());
        array.forEach(target -> targets.add(Principals.of(Cbor.asBytes(target, "target"))));
        return List.copyOf(targets);
    }

    /**
     * Signs a delegation.
     *
     * @param signer the key before the delegated one in the chain
     * @param targets null for all canisters
     * @param permissions null for all
     */
    public static SignedDelegation sign(
            Identity signer, byte[] pubkey, long expirationNanos, List<Principal> targets, String permissions) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("pubkey", pubkey);
        fields.put("expiration", expirationNanos);
        fields.put(
                "targets",
                targets == null
                        ? null
                        : targets.stream().map(Principal::getValue).toList());
        fields.put("permissions", permissions);
        byte[] hash = RepresentationHash.of(fields);
        byte[] signature = Signing.signature(signer, DomainSeparator.DELEGATION.prepend(hash))
                .orElseThrow(() -> new IllegalArgumentException("The anonymous identity cannot delegate."));
        return new SignedDelegation(pubkey, expirationNanos, targets, permissions, signature, hash);
    }

    void write(CBORGenerator generator) throws IOException {
        generator.writeStartObject(null, 2);
        generator.writeFieldName("delegation");
        generator.writeStartObject(null, 2 + (targets == null ? 0 : 1) + (permissions == null ? 0 : 1));
        generator.writeBinaryField("pubkey", pubkey);
        generator.writeFieldName("expiration");
        Cbor.writeUnsigned(generator, expirationNanos);
        if (targets != null) {
            generator.writeFieldName("targets");
            generator.writeStartArray(null, targets.size());
            for (Principal target : targets) {
                generator.writeBinary(target.getValue());
            }
            generator.writeEndArray();
        }
        if (permissions != null) {
            generator.writeStringField("permissions", permissions);
        }
        generator.writeEndObject();
        generator.writeBinaryField("signature", signature);
        generator.writeEndObject();
    }
}
