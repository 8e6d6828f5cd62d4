package org.icws.gateway.trust;

import org.icws.gateway.GatewayClock;
import org.icws.gateway.protocol.poc.PocClients;
import org.icws.gateway.protocol.v1.V1Exception;
import org.icws.gateway.trust.Steps.Finding;
import org.icws.protocol.ProtocolException;
import org.icws.protocol.crypto.PublicKeys;

/** Proves what a client of the proof of concept's protocol signed. Stateless and thread-safe. */
public final class PocCheck {
    private final GatewayClock clock;

    /** @param clock times the checks; the protocol's own timestamps prove nothing */
    public PocCheck(GatewayClock clock) {
        this.clock = clock;
    }

    /**
     * Whether the bytes carry that key's signature.
     *
     * @param rawKey Ed25519 public key, 32 bytes
     * @param content the signed bytes
     * @param signature 64 bytes
     * @return false also for a key that is none
     */
    public static boolean signed(byte[] rawKey, byte[] content, byte[] signature) {
        try {
            return PublicKeys.verify(PocClients.derKey(rawKey), content, signature);
        } catch (ProtocolException | V1Exception e) {
            return false;
        }
    }

    /**
     * @param rawKey the client's key as the canister told it; null if it has not yet
     * @param content the signed bytes
     * @param signature 64 bytes
     * @param sessionClient number of the session's client
     * @param namedClient number of the client the content names
     * @return the proof
     */
    public Proof prove(byte[] rawKey, byte[] content, byte[] signature, long sessionClient, long namedClient) {
        Steps steps = new Steps(clock);
        String key = rawKey == null ? "no key" : Steps.hex(rawKey);
        if (rawKey == null) {
            steps.skip(
                    Proof.REQUEST_SIGNATURE,
                    "Signed with the client's key",
                    key,
                    "the canister has not told the client's key yet");
        } else {
            steps.check(
                    Proof.REQUEST_SIGNATURE,
                    "Signed with the client's key",
                    content.length + " bytes, key " + key,
                    () -> signed(rawKey, content, signature)
                            ? Finding.ok("it is the registered key's")
                            : Finding.failed("", "", "the signature is not the registered key's"));
        }
        steps.check(
                Proof.SENDER,
                "Names the session's client",
                "client_id",
                () -> Finding.equal(
                        Long.toUnsignedString(sessionClient),
                        Long.toUnsignedString(namedClient),
                        "the message names another client"));
        return steps.proof();
    }
}
