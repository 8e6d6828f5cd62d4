package org.icws.gateway.protocol.poc;

import java.util.HexFormat;
import org.icws.gateway.protocol.v1.ClientKey;
import org.icws.protocol.principal.Principals;

/** How this protocol's clients are known. Stateless. */
public final class PocClients {
    private static final byte[] ED25519_DER = HexFormat.of().parseHex("302a300506032b6570032100");
    private static final int KEY_BYTES = 32;

    private PocClients() {}

    /**
     * The gateway's name for a client. Clients of this protocol have a number and no principal; the anonymous principal
     * stands in its place, which no client of the other protocol can have.
     *
     * @param clientId the number ws_register gave, unsigned
     * @return the client's key in events, snapshots and routes
     */
    public static ClientKey key(long clientId) {
        return new ClientKey(Principals.ANONYMOUS, clientId);
    }

    /**
     * @param raw an Ed25519 public key as ws_register takes it
     * @return the same key in DER form
     * @throws org.icws.gateway.protocol.v1.V1Exception if it has not 32 bytes
     */
    public static byte[] derKey(byte[] raw) {
        if (raw.length != KEY_BYTES) {
            throw new org.icws.gateway.protocol.v1.V1Exception(
                    "the client's key has " + raw.length + " bytes, not " + KEY_BYTES);
        }
        byte[] der = java.util.Arrays.copyOf(ED25519_DER, ED25519_DER.length + KEY_BYTES);
        System.arraycopy(raw, 0, der, ED25519_DER.length, KEY_BYTES);
        return der;
    }
}
