package org.icws.protocol.hash;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256, the only hash function of the Internet Computer's interface besides SHA-224 in principals. Thread-safe. */
public final class Sha256 {

    /** The size of a digest in bytes. */
    public static final int BYTES = 32;

    private Sha256() {}

    /** The digest of the parts' concatenation. */
    public static byte[] of(byte[]... parts) {
        MessageDigest digest = newDigest();
        for (byte[] part : parts) {
            digest.update(part);
        }
        return digest.digest();
    }

    /** A fresh digest, for what is hashed piece by piece. */
    public static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA-256.", e);
        }
    }
}
