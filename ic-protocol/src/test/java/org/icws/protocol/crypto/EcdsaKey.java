package org.icws.protocol.crypto;

import java.math.BigInteger;
import java.security.SecureRandom;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.generators.ECKeyPairGenerator;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECKeyGenerationParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.ic4j.agent.identity.Identity;
import org.ic4j.agent.identity.Signature;
import org.ic4j.types.Principal;
import org.icws.protocol.hash.Sha256;
import org.icws.protocol.principal.Principals;

/** An identity with an ECDSA key, as agents have them. */
public final class EcdsaKey extends Identity {

    public enum Curve {
        P256("secp256r1", DerPrefix.P256),
        SECP256K1("secp256k1", DerPrefix.SECP256K1);

        private final ECDomainParameters domain;
        private final DerPrefix prefix;

        Curve(String name, DerPrefix prefix) {
            this.domain = new ECDomainParameters(CustomNamedCurves.getByName(name));
            this.prefix = prefix;
        }
    }

    private final Curve curve;
    private final AsymmetricCipherKeyPair pair;

    private EcdsaKey(Curve curve, AsymmetricCipherKeyPair pair) {
        this.curve = curve;
        this.pair = pair;
    }

    public static EcdsaKey generate(Curve curve) {
        ECKeyPairGenerator generator = new ECKeyPairGenerator();
        generator.init(new ECKeyGenerationParameters(curve.domain, new SecureRandom()));
        return new EcdsaKey(curve, generator.generateKeyPair());
    }

    public byte[] publicKeyDer() {
        return curve.prefix.prepend(
                ((ECPublicKeyParameters) pair.getPublic()).getQ().getEncoded(false));
    }

    public byte[] signRaw(byte[] message) {
        ECDSASigner signer = new ECDSASigner();
        signer.init(true, (ECPrivateKeyParameters) pair.getPrivate());
        BigInteger[] rs = signer.generateSignature(Sha256.of(message));
        return join(rs[0], rs[1]);
    }

    /** The other of the two signatures that are valid for the same message. */
    byte[] withOtherS(byte[] signature) {
        BigInteger s = new BigInteger(1, signature, 32, 32);
        return join(new BigInteger(1, signature, 0, 32), curve.domain.getN().subtract(s));
    }

    private static byte[] join(BigInteger r, BigInteger s) {
        byte[] signature = new byte[64];
        copyUnsigned(r, signature, 32);
        copyUnsigned(s, signature, 64);
        return signature;
    }

    private static void copyUnsigned(BigInteger value, byte[] into, int end) {
        byte[] bytes = value.toByteArray();
        int length = Math.min(bytes.length, 32);
        System.arraycopy(bytes, bytes.length - length, into, end - length, length);
    }

    @Override
    public Principal sender() {
        return Principals.selfAuthenticating(publicKeyDer());
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
