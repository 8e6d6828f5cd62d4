package org.icws.protocol.certificate;

import java.util.Arrays;
import java.util.HexFormat;
import org.ic4j.types.Principal;
import org.icws.protocol.ProtocolException;
import org.icws.protocol.crypto.BlsKey;
import org.icws.protocol.hash.Sha256;
import org.icws.protocol.principal.Principals;

/**
 * The public key a network's certificates go back to.
 *
 * @param der 133 bytes
 */
public record RootKey(byte[] der) {

    private static final int FINGERPRINT_BYTES = 8;

    /** The root key of the Internet Computer's main network. */
    public static final RootKey MAINNET = fromHex(
            "308182301d060d2b0601040182dc7c0503010201060c2b0601040182dc7c05030201036100"
                    + "814c0e6ec71fab583b08bd81373c255c3c371b2e84863c98a4f1e08b74235d14fb5d9c0cd546d9685f913a0c0b2cc5341583bf4b4392e467db96d65b9bb4cb717112f8472e0d5a4d14505ffd7484b01291091c5f87b98883463f98091a0baaae");

    /** @throws ProtocolException when it is not a DER encoded BLS key */
    public RootKey {
        der = BlsKey.requireDer(der).clone();
    }

    /** Reads hexadecimal digits. */
    public static RootKey fromHex(String hex) {
        try {
            return new RootKey(HexFormat.of().parseHex(hex));
        } catch (IllegalArgumentException e) {
            throw new ProtocolException("The root key is not written in hexadecimal digits.", e);
        }
    }

    /** The principal of the root subnet. */
    public Principal subnetId() {
        return Principals.selfAuthenticating(der);
    }

    /** Short and comparable by eye: the first eight bytes of the key's SHA-256, in hexadecimal digits. */
    public String fingerprint() {
        return HexFormat.of().formatHex(Sha256.of(der), 0, FINGERPRINT_BYTES);
    }

    /** The whole key in hexadecimal digits. */
    public String hex() {
        return HexFormat.of().formatHex(der);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RootKey key && Arrays.equals(der, key.der);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(der);
    }

    @Override
    public String toString() {
        return "RootKey[" + fingerprint() + "]";
    }
}
