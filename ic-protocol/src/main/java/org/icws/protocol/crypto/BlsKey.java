package org.icws.protocol.crypto;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import org.icws.protocol.ProtocolException;
import supranational.blst.BLST_ERROR;
import supranational.blst.P1;
import supranational.blst.P1_Affine;
import supranational.blst.P2_Affine;
import supranational.blst.PT;

/**
 * BLS12-381 public keys of subnets: signatures are points of G1 (48 bytes), keys points of G2 (96 bytes, 133 in DER).
 *
 * <p>Source: IC interface specification, "Certification" and its ciphersuite
 * {@code BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_}. The native library is unpacked and loaded at the first
 * verification, not when this class is loaded; {@link #warmUp()} does it ahead of time. Thread-safe.
 */
public final class BlsKey {

    /** The size of a compressed signature. */
    public static final int SIGNATURE_BYTES = 48;

    /** The size of a compressed public key without its DER prefix. */
    public static final int KEY_BYTES = 96;

    /** The size of a DER encoded public key. */
    public static final int DER_BYTES = DerPrefix.BLS.length() + KEY_BYTES;

    static final String CIPHERSUITE = "BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_";

    private final P2_Affine point;

    private BlsKey(P2_Affine point) {
        this.point = point;
    }

    /**
     * Reads and checks a key; keep the result when several signatures are to be verified with it.
     *
     * @throws ProtocolException when it is not a usable BLS key: other prefix, not on the curve, infinity, wrong group
     */
    public static BlsKey fromDer(byte[] der) {
        byte[] raw = Arrays.copyOfRange(requireDer(der), DerPrefix.BLS.length(), der.length);
        P2_Affine point;
        try {
            point = new P2_Affine(raw);
        } catch (RuntimeException e) {
            throw new ProtocolException("The BLS public key is not a point of the curve.", e);
        }
        if (point.is_inf() || !point.in_group()) {
            throw new ProtocolException("The BLS public key is not a point of the right group.");
        }
        return new BlsKey(point);
    }

    /** The same bytes, when they look like a DER encoded BLS key; this does not load the native library. */
    public static byte[] requireDer(byte[] der) {
        if (der == null || der.length != DER_BYTES || !DerPrefix.BLS.startsOf(der)) {
            throw new ProtocolException("Not a DER encoded BLS12-381 public key of " + DER_BYTES + " bytes.");
        }
        return der;
    }

    /** Wraps a compressed key in DER. */
    static byte[] toDer(byte[] raw) {
        return DerPrefix.BLS.prepend(raw);
    }

    /** Whether the signature is this key's over the message. A malformed signature is a wrong one. */
    public boolean verify(byte[] message, byte[] signature) {
        if (signature == null || signature.length != SIGNATURE_BYTES) {
            return false;
        }
        try {
            P1_Affine signaturePoint = new P1_Affine(signature);
            return !signaturePoint.is_inf()
                    && signaturePoint.core_verify(point, true, message, CIPHERSUITE) == BLST_ERROR.BLST_SUCCESS;
        } catch (RuntimeException e) {
            return false;
        }
    }

    /**
     * Whether every signature is this key's over the message at the same place. Costs two pairings however many there are:
     * with random factors r, e(Σ r·signature, generator) = e(Σ r·H(message), key) holds for wrong signatures with a
     * probability of 2⁻⁶⁴ only, whatever their makers do.
     *
     * @param random for the factors; whoever makes signatures must not be able to guess them
     * @return false if any of them is wrong, without saying which
     */
    public boolean verifyAll(List<byte[]> messages, List<byte[]> signatures, SecureRandom random) {
        if (messages.size() != signatures.size()) {
            throw new IllegalArgumentException("as many signatures as messages are needed");
        }
        P1 signed = new P1();
        P1 hashes = new P1();
        try {
            for (int i = 0; i < messages.size(); i++) {
                P1_Affine signature = new P1_Affine(signatures.get(i));
                // The equation holds in the group alone, so each signature has to be in it.
                if (signature.is_inf() || !signature.in_group()) {
                    return false;
                }
                BigInteger factor = factor(random);
                signed.add(new P1(signature).mult(factor));
                hashes.add(new P1().hash_to(messages.get(i), CIPHERSUITE).mult(factor));
            }
            PT left = new PT(signed.to_affine(), P2_Affine.generator());
            PT right = new PT(hashes.to_affine(), point);
            return PT.finalverify(left, right);
        } catch (RuntimeException e) {
            return false;
        }
    }

    private static BigInteger factor(SecureRandom random) {
        return new BigInteger(Long.SIZE, random).max(BigInteger.ONE);
    }

    /**
     * One-off form of {@link #fromDer} and {@link #verify(byte[], byte[])}.
     *
     * @throws ProtocolException when the key is unusable
     */
    public static boolean verify(byte[] derPublicKey, byte[] message, byte[] signature) {
        return fromDer(derPublicKey).verify(message, signature);
    }

    /** Loads the native library now (some 100 ms), for example from a background thread during a program's start. */
    public static void warmUp() {
        new P1().hash_to(new byte[0], CIPHERSUITE).compress();
    }
}
