package org.icws.replica.certification;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.ic4j.types.Principal;
import org.icws.protocol.crypto.BlsSecret;
import org.icws.protocol.crypto.Ed25519Identity;
import org.icws.protocol.hash.Sha256;
import org.icws.protocol.principal.Principals;

/**
 * The keys of the network and what follows from them.
 *
 * @param subnet signs the state; it is the root key, because the only subnet is the root
 * @param node signs answers to queries
 */
public record NetworkKeys(BlsSecret subnet, Ed25519Identity node) {
    /** Derives the keys: equal seeds give equal networks. */
    public static NetworkKeys fromSeed(long seed) {
        return new NetworkKeys(
                BlsSecret.fromSeed(derive("subnet", seed)), Ed25519Identity.fromSeed(derive("node", seed)));
    }

    private static byte[] derive(String use, long seed) {
        return Sha256.of(
                ("icws-local-replica-" + use).getBytes(StandardCharsets.UTF_8),
                ByteBuffer.allocate(Long.BYTES).putLong(seed).array());
    }

    /** The root key, 133 bytes DER. */
    public byte[] rootKeyDer() {
        return subnet.publicKeyDer();
    }

    /** The subnet's principal. */
    public Principal subnetId() {
        return Principals.selfAuthenticating(rootKeyDer());
    }

    /** The node's principal. */
    public Principal nodeId() {
        return node.principal();
    }
}
