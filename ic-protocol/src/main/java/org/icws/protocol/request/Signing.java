package org.icws.protocol.request;

import java.util.Optional;
import java.util.function.Supplier;
import org.ic4j.agent.identity.Identity;
import org.ic4j.agent.identity.Signature;
import org.ic4j.types.Principal;
import org.icws.protocol.ProtocolException;

/** The edge to ic4j's identities, whose errors are {@link Error}s. */
final class Signing {

    private Signing() {}

    /** In whose name the identity signs. */
    static Principal sender(Identity identity) {
        return guarded(identity::sender);
    }

    /** The identity's key, DER encoded. */
    static byte[] publicKey(Identity identity) {
        return guarded(identity::getPublicKey);
    }

    /** Empty when the identity does not sign, as the anonymous one. */
    static Optional<byte[]> signature(Identity identity, byte[] message) {
        Signature signature = guarded(() -> identity.sign(message));
        return signature == null ? Optional.empty() : signature.signature;
    }

    private static <T> T guarded(Supplier<T> use) {
        try {
            return use.get();
        } catch (VirtualMachineError fatal) {
            throw fatal;
        } catch (Error | RuntimeException e) {
            throw new ProtocolException("The identity cannot be used: " + e.getMessage(), e);
        }
    }
}
