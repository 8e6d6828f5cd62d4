package org.icws.gateway.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.TreeMap;
import org.ic4j.types.Principal;
import org.icws.gateway.GatewayClock;
import org.icws.gateway.fixture.Certificates;
import org.icws.gateway.fixture.ManualTime;
import org.icws.gateway.protocol.GatewayProtocol;
import org.icws.gateway.protocol.v1.ClientKey;
import org.icws.gateway.protocol.v1.QueuedMessage;
import org.icws.gateway.protocol.v1.WebsocketMessage;
import org.icws.protocol.certificate.CertificateVerifier;
import org.icws.protocol.certificate.HashTree;
import org.icws.protocol.certificate.RootKey;
import org.icws.protocol.principal.Principals;
import org.junit.jupiter.api.Test;

/** H8: each thing that can be wrong with a message makes its own step fail, and only what came before it holds. */
class BatchCheckTest {
    private static final Principal CANISTER = Principals.canisterId(7);
    private static final ClientKey CLIENT = new ClientKey(Principals.canisterId(1), 5);
    private static final ClientKey OTHER = new ClientKey(Principals.canisterId(2), 6);

    private final ManualTime clock = new ManualTime();
    private final Certificates network = new Certificates(new byte[32]);
    private final TreeMap<String, byte[]> contents = new TreeMap<>();
    private final QueuedMessage first = message(CLIENT, 0);
    private final QueuedMessage second = message(CLIENT, 1);
    private final QueuedMessage third = message(OTHER, 2);
    private final HashTree tree = Certificates.messageTree(contents, List.of(first.key(), second.key()));
    private final byte[] cert = certify(clock);

    private QueuedMessage message(ClientKey client, int nonce) {
        String key = "gateway_" + String.format("%020d", nonce);
        byte[] content =
                new WebsocketMessage(client, nonce + 1, clock.nowNanos(), false, new byte[] {(byte) nonce}).encode();
        contents.put(key, content);
        return new QueuedMessage(client, key, content);
    }

    private byte[] certify(GatewayClock time) {
        return network.certify(Certificates.certifiedData(CANISTER, tree.digest()), time.nowNanos());
    }

    private BatchCheck check(byte[] certificate, byte[] witness) {
        CertificateVerifier verifier = new CertificateVerifier(new RootKey(network.rootKey()));
        return new BatchCheck(verifier, clock, GatewayProtocol.V1, CANISTER, certificate, witness);
    }

    @Test
    void provesAGenuineMessageStepByStep() {
        Proof proof = check(cert, tree.encode()).prove(first);

        assertThat(proof.verdict()).isEqualTo(Verdict.VERIFIED);
        assertThat(proof.steps())
                .extracting(ProofStep::name)
                .containsExactly(
                        Proof.CERTIFICATE,
                        Proof.SIGNATURE,
                        Proof.TIME,
                        Proof.CERTIFIED_DATA,
                        Proof.TREE,
                        Proof.CONTENT,
                        Proof.CLIENT_KEY);
        assertThat(proof.step(Proof.CONTENT))
                .get()
                .satisfies(s -> assertThat(s.expected()).hasSize(64).isEqualTo(s.actual()));
    }

    @Test
    void sharesTheCertificatesStepsAmongTheMessagesOfABatch() {
        BatchCheck check = check(cert, tree.encode());

        Proof one = check.prove(first);
        Proof two = check.prove(second);

        assertThat(two.verdict()).isEqualTo(Verdict.VERIFIED);
        assertThat(two.step(Proof.SIGNATURE).orElseThrow())
                .isSameAs(one.step(Proof.SIGNATURE).orElseThrow());
    }

    @Test
    void namesTheContentWhenItWasChanged() {
        byte[] changed = first.content().clone();
        changed[changed.length - 1] ^= 1;

        Proof proof = check(cert, tree.encode()).prove(new QueuedMessage(CLIENT, first.key(), changed));

        assertFailsAt(proof, Proof.CONTENT);
    }

    @Test
    void namesTheContentWhenItIsShownUnderAnotherKey() {
        Proof proof = check(cert, tree.encode()).prove(new QueuedMessage(CLIENT, second.key(), first.content()));

        assertFailsAt(proof, Proof.CONTENT);
    }

    @Test
    void namesTheContentWhenItsKeyIsPruned() {
        assertFailsAt(check(cert, tree.encode()).prove(third), Proof.CONTENT);
    }

    @Test
    void namesTheTreeWhenItIsAnotherOne() {
        contents.put("gateway_" + String.format("%020d", 3), new byte[] {1});
        HashTree other = Certificates.messageTree(contents, contents.keySet());

        assertFailsAt(check(cert, other.encode()).prove(first), Proof.TREE);
    }

    @Test
    void namesTheTreeWhenItIsGarbage() {
        assertFailsAt(check(cert, new byte[] {1, 2, 3}).prove(first), Proof.TREE);
    }

    @Test
    void namesTheCertificateWhenItIsGarbage() {
        Proof proof = check(new byte[] {1, 2, 3}, tree.encode()).prove(first);

        assertFailsAt(proof, Proof.CERTIFICATE);
        assertThat(proof.step(Proof.SIGNATURE).orElseThrow().verdict()).isEqualTo(Verdict.NOT_CHECKED);
    }

    @Test
    void namesTheSignatureWhenAByteOfTheCertificatesTreeWasChanged() {
        byte[] forged = new Certificates(new byte[] {
                    1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1
                })
                .certify(Certificates.certifiedData(CANISTER, tree.digest()), clock.nowNanos());

        assertFailsAt(check(forged, tree.encode()).prove(first), Proof.SIGNATURE);
    }

    @Test
    void namesTheTimeWhenTheCertificateIsOld() {
        clock.advance(java.time.Duration.ofMinutes(6));

        assertFailsAt(check(cert, tree.encode()).prove(first), Proof.TIME);
    }

    @Test
    void namesTheCertifiedDataWhenTheCertificateIsAnotherCanisters() {
        byte[] foreign =
                network.certify(Certificates.certifiedData(Principals.canisterId(8), tree.digest()), clock.nowNanos());

        assertFailsAt(check(foreign, tree.encode()).prove(first), Proof.CERTIFIED_DATA);
    }

    @Test
    void namesTheClientKeyWhenTheMessageIsRoutedToSomebodyElse() {
        Proof proof = check(cert, tree.encode()).prove(new QueuedMessage(OTHER, first.key(), first.content()));

        assertFailsAt(proof, Proof.CLIENT_KEY);
    }

    private static void assertFailsAt(Proof proof, String step) {
        assertThat(proof.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(proof.firstFailure().orElseThrow().name()).as("%s", proof).isEqualTo(step);
        boolean before = true;
        for (ProofStep s : proof.steps()) {
            if (s.name().equals(step)) {
                before = false;
            } else {
                // Signature and time are both looked at, whatever the other says.
                boolean independent = step.equals(Proof.SIGNATURE) && s.name().equals(Proof.TIME);
                assertThat(s.verdict())
                        .as(s.name())
                        .isEqualTo(before || independent ? Verdict.VERIFIED : Verdict.NOT_CHECKED);
            }
        }
    }
}
