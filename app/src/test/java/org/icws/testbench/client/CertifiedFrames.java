package org.icws.testbench.client;

import java.util.Optional;
import org.ic4j.types.Principal;
import org.icws.gateway.protocol.v1.CanisterFrame;
import org.icws.gateway.protocol.v1.ClientKey;
import org.icws.gateway.protocol.v1.WebsocketMessage;
import org.icws.protocol.certificate.Certificate;
import org.icws.protocol.certificate.HashTree;
import org.icws.protocol.certificate.RootKey;
import org.icws.protocol.crypto.BlsSecret;
import org.icws.protocol.encoding.Leb128;
import org.icws.protocol.hash.Sha256;
import org.icws.protocol.request.DomainSeparator;

/** Makes frames as a canister on a network of one subnet would certify them. */
public final class CertifiedFrames {

    private final BlsSecret secret = BlsSecret.fromSeed(Sha256.of(new byte[] {7}));
    private final Principal canister;

    public CertifiedFrames(Principal canister) {
        this.canister = canister;
    }

    public RootKey rootKey() {
        return new RootKey(secret.publicKeyDer());
    }

    CanisterFrame frame(ClientKey to, long sequenceNumber, long timeNanos) {
        byte[] content = new WebsocketMessage(to, sequenceNumber, timeNanos, false, new byte[] {42}).encode();
        return frame("gateway_00000000000000000000", content, timeNanos);
    }

    public CanisterFrame frame(String key, byte[] content, long timeNanos) {
        HashTree tree = HashTree.labeled("websocket", HashTree.labeled(key, new HashTree.Leaf(Sha256.of(content))));
        return new CanisterFrame(
                key, content, certificate(tree.digest(), timeNanos).encode(), tree.encode());
    }

    private Certificate certificate(byte[] certifiedData, long timeNanos) {
        HashTree data = HashTree.labeled("certified_data", new HashTree.Leaf(certifiedData));
        HashTree canisters = HashTree.labeled("canister", new HashTree.Labeled(canister.getValue(), data));
        HashTree time = HashTree.labeled("time", new HashTree.Leaf(Leb128.unsigned(timeNanos)));
        HashTree state = new HashTree.Fork(canisters, time);
        byte[] signature = secret.sign(DomainSeparator.STATE_ROOT.prepend(state.digest()));
        return new Certificate(state, signature, Optional.empty());
    }
}
