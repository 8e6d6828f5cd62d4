package org.icws.protocol.request;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.icws.protocol.ProtocolException;
import org.icws.protocol.cbor.Cbor;
import org.icws.protocol.cbor.CborException;

/**
 * A request with its signature. Decoding verifies nothing: see {@link EnvelopeVerifier}. Source: IC interface
 * specification, "Authentication".
 *
 * @param content what is asked for
 * @param senderPubkey DER encoded key at the start of the chain; null when absent
 * @param senderSig signature of the key at the end of the chain; null when absent
 * @param delegations the chain, possibly empty
 */
public record Envelope(
        RequestContent content, byte[] senderPubkey, byte[] senderSig, List<SignedDelegation> delegations) {

    /** Keeps the chain from being changed. */
    public Envelope {
        delegations = List.copyOf(delegations);
    }

    /**
     * Reads the CBOR form, with or without the self-describe tag.
     *
     * @throws EnvelopeException of kind {@code MALFORMED}
     */
    public static Envelope decode(byte[] cbor) {
        JsonNode node;
        try {
            node = Cbor.read(cbor);
        } catch (CborException e) {
            throw new EnvelopeException(
                    EnvelopeException.Kind.MALFORMED, "Failed to deserialize cbor request: " + e.getMessage(), e);
        }
        return decode(node);
    }

    /** The same from CBOR that is decoded already, such as a map inside a frame. */
    public static Envelope decode(JsonNode envelope) {
        try {
            return new Envelope(
                    RequestContent.decode(Cbor.requireMap(Cbor.field(envelope, "content"), "The request's content")),
                    Cbor.optionalBytes(envelope, "sender_pubkey").orElse(null),
                    Cbor.optionalBytes(envelope, "sender_sig").orElse(null),
                    Cbor.optional(envelope, "sender_delegation")
                            .map(Envelope::decodeDelegations)
                            .orElse(List.of()));
        } catch (ProtocolException e) {
            throw new EnvelopeException(EnvelopeException.Kind.MALFORMED, "Malformed request: " + e.getMessage(), e);
        }
    }

    private static List<SignedDelegation> decodeDelegations(JsonNode array) {
        if (!array.isArray()) {
            throw new CborException("sender_delegation is not an array");
        }
        List<SignedDelegation> delegations = new ArrayList<>(array.size());
        array.forEach(element -> delegations.add(SignedDelegation.decode(element)));
        return delegations;
    }

    /** The key whose signature the request must carry: the last of the chain. Empty for an unsigned request. */
    public Optional<byte[]> signingKey() {
        return delegations.isEmpty()
                ? Optional.ofNullable(senderPubkey)
                : Optional.of(delegations.get(delegations.size() - 1).pubkey());
    }
}
