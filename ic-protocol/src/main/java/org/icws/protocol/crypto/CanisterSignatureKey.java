package org.icws.protocol.crypto;

import java.util.Arrays;
import java.util.Optional;
import org.ic4j.types.Principal;
import org.icws.protocol.ProtocolException;
import org.icws.protocol.principal.Principals;

/**
 * The public key of canister signatures: not a secret's counterpart, but the canister that signs and a seed, by which it
 * tells its users apart. Source: IC interface specification, "Canister signatures".
 *
 * @param canister signs
 * @param seed any bytes
 */
public record CanisterSignatureKey(Principal canister, byte[] seed) {

    /**
     * Reads the DER form; empty when it is a key of another kind.
     *
     * @throws ProtocolException when it is one of this kind, but malformed
     */
    public static Optional<CanisterSignatureKey> decode(byte[] der) {
        return DerWrappedKey.CANISTER_SIGNATURE.unwrap(der).map(CanisterSignatureKey::fromRaw);
    }

    private static CanisterSignatureKey fromRaw(byte[] raw) {
        int length = raw.length == 0 ? 0 : raw[0] & 0xff;
        if (length == 0 || raw.length < 1 + length) {
            throw new ProtocolException("The public key for canister signatures does not name a canister.");
        }
        return new CanisterSignatureKey(
                Principals.of(Arrays.copyOfRange(raw, 1, 1 + length)), Arrays.copyOfRange(raw, 1 + length, raw.length));
    }

    /** The DER form. */
    public byte[] der() {
        byte[] id = canister.getValue();
        byte[] raw = new byte[1 + id.length + seed.length];
        raw[0] = (byte) id.length;
        System.arraycopy(id, 0, raw, 1, id.length);
        System.arraycopy(seed, 0, raw, 1 + id.length, seed.length);
        return DerWrappedKey.CANISTER_SIGNATURE.wrap(raw);
    }
}
