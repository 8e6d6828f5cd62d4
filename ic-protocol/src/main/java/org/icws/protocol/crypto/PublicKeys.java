package org.icws.protocol.crypto;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
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
 * Verifies signatures by the DER encoded key that made them: Ed25519, ECDSA with SHA-256 on P-256 and secp256k1, and
 * WebAuthn with a COSE key.
 *
 * <p>ECDSA signatures are 64 bytes, r then s; a high s is accepted. Points are uncompressed. Canister signatures are refused
 * by name: it takes a network's root key to verify them. Stateless. Source: IC interface specification, "Signatures".
 */
public final class PublicKeys {

    private static final int SIGNATURE_BYTES = 64;
    private static final int SCALAR_BYTES = 32;
    private static final int UNCOMPRESSED_POINT_BYTES = 65;
    static final byte UNCOMPRESSED = 4;

    /** The order of the group of P-256. */
    static final BigInteger P256_ORDER =
            new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);

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
        Optional<byte[]> cose = DerWrappedKey.COSE.unwrap(derPublicKey);
        if (cose.isPresent()) {
            WebAuthnSignature assertion = WebAuthnSignature.decode(signature);
            assertion.requireChallenge(message);
            return new CoseKey(cose.get()).verify(assertion.signedBytes(), assertion.signature());
        }
        if (DerWrappedKey.CANISTER_SIGNATURE.unwrap(derPublicKey).isPresent()) {
            throw new ProtocolException("A canister signature cannot be verified without the network's root key.");
        }
        throw new ProtocolException("The public key is not Ed25519, P-256 or secp256k1 in DER with an uncompressed"
                + " point, nor a COSE key or a canister's; other signature schemes are not supported.");
    }

    static boolean verifyP256(byte[] point, byte[] message, BigInteger r, BigInteger s) {
        return Curve.P256.verify(point, message, r, s);
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
            boolean whole = signature.length == SIGNATURE_BYTES;
            BigInteger r = whole ? new BigInteger(1, signature, 0, SCALAR_BYTES) : BigInteger.ZERO;
            BigInteger s = whole ? new BigInteger(1, signature, SCALAR_BYTES, SCALAR_BYTES) : BigInteger.ZERO;
            return verify(point, message, r, s);
        }

        boolean verify(byte[] point, byte[] message, BigInteger r, BigInteger s) {
            ECDSASigner verifier = new ECDSASigner();
            verifier.init(false, key(point));
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
