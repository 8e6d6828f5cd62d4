package org.icws.protocol.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.ic4j.agent.identity.AnonymousIdentity;
import org.ic4j.types.Principal;
import org.icws.protocol.crypto.EcdsaKey;
import org.icws.protocol.crypto.Ed25519Identity;
import org.icws.protocol.principal.Principals;
import org.icws.protocol.request.EnvelopeException.Kind;
import org.junit.jupiter.api.Test;

class EnvelopeVerifierTest {

    private static final long NOW = 1_700_000_000_000_000_000L;
    private static final long SECOND = 1_000_000_000L;
    private static final long EXPIRY = NOW + 240 * SECOND;
    private static final Principal CANISTER = Principals.canisterId(7);
    private static final Principal OTHER = Principals.canisterId(8);

    private static final Ed25519Identity ROOT = identity(1);
    private static final Ed25519Identity MIDDLE = identity(2);
    private static final Ed25519Identity SESSION = identity(3);

    private static Ed25519Identity identity(int seed) {
        byte[] bytes = new byte[32];
        bytes[0] = (byte) seed;
        return Ed25519Identity.fromSeed(bytes);
    }

    private static Envelope call(RequestSigner signer, long expiry) {
        return Envelope.decode(
                signer.call(CANISTER, "m", new byte[0], expiry, null).envelope());
    }

    private static Envelope call(SignedDelegation... chain) {
        return call(new RequestSigner(SESSION, ROOT.publicKeyDer(), List.of(chain)), EXPIRY);
    }

    private static SignedDelegation delegate(
            Ed25519Identity from, Ed25519Identity to, List<Principal> targets, String permissions) {
        return SignedDelegation.sign(from, to.publicKeyDer(), NOW + SECOND, targets, permissions);
    }

    private static SignedDelegation delegate(Ed25519Identity from, Ed25519Identity to) {
        return delegate(from, to, null, null);
    }

    private static Kind failure(Envelope envelope) {
        EnvelopeException e = exception(envelope);
        return e == null ? null : e.kind();
    }

    private static EnvelopeException exception(Envelope envelope) {
        return catchThrowableOfType(EnvelopeException.class, () -> EnvelopeVerifier.verify(envelope, NOW));
    }

    private static Envelope unsigned(Envelope envelope) {
        return new Envelope(envelope.content(), null, null, List.of());
    }

    @Test
    void theExpiryWindowIsInclusiveOnBothSides() {
        RequestSigner signer = new RequestSigner(ROOT);
        assertThat(failure(call(signer, NOW))).isNull();
        assertThat(failure(call(signer, NOW + 330 * SECOND))).isNull();
        assertThat(failure(call(signer, NOW - 1))).isEqualTo(Kind.EXPIRY);
        assertThat(failure(call(signer, NOW + 330 * SECOND + 1))).isEqualTo(Kind.EXPIRY);
        assertThat(failure(call(signer, -1))).isEqualTo(Kind.EXPIRY);
        assertThat(exception(call(signer, 0)))
                .hasMessageStartingWith("Invalid request expiry: Specified ingress_expiry not within expected range: ");
    }

    @Test
    void anonymousQueriesAndReadsDoNotExpireButCallsDo() {
        RequestSigner anonymous = new RequestSigner(new AnonymousIdentity());
        assertThat(failure(Envelope.decode(
                        anonymous.query(CANISTER, "m", new byte[0], 0).envelope())))
                .isNull();
        assertThat(failure(Envelope.decode(anonymous.readState(List.of(), 0).envelope())))
                .isNull();
        assertThat(failure(call(anonymous, 0))).isEqualTo(Kind.EXPIRY);
        assertThat(failure(call(anonymous, EXPIRY))).isNull();
        RequestSigner signer = new RequestSigner(ROOT);
        assertThat(failure(Envelope.decode(
                        signer.query(CANISTER, "m", new byte[0], 0).envelope())))
                .isEqualTo(Kind.EXPIRY);
    }

    @Test
    void theAnonymousSenderMustNotSign() {
        Envelope anonymous = call(new RequestSigner(new AnonymousIdentity()), EXPIRY);
        Envelope signed = new Envelope(anonymous.content(), ROOT.publicKeyDer(), new byte[64], List.of());
        assertThat(failure(signed)).isEqualTo(Kind.ANONYMOUS_SIGNATURE);
        assertThat(exception(signed)).hasMessage("Signature is not allowed for the anonymous user.");
        assertThat(failure(new Envelope(anonymous.content(), ROOT.publicKeyDer(), null, List.of())))
                .isEqualTo(Kind.ANONYMOUS_SIGNATURE);
    }

    @Test
    void everybodyElseMustSign() {
        Envelope envelope = unsigned(call(new RequestSigner(ROOT), EXPIRY));
        assertThat(failure(envelope)).isEqualTo(Kind.MISSING_SIGNATURE);
        assertThat(exception(envelope)).hasMessage("Missing signature from user: " + ROOT.principal());
    }

    @Test
    void theSenderIsThePrincipalOfTheFirstKey() {
        Envelope genuine = call(new RequestSigner(ROOT), EXPIRY);
        Envelope stolen =
                new Envelope(genuine.content(), SESSION.publicKeyDer(), genuine.senderSig(), genuine.delegations());
        assertThat(failure(stolen)).isEqualTo(Kind.SENDER);
        assertThat(exception(stolen))
                .hasMessageStartingWith("The user id '" + ROOT.principal() + "' does not match the public key '");
    }

    @Test
    void theSignatureIsOverThisRequest() {
        Envelope genuine = call(new RequestSigner(ROOT), EXPIRY);
        Envelope other = call(new RequestSigner(ROOT), EXPIRY + 1);
        Envelope swapped =
                new Envelope(genuine.content(), genuine.senderPubkey(), other.senderSig(), genuine.delegations());
        assertThat(failure(swapped)).isEqualTo(Kind.SIGNATURE);
        assertThat(exception(swapped)).hasMessageStartingWith("Invalid signature: ");
    }

    @Test
    void anUnusableKeyIsAnInvalidSignature() {
        byte[] key = {1, 2, 3};
        Envelope envelope = call(new RequestSigner(ROOT, key, List.of()), EXPIRY);
        assertThat(failure(envelope)).isEqualTo(Kind.SIGNATURE);
    }

    @Test
    void longNoncesAreRefused() {
        RequestSigner signer = new RequestSigner(ROOT);
        for (int length : new int[] {0, 32}) {
            assertThat(failure(Envelope.decode(signer.call(CANISTER, "m", new byte[0], EXPIRY, new byte[length])
                            .envelope())))
                    .isNull();
        }
        Envelope tooLong = Envelope.decode(
                signer.call(CANISTER, "m", new byte[0], EXPIRY, new byte[33]).envelope());
        assertThat(failure(tooLong)).isEqualTo(Kind.NONCE);
        assertThat(exception(tooLong))
                .hasMessage("Nonce in request is too big: got 33 bytes, but at most 32 are allowed.");
    }

    @Test
    void tooManyOrTooDeepPathsAreRefused() {
        RequestSigner signer = new RequestSigner(ROOT);
        byte[] label = "l".getBytes(StandardCharsets.UTF_8);
        List<byte[]> deep = Collections.nCopies(128, label);
        List<List<byte[]>> many = Collections.nCopies(1001, List.of(label));
        assertThat(failure(
                        Envelope.decode(signer.readState(List.of(deep), EXPIRY).envelope())))
                .isEqualTo(Kind.PATHS);
        assertThat(failure(Envelope.decode(signer.readState(many, EXPIRY).envelope())))
                .isEqualTo(Kind.PATHS);
        List<List<byte[]>> allowed = Collections.nCopies(1000, deep.subList(0, 127));
        assertThat(failure(Envelope.decode(signer.readState(allowed, EXPIRY).envelope())))
                .isNull();
    }

    @Test
    void aChainOfDelegationsHolds() {
        assertThat(failure(call(delegate(ROOT, SESSION)))).isNull();
        assertThat(failure(call(delegate(ROOT, MIDDLE), delegate(MIDDLE, SESSION))))
                .isNull();
        assertThat(call(delegate(ROOT, SESSION)).content().sender()).isEqualTo(ROOT.principal());
    }

    @Test
    void anEcdsaKeyDelegatesToAnEd25519Key() {
        EcdsaKey root = EcdsaKey.generate(EcdsaKey.Curve.P256);
        SignedDelegation delegation = SignedDelegation.sign(root, SESSION.publicKeyDer(), NOW + SECOND, null, null);
        RequestSigner signer = new RequestSigner(SESSION, root.publicKeyDer(), List.of(delegation));
        assertThat(failure(call(signer, EXPIRY))).isNull();
    }

    @Test
    void aDelegationOfAnotherKeyIsRefused() {
        Envelope envelope = call(delegate(MIDDLE, SESSION));
        assertThat(failure(envelope)).isEqualTo(Kind.DELEGATION);
        assertThat(exception(envelope)).hasMessageStartingWith("Invalid delegation: ");
        assertThat(failure(call(delegate(ROOT, MIDDLE)))).isEqualTo(Kind.SIGNATURE);
    }

    @Test
    void aDelegationExpiresAfterItsLastNanosecond() {
        byte[] key = SESSION.publicKeyDer();
        assertThat(failure(call(SignedDelegation.sign(ROOT, key, NOW, null, null))))
                .isNull();
        Envelope expired = call(SignedDelegation.sign(ROOT, key, NOW - 1, null, null));
        assertThat(failure(expired)).isEqualTo(Kind.DELEGATION_EXPIRY);
        assertThat(exception(expired)).hasMessageStartingWith("Invalid delegation expiry: ");
        assertThat(failure(call(SignedDelegation.sign(ROOT, key, -1, null, null))))
                .isNull();
    }

    @Test
    void noKeyAppearsTwiceInAChain() {
        assertThat(failure(call(delegate(ROOT, SESSION), delegate(SESSION, SESSION))))
                .isEqualTo(Kind.DELEGATION);
        assertThat(failure(call(delegate(ROOT, MIDDLE), delegate(MIDDLE, ROOT), delegate(ROOT, SESSION))))
                .isEqualTo(Kind.DELEGATION);
    }

    @Test
    void aChainHasAtMostTwentyDelegations() {
        assertThat(failure(call(chain(20)))).isNull();
        assertThat(failure(call(chain(21)))).isEqualTo(Kind.DELEGATION);
    }

    private static SignedDelegation[] chain(int length) {
        List<SignedDelegation> chain = new ArrayList<>();
        Ed25519Identity from = ROOT;
        for (int i = 1; i < length; i++) {
            Ed25519Identity to = identity(100 + i);
            chain.add(delegate(from, to));
            from = to;
        }
        chain.add(delegate(from, SESSION));
        return chain.toArray(SignedDelegation[]::new);
    }

    @Test
    void targetsAreTheOnesAllDelegationsAllow() {
        assertThat(failure(call(delegate(ROOT, SESSION, List.of(OTHER, CANISTER), null))))
                .isNull();
        Envelope other = call(delegate(ROOT, SESSION, List.of(OTHER), null));
        assertThat(failure(other)).isEqualTo(Kind.TARGET);
        assertThat(exception(other)).hasMessage("Canister '" + CANISTER + "' is not one of the delegation targets.");
        assertThat(failure(call(
                        delegate(ROOT, MIDDLE, List.of(OTHER, CANISTER), null),
                        delegate(MIDDLE, SESSION, List.of(OTHER), null))))
                .isEqualTo(Kind.TARGET);
        assertThat(failure(
                        call(delegate(ROOT, MIDDLE, List.of(CANISTER), null), delegate(MIDDLE, SESSION, null, null))))
                .isNull();
        assertThat(failure(call(delegate(ROOT, SESSION, List.of(), null)))).isEqualTo(Kind.TARGET);
    }

    @Test
    void aReadOfTheStateHasNoTargetOfItsOwn() {
        SignedDelegation delegation = delegate(ROOT, SESSION, List.of(OTHER), null);
        RequestSigner signer = new RequestSigner(SESSION, ROOT.publicKeyDer(), List.of(delegation));
        Envelope read = Envelope.decode(signer.readState(List.of(), EXPIRY).envelope());
        assertThat(failure(read)).isNull();
        assertThat(DelegationTargets.of(read).allows(OTHER)).isTrue();
        assertThat(DelegationTargets.of(read).allows(CANISTER)).isFalse();
    }

    @Test
    void aDelegationHasAtMostAThousandTargets() {
        assertThat(failure(call(delegate(ROOT, SESSION, Collections.nCopies(1000, CANISTER), null))))
                .isNull();
        assertThat(failure(call(delegate(ROOT, SESSION, Collections.nCopies(1001, CANISTER), null))))
                .isEqualTo(Kind.DELEGATION);
    }

    @Test
    void permissionsRestrictADelegation() {
        assertThat(failure(call(delegate(ROOT, SESSION, null, "all")))).isNull();
        assertThat(failure(call(delegate(ROOT, SESSION, null, "everything")))).isEqualTo(Kind.DELEGATION);
        SignedDelegation queries = delegate(ROOT, SESSION, null, "queries");
        assertThat(failure(call(queries))).isEqualTo(Kind.PERMISSION);
        RequestSigner signer = new RequestSigner(SESSION, ROOT.publicKeyDer(), List.of(queries));
        assertThat(failure(Envelope.decode(
                        signer.query(CANISTER, "m", new byte[0], EXPIRY).envelope())))
                .isNull();
    }
}
