package org.icws.protocol.crypto;

import java.math.BigInteger;
import java.util.Arrays;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.icws.protocol.ProtocolException;
import org.icws.protocol.hash.Sha256;

/**
 * Verifies signatures by the DER encoded key that made them: Ed25519, and ECDSA with SHA-256 on P-256 and secp256k1.
 *
 * <p>ECDSA signatures are 64 bytes, r then s; a high s is accepted. Points are uncompressed. Other schemes (WebAuthn,
 * canister signatures) are refused by name. Stateless. Source: IC interface specification, "Signatures".
 */
public final class PublicKeys {

    private static final int SIGNATURE_BYTES = 64;
    private static final int SCALAR_BYTES = 32;
    private static final int UNCOMPRESSED_POINT_BYTES = 65;
    private static final int UNCOMPRESSED = 4;

    private PublicKeys() {}

    /**
     * Whether the signature is this key's over the message. A malformed signature is a wrong one.
     *
     * @throws ProtocolException when the key is of an unknown kind or malformed
     */
    public static boolean verify(byte[] derPublicKey, byte[] message, byte[] signature) {
        if (DerPrefix.ED25519.startsOf(derPublicKey)) {
            return verifyEd25519(raw(derPublicKey, DerPrefix.ED25519, Ed25519.PUBLIC_KEY_SIZE), message, signature);
        }
        if (DerPrefix.P256.startsOf(derPublicKey)) {
            byte[] point = raw(derPublicKey, DerPrefix.P256, UNCOMPRESSED_POINT_BYTES);
            return Curve.P256.verify(point, message, signature);
        }
        if (DerPrefix.SECP256K1.startsOf(derPublicKey)) {
            byte[] point = raw(derPublicKey, DerPrefix.SECP256K1, UNCOMPRESSED_POINT_BYTES);
            return Curve.SECP256K1.verify(point, message, signature);
        }
        throw new ProtocolException("The public key is not Ed25519, P-256 or secp256k1 in DER with an uncompressed"
                + " point; other signature schemes are not supported.");
    }

    private static byte[] raw(byte[] der, DerPrefix prefix, int size) {
        if (der.length != prefix.length() + size) {
            throw new ProtocolException("The " + prefix + " public key has " + der.length + " bytes in DER, not "
                    + (prefix.length() + size) + ".");
        }
        return Arrays.copyOfRange(der, prefix.length(), der.length);
    }

    private static boolean verifyEd25519(byte[] key, byte[] message, byte[] signature) {
        if (!Ed25519.validatePublicKeyPartial(key, 0)) {
            throw new ProtocolException("The Ed25519 public key is not a point of the curve.");
        }
        return signature.length == SIGNATURE_BYTES && Ed25519.verify(signature, 0, key, 0, message, 0, message.length);
    }

    /** A curve's parameters take a while to set up; each is set up when it is first needed. */
    private enum Curve {
        P256("secp256r1"),
        SECP256K1("secp256k1");

        private final String curveName;
        private volatile ECDomainParameters domain;

        Curve(String curveName) {
            this.curveName = curveName;
        }

        boolean verify(byte[] point, byte[] message, byte[] signature) {
            ECDSASigner verifier = new ECDSASigner();
            verifier.init(false, key(point));
            if (signature.length != SIGNATURE_BYTES) {
                return false;
            }
            BigInteger r = new BigInteger(1, signature, 0, SCALAR_BYTES);
            BigInteger s = new BigInteger(1, signature, SCALAR_BYTES, SCALAR_BYTES);
            return verifier.verifySignature(Sha256.of(message), r, s);
        }

        private ECPublicKeyParameters key(byte[] point) {
            if (point[0] != UNCOMPRESSED) {
                throw new ProtocolException("The " + this + " public key is not an uncompressed point.");
            }
            try {
                // Decoding checks that the point is on the curve, the parameters that it is not infinity.
                ECPoint decoded = domain().getCurve().decodePoint(point);
                return new ECPublicKeyParameters(decoded, domain());
            } catch (IllegalArgumentException e) {
                throw new ProtocolException("The " + this + " public key is not a point of the curve.", e);
            }
        }

        private ECDomainParameters domain() {
            if (domain == null) {
                X9ECParameters parameters = CustomNamedCurves.getByName(curveName);
                domain = new ECDomainParameters(parameters);
            }
            return domain;
        }
    }
}
