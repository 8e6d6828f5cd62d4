package org.icws.protocol.certificate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.ic4j.types.Principal;
import org.icws.protocol.ProtocolException;
import org.icws.protocol.cbor.Cbor;
import org.icws.protocol.certificate.HashTree.Fork;
import org.icws.protocol.certificate.HashTree.Labeled;
import org.icws.protocol.certificate.HashTree.Leaf;
import org.icws.protocol.crypto.CanisterSignatureKey;
import org.icws.protocol.crypto.Ed25519Identity;
import org.icws.protocol.hash.Sha256;
import org.icws.protocol.principal.Principals;
import org.junit.jupiter.api.Test;

/** Signatures of canisters, as Internet Identity makes them. */
class NetworkSignaturesTest {
    private static final Principal CANISTER = Principals.canisterId(7);
    private static final byte[] SEED = "a user".getBytes(UTF_8);
    private static final byte[] MESSAGE = "a message".getBytes(UTF_8);
    private static final byte[] KEY = new CanisterSignatureKey(CANISTER, SEED).der();

    private final TestSubnet root = new TestSubnet(1);
    private final TestSubnet subnet = new TestSubnet(2);
    private final NetworkSignatures signatures = new NetworkSignatures(new CertificateVerifier(root.key()));

    private static HashTree signed(byte[] seed, byte[] message) {
        return HashTree.labeled(
                "sig", new Labeled(Sha256.of(seed), new Labeled(Sha256.of(message), new Leaf(new byte[0]))));
    }

    /** Certified long ago: the age does not matter. */
    private static HashTree state(Principal canister, byte[] certifiedData) {
        HashTree data = HashTree.labeled("certified_data", new Leaf(certifiedData));
        return new Fork(
                HashTree.labeled("canister", new Labeled(canister.getValue(), data)), TestSubnet.time(TestSubnet.TIME));
    }

    private static byte[] signature(HashTree tree, Certificate certificate) {
        return Cbor.writeSelfDescribed(generator -> {
            generator.writeStartObject(null, 2);
            generator.writeBinaryField("certificate", certificate.encode());
            generator.writeFieldName("tree");
            HashTreeCodec.write(generator, tree);
            generator.writeEndObject();
        });
    }

    private byte[] signature(HashTree tree) {
        return signature(tree, root.certify(state(CANISTER, tree.digest())));
    }

    private void refused(byte[] signature, String text) {
        assertThatThrownBy(() -> signatures.verify(KEY, MESSAGE, signature))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining(text);
    }

    @Test
    void aCanisterSignsByCertifyingATree() {
        assertThat(signatures.verify(KEY, MESSAGE, signature(signed(SEED, MESSAGE))))
                .isTrue();
    }

    @Test
    void aCanisterOfAnotherSubnetSignsThroughItsDelegation() {
        HashTree tree = signed(SEED, MESSAGE);
        HashTree in = TestSubnet.oldForm(subnet, Principals.canisterId(1), Principals.canisterId(9));
        Certificate certificate = subnet.certify(state(CANISTER, tree.digest()), root.delegate(subnet, in));
        assertThat(signatures.verify(KEY, MESSAGE, signature(tree, certificate)))
                .isTrue();

        HashTree beside = TestSubnet.oldForm(subnet, Principals.canisterId(8), Principals.canisterId(9));
        Certificate foreign = subnet.certify(state(CANISTER, tree.digest()), root.delegate(subnet, beside));
        refused(signature(tree, foreign), "canister range does not hold");
    }

    @Test
    void theSignatureIsOverThisMessageAndForThisUser() {
        refused(signature(signed(SEED, "another".getBytes(UTF_8))), "has not signed this message");
        refused(signature(signed("another".getBytes(UTF_8), MESSAGE)), "has not signed this message");
        HashTree full = HashTree.labeled(
                "sig", new Labeled(Sha256.of(SEED), new Labeled(Sha256.of(MESSAGE), new Leaf("x".getBytes(UTF_8)))));
        refused(signature(full), "has not signed this message");
        refused(signature(new HashTree.Pruned(signed(SEED, MESSAGE).digest())), "has not signed this message");
    }

    @Test
    void theTreeIsTheOneTheCanisterCertified() {
        HashTree tree = signed(SEED, MESSAGE);
        refused(
                signature(tree, root.certify(state(CANISTER, new byte[32]))),
                "not about the tree of signatures of the canister");
        refused(
                signature(tree, root.certify(state(Principals.canisterId(8), tree.digest()))),
                "not about the tree of signatures of the canister");
    }

    @Test
    void theCertificateIsTheNetworks() {
        HashTree tree = signed(SEED, MESSAGE);
        refused(
                signature(tree, subnet.certify(state(CANISTER, tree.digest()), Optional.empty())),
                "signature does not hold");
    }

    @Test
    void malformedSignaturesAndKeysAreRefused() {
        refused(new byte[0], "CBOR");
        refused(new byte[] {(byte) 0xa0}, "\"tree\" is missing");
        byte[] nameless = org.icws.protocol.crypto.DerWrappedKey.CANISTER_SIGNATURE.wrap(new byte[] {9, 1});
        assertThatThrownBy(() -> signatures.verify(nameless, MESSAGE, signature(signed(SEED, MESSAGE))))
                .hasMessageContaining("does not name a canister");
    }

    @Test
    void otherKeysSignAsEverywhere() {
        Ed25519Identity identity = Ed25519Identity.fromSeed(new byte[32]);
        assertThat(signatures.verify(identity.publicKeyDer(), MESSAGE, identity.signRaw(MESSAGE)))
                .isTrue();
        assertThat(signatures.verify(identity.publicKeyDer(), SEED, identity.signRaw(MESSAGE)))
                .isFalse();
    }
}
