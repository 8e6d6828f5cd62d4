package org.icws.protocol.request;

import java.util.Optional;
import org.ic4j.agent.identity.Identity;
import org.ic4j.agent.identity.Signature;
import org.icws.protocol.ProtocolException;

/** The edge to ic4j's identities, whose errors are {@link Error}s. */
final class Signing {

    private Signing() {}

    /** Empty when the identity does not sign, as the anonymous one. */
    static Optional<byte[]> signature(Identity identity, byte[] message) {
        try {
            Signature signature = identity.sign(message);
            return signature == null ? Optional.empty() : signature.signature;
        } catch (VirtualMachineError fatal) {
            throw fatal;
        } catch (Error | RuntimeException e) {
            throw new ProtocolException("The identity could not sign the request: " + e.getMessage(), e);
        }
    }
}
