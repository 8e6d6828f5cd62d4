package org.icws.protocol.certificate;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;
import org.ic4j.types.Principal;
import org.icws.protocol.cbor.Cbor;
import org.icws.protocol.certificate.HashTree.Fork;
import org.icws.protocol.certificate.HashTree.Labeled;
import org.icws.protocol.certificate.HashTree.Leaf;
import org.icws.protocol.crypto.BlsSecret;
import org.icws.protocol.encoding.Leb128;
import org.icws.protocol.principal.Principals;
import org.icws.protocol.request.DomainSeparator;

/** A subnet that certifies whatever a test wants. */
final class TestSubnet {

    static final long TIME = 1_700_000_000_000_000_000L;

    final BlsSecret secret;
    final Principal id;

    TestSubnet(int seed) {
        byte[] bytes = new byte[32];
        bytes[0] = (byte) seed;
        this.secret = BlsSecret.fromSeed(bytes);
        this.id = Principals.selfAuthenticating(secret.publicKeyDer());
    }

    RootKey key() {
        return new RootKey(secret.publicKeyDer());
    }

    static Labeled time(long nanos) {
        return HashTree.labeled("time", new Leaf(Leb128.unsigned(nanos)));
    }

    Certificate certify(HashTree tree) {
        return certify(tree, Optional.empty());
    }

    Certificate certify(HashTree tree, Optional<CertificateDelegation> delegation) {
        return new Certificate(tree, secret.sign(DomainSeparator.STATE_ROOT.prepend(tree.digest())), delegation);
    }

    /** A delegation whose ranges are under {@code /subnet/<id>/canister_ranges}. */
    static HashTree oldForm(TestSubnet subnet, Principal low, Principal high) {
        HashTree about = new Fork(
                HashTree.labeled("canister_ranges", new Leaf(ranges(low, high))),
                HashTree.labeled("public_key", new Leaf(subnet.secret.publicKeyDer())));
        return new Fork(HashTree.labeled("subnet", new Labeled(subnet.id.getValue(), about)), time(TIME));
    }

    /** A delegation whose ranges are under {@code /canister_ranges/<id>}. */
    static HashTree newForm(TestSubnet subnet, Principal low, Principal high) {
        HashTree shard = new Labeled(low.getValue(), new Leaf(ranges(low, high)));
        HashTree key = HashTree.labeled("public_key", new Leaf(subnet.secret.publicKeyDer()));
        return new Fork(
                HashTree.labeled("canister_ranges", new Labeled(subnet.id.getValue(), shard)),
                new Fork(HashTree.labeled("subnet", new Labeled(subnet.id.getValue(), key)), time(TIME)));
    }

    static byte[] ranges(Principal low, Principal high) {
        return Cbor.writeSelfDescribed(generator -> {
            generator.writeStartArray(null, 1);
            generator.writeStartArray(null, 2);
            generator.writeBinary(low.getValue());
            generator.writeBinary(high.getValue());
            generator.writeEndArray();
            generator.writeEndArray();
        });
    }

    Optional<CertificateDelegation> delegate(TestSubnet to, HashTree tree) {
        return Optional.of(
                new CertificateDelegation(to.id.getValue(), certify(tree).encode()));
    }

    static HashTree someState(long time) {
        return new Fork(
                HashTree.labeled("canister", HashTree.labeled("x", new Leaf("data".getBytes(UTF_8)))), time(time));
    }
}
