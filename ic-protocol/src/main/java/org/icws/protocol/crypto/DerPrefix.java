package org.icws.protocol.crypto;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * The fixed bytes in front of a raw public key in its DER SubjectPublicKeyInfo. All agents compare them byte for byte,
 * so there is nothing to parse. Source: IC interface specification, "Signatures".
 */
enum DerPrefix {
    ED25519("302a300506032b6570032100"),
    P256("3059301306072a8648ce3d020106082a8648ce3d030107034200"),
    SECP256K1("3056301006072a8648ce3d020106052b8104000a034200"),
    BLS("308182301d060d2b0601040182dc7c0503010201060c2b0601040182dc7c05030201036100");

    private final byte[] bytes;

    DerPrefix(String hex) {
        this.bytes = HexFormat.of().parseHex(hex);
    }

    int length() {
        return bytes.length;
    }

    boolean startsOf(byte[] der) {
        return der.length >= bytes.length && Arrays.equals(der, 0, bytes.length, bytes, 0, bytes.length);
    }

    byte[] prepend(byte[] raw) {
        byte[] der = Arrays.copyOf(bytes, bytes.length + raw.length);
        System.arraycopy(raw, 0, der, bytes.length, raw.length);
        return der;
    }
}
