package org.icws.gateway.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.ic4j.types.Principal;
import org.icws.gateway.fixture.ManualTime;
import org.icws.protocol.crypto.Ed25519Identity;
import org.icws.protocol.principal.Principals;
import org.icws.protocol.request.Envelope;
import org.icws.protocol.request.RequestSigner;
import org.icws.protocol.request.SignedDelegation;
import org.junit.jupiter.api.Test;

class EnvelopeCheckTest {
    private static final Principal CANISTER = Principals.canisterId(7);
    private static final Principal GATEWAY = Principals.canisterId(9);

    private final ManualTime clock = new ManualTime();
    private final Ed25519Identity identity = Ed25519Identity.fromSeed(new byte[32]);
    private final EnvelopeCheck check = new EnvelopeCheck(clock);

    private Envelope signed(RequestSigner signer, Principal canister, String method) {
        long expiry = clock.nowNanos() + Duration.ofMinutes(4).toNanos();
        return Envelope.decode(
                signer.call(canister, method, new byte[0], expiry, null).envelope());
    }

    private Envelope signed() {
        return signed(new RequestSigner(identity), CANISTER, "ws_open");
    }

    private static EnvelopeCheck.Expected open(Principal named) {
        return new EnvelopeCheck.Expected(CANISTER, "ws_open", GATEWAY, named);
    }

    @Test
    void provesAGenuineRequest() {
        Proof proof = check.prove(signed(), open(GATEWAY));

        assertThat(proof.verdict()).as("%s", proof).isEqualTo(Verdict.VERIFIED);
        assertThat(proof.steps())
                .extracting(ProofStep::name)
                .containsExactly(
                        Proof.REQUEST_ID,
                        Proof.SENDER,
                        Proof.DELEGATIONS,
                        Proof.REQUEST_SIGNATURE,
                        Proof.TIME,
                        Proof.CANISTER,
                        Proof.METHOD,
                        Proof.GATEWAY);
    }

    @Test
    void provesARequestThroughADelegation() {
        Ed25519Identity session = Ed25519Identity.fromSeed(filled(2));
        SignedDelegation delegation = SignedDelegation.sign(
                identity,
                session.publicKeyDer(),
                clock.nowNanos() + Duration.ofHours(1).toNanos(),
                null,
                null);
        RequestSigner signer = new RequestSigner(session, identity.publicKeyDer(), List.of(delegation));

        Proof proof = check.prove(signed(signer, CANISTER, "ws_open"), open(GATEWAY));

        assertThat(proof.verdict()).as("%s", proof).isEqualTo(Verdict.VERIFIED);
    }

    @Test
    void namesTheSignatureWhenItIsForged() {
        Envelope genuine = signed();
        Envelope forged = new Envelope(genuine.content(), genuine.senderPubkey(), new byte[64], genuine.delegations());

        assertFailsAt(check.prove(forged, open(GATEWAY)), Proof.REQUEST_SIGNATURE);
    }

    @Test
    void namesTheSenderWhenTheKeyIsAnothers() {
        Envelope genuine = signed();
        byte[] otherKey = Ed25519Identity.fromSeed(filled(3)).publicKeyDer();
        Envelope forged = new Envelope(genuine.content(), otherKey, genuine.senderSig(), genuine.delegations());

        assertFailsAt(check.prove(forged, open(GATEWAY)), Proof.SENDER);
    }

    @Test
    void namesTheTimeOfALateRequestAndStillChecksItsSignature() {
        Envelope envelope = signed();
        clock.advance(Duration.ofMinutes(5));

        Proof proof = check.prove(envelope, open(GATEWAY));

        assertFailsAt(proof, Proof.TIME);
        assertThat(proof.step(Proof.REQUEST_SIGNATURE).orElseThrow().verdict()).isEqualTo(Verdict.VERIFIED);
    }

    @Test
    void namesTheDelegationWhenItHasExpired() {
        Ed25519Identity session = Ed25519Identity.fromSeed(filled(2));
        SignedDelegation delegation =
                SignedDelegation.sign(identity, session.publicKeyDer(), clock.nowNanos() - 1, null, null);
        RequestSigner signer = new RequestSigner(session, identity.publicKeyDer(), List.of(delegation));

        assertFailsAt(check.prove(signed(signer, CANISTER, "ws_open"), open(GATEWAY)), Proof.DELEGATIONS);
    }

    @Test
    void namesCanisterMethodAndGatewayWhenTheyDoNotFit() {
        RequestSigner signer = new RequestSigner(identity);

        assertFailsAt(check.prove(signed(signer, Principals.canisterId(8), "ws_open"), open(GATEWAY)), Proof.CANISTER);
        assertFailsAt(check.prove(signed(signer, CANISTER, "ws_message"), open(GATEWAY)), Proof.METHOD);
        assertFailsAt(check.prove(signed(), open(CANISTER)), Proof.GATEWAY);
    }

    private static void assertFailsAt(Proof proof, String step) {
        assertThat(proof.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(proof.firstFailure().orElseThrow().name()).as("%s", proof).isEqualTo(step);
    }

    private static byte[] filled(int value) {
        byte[] seed = new byte[32];
        java.util.Arrays.fill(seed, (byte) value);
        return seed;
    }
}
