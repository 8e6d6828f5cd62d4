package org.icws.testbench.trust;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.icws.gateway.event.GatewayEvent;
import org.icws.protocol.request.Envelope;
import org.icws.protocol.request.SignedDelegation;
import org.icws.testbench.store.Format;

/** With what kind of key a client signs, and whether somebody else allowed that key to. */
public final class Signer {

    /** Object identifiers in DER, as they stand at the beginning of a public key. Source: IC interface specification, "Signatures". */
    private static final Map<String, String> KINDS = Map.of(
            "06032b6570",
            "Ed25519",
            "06052b8104000a",
            "secp256k1",
            "06082a8648ce3d030107",
            "P-256",
            "060a2b0601040183b8430101",
            "WebAuthn",
            "060a2b0601040183b8430102",
            "canister signature");

    private static final int HEAD_BYTES = 32;

    private Signer() {}

    /** The key of a request in words: "Ed25519, no delegation"; empty if the message is no signed request of protocol v1. */
    public static String of(GatewayEvent.ClientMessage message) {
        Envelope envelope = Evidence.envelope(message);
        if (envelope == null) {
            return "";
        }
        return envelope.senderPubkey() == null
                ? "none, anonymous"
                : kind(envelope.senderPubkey()) + ", " + delegations(envelope.delegations());
    }

    private static String kind(byte[] der) {
        String head = HexFormat.of().formatHex(der, 0, Math.min(der.length, HEAD_BYTES));
        return KINDS.entrySet().stream()
                .filter(each -> head.contains(each.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("a key of an unknown kind");
    }

    private static String delegations(List<SignedDelegation> chain) {
        if (chain.isEmpty()) {
            return "no delegation";
        }
        long until = chain.stream()
                .mapToLong(SignedDelegation::expirationNanos)
                .min()
                .orElseThrow();
        return Format.count(chain.size(), "delegation") + " until " + Format.shortClock(until);
    }
}
