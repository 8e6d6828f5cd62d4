package org.icws.protocol.crypto;

import java.math.BigInteger;
import java.util.Arrays;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.bouncycastle.util.BigIntegers;
import org.ic4j.agent.identity.Identity;
import org.ic4j.agent.identity.Signature;
import org.ic4j.types.Principal;
import org.icws.protocol.ProtocolException;
import org.icws.protocol.hash.Sha256;
import org.icws.protocol.principal.Principals;

/**
 * A key pair on secp256k1 or P-256 as an ic4j identity. Signatures are ECDSA with SHA-256, deterministic (RFC 6979), with the
 * lower of the two possible s. Immutable and thread-safe.
 */
public final class EcdsaIdentity extends Identity {

    /** The curves the Internet Computer accepts. */
    public enum Curve {
        SECP256K1("secp256k1", DerPrefix.SECP256K1),
        P256("secp256r1", DerPrefix.P256);

        private final String curveName;
        private final DerPrefix prefix;

        Curve(String curveName, DerPrefix prefix) {
            this.curveName = curveName;
            this.prefix = prefix;
        }
    }

    private static final int SCALAR_BYTES = 32;

    private final Curve curve;
    private final ECPrivateKeyParameters key;
    private final byte[] publicKeyDer;
    private final Principal principal;

    private EcdsaIdentity(Curve curve, ECPrivateKeyParameters key, byte[] publicKeyDer) {
        this.curve = curve;
        this.key = key;
        this.publicKeyDer = publicKeyDer;
        this.principal = Principals.selfAuthenticating(publicKeyDer);
    }

    /**
     * The key pair of a private number.
     *
     * @throws ProtocolException when it is not between zero and the curve's order
     */
    public static EcdsaIdentity of(Curve curve, BigInteger secret) {
        X9ECParameters parameters = CustomNamedCurves.getByName(curve.curveName);
        ECDomainParameters domain = new ECDomainParameters(parameters);
        if (secret.signum() <= 0 || secret.compareTo(domain.getN()) >= 0) {
            throw new ProtocolException("The private key is not a number of the curve " + curve.curveName + ".");
        }
        byte[] point = new FixedPointCombMultiplier()
                .multiply(domain.getG(), secret)
                .normalize()
                .getEncoded(false);
        return new EcdsaIdentity(curve, new ECPrivateKeyParameters(secret, domain), curve.prefix.prepend(point));
    }

    /** The curve of the key. */
    public Curve curve() {
        return curve;
    }

    /** The public key, DER encoded, with an uncompressed point. */
    public byte[] publicKeyDer() {
        return publicKeyDer.clone();
    }

    /** The public key's uncompressed point, 65 bytes. */
    byte[] point() {
        return Arrays.copyOfRange(publicKeyDer, curve.prefix.length(), publicKeyDer.length);
    }

    /** The private key, 32 bytes: keep it secret. */
    public byte[] secret() {
        return BigIntegers.asUnsignedByteArray(SCALAR_BYTES, key.getD());
    }

    /** The signature over exactly this message: r, then s, 64 bytes. */
    public byte[] signRaw(byte[] message) {
        ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
        signer.init(true, key);
        BigInteger[] parts = signer.generateSignature(Sha256.of(message));
        BigInteger order = key.getParameters().getN();
        BigInteger low = parts[1].min(order.subtract(parts[1]));
        byte[] signature = new byte[2 * SCALAR_BYTES];
        System.arraycopy(BigIntegers.asUnsignedByteArray(SCALAR_BYTES, parts[0]), 0, signature, 0, SCALAR_BYTES);
        System.arraycopy(BigIntegers.asUnsignedByteArray(SCALAR_BYTES, low), 0, signature, SCALAR_BYTES, SCALAR_BYTES);
        return signature;
    }

    @Override
    public Principal sender() {
        return principal;
    }

    @Override
    public Signature sign(byte[] message) {
        return new Signature(publicKeyDer(), signRaw(message), null);
    }

    @Override
    public byte[] getPublicKey() {
        return publicKeyDer();
    }
}
