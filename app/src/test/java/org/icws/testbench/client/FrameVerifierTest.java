package org.icws.testbench.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.ic4j.types.Principal;
import org.icws.gateway.protocol.v1.CanisterFrame;
import org.icws.gateway.protocol.v1.ClientKey;
import org.icws.protocol.certificate.CertificateVerifier;
import org.icws.protocol.principal.Principals;
import org.junit.jupiter.api.Test;

class FrameVerifierTest {

    private static final long NOW = 1_700_000_000_000_000_000L;
    /** The self-describe tag says nothing, so nobody certifies it. */
    private static final int TAG_BYTES = 3;

    private static final Principal CANISTER = Principals.canisterId(1);
    private static final Principal OTHER_CANISTER = Principals.canisterId(2);
    private static final Principal CLIENT = Principals.selfAuthenticating(new byte[44]);
    private static final ClientKey KEY = new ClientKey(CLIENT, 5);

    private final CertifiedFrames canister = new CertifiedFrames(CANISTER);
    private final FrameVerifier verifier = verifierFor(canister, CANISTER);

    @Test
    void whatTheCanisterCertifiedForThisClientPasses() {
        assertThat(verify(canister.frame(KEY, 1, NOW)).content()).containsExactly(42);
        assertThat(verify(canister.frame(KEY, 2, NOW)).sequenceNumber()).isEqualTo(2);
        assertThat(verifier.lastSequenceNumber()).isEqualTo(2);
    }

    @Test
    void everyFlippedBitOfTheContentIsNoticed() {
        CanisterFrame good = canister.frame(KEY, 1, NOW);
        for (int i = 0; i < good.content().length; i++) {
            byte[] content = flipped(good.content(), i);
            refuses(VerificationStep.CONTENT_HASH, new CanisterFrame(good.key(), content, good.cert(), good.tree()));
        }
    }

    @Test
    void everyFlippedBitOfTheTreeIsNoticed() {
        CanisterFrame good = canister.frame(KEY, 1, NOW);
        for (int i = TAG_BYTES; i < good.tree().length; i++) {
            byte[] tree = flipped(good.tree(), i);
            assertRefused(new CanisterFrame(good.key(), good.content(), good.cert(), tree));
        }
        int inTheLeaf = good.tree().length - 1;
        refuses(
                VerificationStep.TREE,
                new CanisterFrame(good.key(), good.content(), good.cert(), flipped(good.tree(), inTheLeaf)));
    }

    @Test
    void everyFlippedBitOfTheCertificateIsNoticed() {
        CanisterFrame good = canister.frame(KEY, 1, NOW);
        for (int i = TAG_BYTES; i < good.cert().length; i++) {
            byte[] cert = flipped(good.cert(), i);
            assertRefused(new CanisterFrame(good.key(), good.content(), cert, good.tree()));
        }
        int inTheSignature = good.cert().length - 1;
        refuses(
                VerificationStep.SIGNATURE,
                new CanisterFrame(good.key(), good.content(), flipped(good.cert(), inTheSignature), good.tree()));
    }

    @Test
    void aMessageUnderAnotherKeyIsNotTheOneInTheTree() {
        CanisterFrame good = canister.frame(KEY, 1, NOW);

        refuses(
                VerificationStep.CONTENT_HASH,
                new CanisterFrame("gateway_00000000000000000001", good.content(), good.cert(), good.tree()));
    }

    @Test
    void h09AnotherClientsMessageIsRefusedThoughItIsCertified() {
        refuses(VerificationStep.CLIENT_KEY, canister.frame(new ClientKey(CLIENT, 6), 1, NOW));
    }

    @Test
    void aMissingAndARepeatedMessageAreNoticed() {
        refuses(VerificationStep.SEQUENCE_NUMBER, canister.frame(KEY, 2, NOW));
        verify(canister.frame(KEY, 1, NOW));
        refuses(VerificationStep.SEQUENCE_NUMBER, canister.frame(KEY, 1, NOW));
    }

    @Test
    void aRefusedMessageDoesNotMoveTheCounter() {
        refuses(VerificationStep.CLIENT_KEY, canister.frame(new ClientKey(CLIENT, 6), 1, NOW));

        assertThat(verify(canister.frame(KEY, 1, NOW)).sequenceNumber()).isEqualTo(1);
    }

    @Test
    void h06SequenceNumbersAbove127AreCompared() {
        for (long n = 1; n <= 130; n++) {
            assertThat(verify(canister.frame(KEY, n, NOW)).sequenceNumber()).isEqualTo(n);
        }
    }

    @Test
    void anOldCertificateAndOneFromTheFutureAreRefused() {
        refuses(
                VerificationStep.TIME,
                canister.frame(KEY, 1, NOW - Duration.ofMinutes(6).toNanos()));
        refuses(
                VerificationStep.TIME,
                canister.frame(KEY, 1, NOW + Duration.ofMinutes(6).toNanos()));
    }

    @Test
    void aCertificateOfAnotherCanisterSaysNothingAboutThisOne() {
        CertifiedFrames other = new CertifiedFrames(OTHER_CANISTER);

        refuses(VerificationStep.CERTIFIED_DATA, other.frame(KEY, 1, NOW));
    }

    @Test
    void somethingElseThanAFrameIsRefused() {
        assertThatThrownBy(() -> verifier.verify(new byte[] {1, 2, 3}, NOW))
                .isInstanceOfSatisfying(
                        VerificationException.class, e -> assertThat(e.step()).isEqualTo(VerificationStep.FRAME));
    }

    private org.icws.gateway.protocol.v1.WebsocketMessage verify(CanisterFrame frame) {
        return verifier.verify(frame.encode(), NOW);
    }

    private void refuses(VerificationStep step, CanisterFrame frame) {
        assertThatThrownBy(() -> verify(frame)).isInstanceOfSatisfying(VerificationException.class, e -> {
            assertThat(e.step()).isEqualTo(step);
            assertThat(e.getMessage()).startsWith(step.title());
        });
    }

    private void assertRefused(CanisterFrame frame) {
        assertThatThrownBy(() -> verify(frame)).isInstanceOf(VerificationException.class);
    }

    private static FrameVerifier verifierFor(CertifiedFrames frames, Principal canister) {
        return new FrameVerifier(new CertificateVerifier(frames.rootKey()), canister, KEY, Duration.ofMinutes(5));
    }

    private static byte[] flipped(byte[] bytes, int index) {
        byte[] copy = bytes.clone();
        copy[index] ^= 1;
        return copy;
    }
}
