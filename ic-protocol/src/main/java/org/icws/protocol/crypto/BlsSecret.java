package org.icws.protocol.crypto;

import java.math.BigInteger;
import org.icws.protocol.ProtocolException;
import org.icws.protocol.hash.Sha256;
import supranational.blst.P1;
import supranational.blst.P2;
import supranational.blst.SecretKey;

/** A BLS12-381 secret key, for local subnets and tests. Immutable and thread-safe. */
public final class BlsSecret {

    /** The order of the group, a scalar is below it. */
    private static final BigInteger ORDER =
            new BigInteger("73eda753299d7d483339d80809a1d80553bda402fffe5bfeffffffff00000001", 16);

    private final SecretKey key;
    private final byte[] publicKeyDer;

    private BlsSecret(SecretKey key) {
        this.key = key;
        this.publicKeyDer = BlsKey.toDer(new P2(key).compress());
    }

    /**
     * The key derived from 32 bytes of secret randomness: the same seed gives the same key.
     *
     * @throws ProtocolException when the seed has another length
     */
    public static BlsSecret fromSeed(byte[] seed) {
        if (seed == null || seed.length != Sha256.BYTES) {
            throw new ProtocolException("A BLS seed has 32 bytes.");
        }
        SecretKey key = new SecretKey();
        key.keygen(seed);
        return new BlsSecret(key);
    }

    /**
     * The key that is this scalar, big-endian, as other libraries store it.
     *
     * @throws ProtocolException when it is not 32 bytes with a value from 1 to the group's order
     */
    public static BlsSecret fromScalar(byte[] bigEndian) {
        BigInteger scalar =
                bigEndian == null || bigEndian.length != Sha256.BYTES ? BigInteger.ZERO : new BigInteger(1, bigEndian);
        if (scalar.signum() == 0 || scalar.compareTo(ORDER) >= 0) {
            throw new ProtocolException("Not a BLS12-381 scalar of 32 bytes.");
        }
        SecretKey key = new SecretKey();
        key.from_bendian(bigEndian);
        return new BlsSecret(key);
    }

    /** The public key, 133 bytes. */
    public byte[] publicKeyDer() {
        return publicKeyDer.clone();
    }

    /** The signature over a message, 48 bytes. */
    public byte[] sign(byte[] message) {
        return new P1().hash_to(message, BlsKey.CIPHERSUITE).sign_with(key).compress();
    }
}
