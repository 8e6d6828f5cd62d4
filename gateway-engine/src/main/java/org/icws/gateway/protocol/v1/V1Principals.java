package org.icws.gateway.protocol.v1;

import org.ic4j.types.Principal;

/** Principals from untrusted bytes. */
final class V1Principals {
    private static final int MAX_LENGTH = 29;

    private V1Principals() {}

    static Principal of(byte[] bytes) {
        if (bytes.length > MAX_LENGTH) {
            throw new V1Exception("a principal has at most " + MAX_LENGTH + " bytes, not " + bytes.length);
        }
        return Principal.from(bytes);
    }
}
