package org.icws.protocol.crypto;

import java.security.SecureRandom;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.ic4j.agent.identity.Identity;
import org.ic4j.agent.identity.Signature;
import org.ic4j.types.Principal;
import org.icws.protocol.ProtocolException;
import org.icws.protocol.principal.Principals;

/**
 * An Ed25519 key pair as an ic4j identity, on BouncyCastle's lightweight API (some 15 times faster than ic4j's own, and
 * without registering a security provider). Immutable and thread-safe.
 */
public final class Ed25519Identity extends Identity {

    /** The size of a seed, which is the private key. */
    public static final int SEED_BYTES = Ed25519PrivateKeyParameters.KEY_SIZE;

    private final Ed25519PrivateKeyParameters key;
    private final byte[] publicKeyDer;
    private final Principal principal;

    private Ed25519Identity(byte[] seed) {
        this.key = new Ed25519PrivateKeyParameters(seed, 0);
        this.publicKeyDer = DerPrefix.ED25519.prepend(key.generatePublicKey().getEncoded());
        this.principal = Principals.selfAuthenticating(publicKeyDer);
    }

    /** A new key pair. */
    public static Ed25519Identity generate(SecureRandom random) {
        byte[] seed = new byte[SEED_BYTES];
        random.nextBytes(seed);
        return new Ed25519Identity(seed);
    }

    /**
     * The key pair of a seed.
     *
     * @throws ProtocolException when it does not have 32 bytes
     */
    public static Ed25519Identity fromSeed(byte[] seed) {
        if (seed == null || seed.length != SEED_BYTES) {
            throw new ProtocolException("An Ed25519 seed has 32 bytes.");
        }
        return new Ed25519Identity(seed);
    }

    /** The self-authenticating principal of the public key. */
    public Principal principal() {
        return principal;
    }

    /** The public key, DER encoded, 44 bytes. */
    public byte[] publicKeyDer() {
        return publicKeyDer.clone();
    }

    /** The private key: keep it secret. */
    public byte[] seed() {
        return key.getEncoded();
    }

    /** The signature over exactly this message, 64 bytes. */
    public byte[] signRaw(byte[] message) {
        byte[] signature = new byte[Ed25519PrivateKeyParameters.SIGNATURE_SIZE];
        key.sign(Ed25519.Algorithm.Ed25519, null, message, 0, message.length, signature, 0);
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
