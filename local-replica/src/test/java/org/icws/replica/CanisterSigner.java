package org.icws.replica;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import org.ic4j.agent.identity.Identity;
import org.ic4j.agent.identity.Signature;
import org.ic4j.types.Principal;
import org.icws.protocol.cbor.Cbor;
import org.icws.protocol.certificate.HashTree;
import org.icws.protocol.certificate.HashTree.Labeled;
import org.icws.protocol.certificate.HashTree.Leaf;
import org.icws.protocol.crypto.CanisterSignatureKey;
import org.icws.protocol.hash.Sha256;
import org.icws.protocol.principal.Principals;
import org.icws.replica.wasm.Script;
import org.icws.replica.wasm.ScriptCanister;

/** A user for whom a canister signs, as Internet Identity does: it certifies a tree with the hash of what it signs. */
final class CanisterSigner extends Identity {
    private static final int SELF_DESCRIBE_BYTES = 3;

    private final ScriptNetwork network;
    private final Principal canister;
    private final CanisterSignatureKey key;

    CanisterSigner(ScriptNetwork network, Principal canister, String user) {
        this.network = network;
        this.canister = canister;
        this.key = new CanisterSignatureKey(canister, user.getBytes(UTF_8));
    }

    @Override
    public Principal sender() {
        return Principals.selfAuthenticating(key.der());
    }

    @Override
    public byte[] getPublicKey() {
        return key.der();
    }

    @Override
    public Signature sign(byte[] message) {
        HashTree tree = HashTree.labeled(
                "sig", new Labeled(Sha256.of(key.seed()), new Labeled(Sha256.of(message), new Leaf(new byte[0]))));
        Script certify = new Script()
                .data(ScriptCanister.FREE, tree.digest())
                .call("certified_data_set", ScriptCanister.FREE, 32)
                .reply();
        ScriptNetwork.text(network.update(canister, certify));
        byte[] certificate = network.query(canister, new Script().replyBytes("data_certificate"))
                .reply();
        return new Signature(key.der(), signature(certificate, tree), null);
    }

    /** A map of both, in CBOR. */
    private static byte[] signature(byte[] certificate, HashTree tree) {
        ByteArrayOutputStream map = new ByteArrayOutputStream();
        map.writeBytes(HexFormat.of().parseHex("d9d9f7a2"));
        map.writeBytes(Cbor.write(generator -> generator.writeString("certificate")));
        map.writeBytes(Cbor.write(generator -> generator.writeBinary(certificate)));
        map.writeBytes(Cbor.write(generator -> generator.writeString("tree")));
        byte[] described = tree.encode();
        map.write(described, SELF_DESCRIBE_BYTES, described.length - SELF_DESCRIBE_BYTES);
        return map.toByteArray();
    }
}
