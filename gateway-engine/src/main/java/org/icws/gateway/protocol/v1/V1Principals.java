package org.icws.gateway.protocol.v1;

import org.ic4j.types.Principal;
import org.icws.protocol.ProtocolException;
import org.icws.protocol.principal.Principals;

/** Principals from untrusted bytes. */
final class V1Principals {
    private V1Principals() {}

    static Principal of(byte[] bytes) {
        try {
            return Principals.of(bytes);
        } catch (ProtocolException e) {
            throw new V1Exception(e.getMessage(), e);
        }
    }
}
