package org.icws.protocol.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.icws.protocol.certificate.TestSubnet.TIME;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.ic4j.types.Principal;
import org.icws.protocol.ProtocolException;
import org.icws.protocol.certificate.CertificateException.Kind;
import org.icws.protocol.certificate.HashTree.Fork;
import org.icws.protocol.certificate.HashTree.Leaf;
import org.icws.protocol.crypto.BlsKey;
import org.icws.protocol.principal.Principals;
import org.junit.jupiter.api.Test;

class CertificateVerifierTest {

    private static final TestSubnet ROOT = new TestSubnet(1);
    private static final TestSubnet SUBNET = new TestSubnet(2);
    private static final Principal LOW = Principals.canisterId(10);
    private static final Principal INSIDE = Principals.canisterId(15);
    private static final Principal HIGH = Principals.canisterId(20);
    private static final Duration AGE = Duration.ofMinutes(5);

    private final CertificateVerifier verifier = new CertificateVerifier(ROOT.key());

    private Kind failure(Certificate certificate, Principal canister) {
        return failure(certificate, canister, TIME);
    }

    private Kind failure(Certificate certificate, Principal canister, long now) {
        CertificateException e = catchThrowableOfType(
                CertificateException.class, () -> verifier.verify(certificate, canister, now, AGE));
        return e == null ? null : e.kind();
    }

    @Test
    void theRootSubnetsCertificateHoldsForAnyCanister() {
        Certificate certificate =
                Certificate.decode(ROOT.certify(TestSubnet.someState(TIME)).encode());
        assertThatCode(() -> verifier.verify(certificate, INSIDE, TIME, AGE)).doesNotThrowAnyException();
        assertThat(certificate.timeNanos()).isEqualTo(TIME);
    }

    @Test
    void theTimeWindowIsInclusiveOnBothSides() {
        Certificate certificate = ROOT.certify(TestSubnet.someState(TIME));
        assertThat(failure(certificate, INSIDE, TIME + AGE.toNanos())).isNull();
        assertThat(failure(certificate, INSIDE, TIME + AGE.toNanos() + 1)).isEqualTo(Kind.TIME);
        long future = CertificateVerifier.MAX_FUTURE.toNanos();
        assertThat(failure(certificate, INSIDE, TIME - future)).isNull();
        assertThat(failure(certificate, INSIDE, TIME - future - 1)).isEqualTo(Kind.TIME);
        verifier.verify(certificate, INSIDE, TIME * 2, Duration.ofSeconds(Long.MAX_VALUE));
    }

    @Test
    void eachStepTellsItsOwnDuration() {
        Certificate certificate = ROOT.certify(TestSubnet.someState(TIME));
        CertificateCheck check = verifier.check(certificate, INSIDE, TIME, AGE);
        assertThat(check.steps()).isNotEmpty().allMatch(step -> step.durationNanos() > 0);
        assertThat(check.step(CertificateCheck.SIGNATURE).orElseThrow().durationNanos())
                .as("pairings cost more than comparing two numbers")
                .isGreaterThan(check.step(CertificateCheck.TIME).orElseThrow().durationNanos());
    }

    @Test
    void theTimeStepNamesTheWindowAndTheDayOnce() {
        long noon = 1_795_694_400L * 1_000_000_000L; // 2026-11-26 12:00:00 UTC
        assertThat(windowAt(noon)).isEqualTo("2026-11-26 11:55:00 to 12:05:00 UTC");
        assertThat(windowAt(noon + Duration.ofHours(12).toNanos()))
                .isEqualTo("2026-11-26 23:55:00 to 2026-11-27 00:05:00 UTC");
    }

    private String windowAt(long nowNanos) {
        CertificateCheck check = verifier.check(ROOT.certify(TestSubnet.someState(TIME)), INSIDE, nowNanos, AGE);
        return check.step(CertificateCheck.TIME).orElseThrow().expected();
    }

    @Test
    void aCertificateWithoutTimeIsRefused() {
        HashTree tree = HashTree.labeled("canister", HashTree.EMPTY);
        assertThat(failure(ROOT.certify(tree), INSIDE)).isEqualTo(Kind.MALFORMED);
        HashTree odd = HashTree.labeled("time", new Leaf(new byte[] {-1}));
        assertThat(failure(ROOT.certify(odd), INSIDE)).isEqualTo(Kind.MALFORMED);
    }

    @Test
    void anotherKeysSignatureIsRefused() {
        assertThat(failure(SUBNET.certify(TestSubnet.someState(TIME)), INSIDE)).isEqualTo(Kind.SIGNATURE);
    }

    @Test
    void infinityAndShortSignaturesAreRefused() {
        byte[] infinity = new byte[BlsKey.SIGNATURE_BYTES];
        infinity[0] = (byte) 0xc0;
        for (byte[] signature : new byte[][] {infinity, new byte[48], new byte[47], new byte[0]}) {
            Certificate forged = new Certificate(TestSubnet.someState(TIME), signature, Optional.empty());
            assertThat(failure(forged, INSIDE)).isEqualTo(Kind.SIGNATURE);
        }
    }

    @Test
    void aDelegationHoldsForTheSubnetsCanistersInBothForms() {
        for (HashTree form :
                new HashTree[] {TestSubnet.oldForm(SUBNET, LOW, HIGH), TestSubnet.newForm(SUBNET, LOW, HIGH)}) {
            Certificate certificate = SUBNET.certify(TestSubnet.someState(TIME), ROOT.delegate(SUBNET, form));
            for (Principal canister : new Principal[] {LOW, INSIDE, HIGH}) {
                assertThat(failure(certificate, canister)).isNull();
            }
            for (Principal canister :
                    new Principal[] {Principals.canisterId(9), Principals.canisterId(21), Principals.MANAGEMENT}) {
                assertThat(failure(certificate, canister)).isEqualTo(Kind.CANISTER_RANGE);
            }
            assertThat(failure(certificate, null)).isNull();
        }
    }

    @Test
    void aDelegationWithoutRangesHoldsForNoCanister() {
        HashTree tree = new Fork(
                HashTree.labeled(
                        "subnet",
                        new HashTree.Labeled(
                                SUBNET.id.getValue(),
                                HashTree.labeled("public_key", new Leaf(SUBNET.secret.publicKeyDer())))),
                TestSubnet.time(TIME));
        Certificate certificate = SUBNET.certify(TestSubnet.someState(TIME), ROOT.delegate(SUBNET, tree));
        assertThat(failure(certificate, INSIDE)).isEqualTo(Kind.CANISTER_RANGE);
        assertThat(failure(certificate, null)).isNull();
    }

    @Test
    void aDelegationOfAnotherThanTheRootSubnetIsRefused() {
        HashTree form = TestSubnet.oldForm(SUBNET, LOW, HIGH);
        Certificate certificate = SUBNET.certify(TestSubnet.someState(TIME), SUBNET.delegate(SUBNET, form));
        assertThat(failure(certificate, INSIDE)).isEqualTo(Kind.DELEGATION);
    }

    @Test
    void aDelegationAboutAnotherSubnetIsRefused() {
        TestSubnet other = new TestSubnet(3);
        HashTree form = TestSubnet.oldForm(other, LOW, HIGH);
        Certificate certificate = SUBNET.certify(TestSubnet.someState(TIME), ROOT.delegate(SUBNET, form));
        assertThat(failure(certificate, INSIDE)).isEqualTo(Kind.DELEGATION);
    }

    @Test
    void delegationsDoNotNest() {
        TestSubnet middle = new TestSubnet(4);
        Certificate nested = middle.certify(
                TestSubnet.oldForm(SUBNET, LOW, HIGH), ROOT.delegate(middle, TestSubnet.oldForm(middle, LOW, HIGH)));
        Certificate certificate = SUBNET.certify(
                TestSubnet.someState(TIME),
                Optional.of(new CertificateDelegation(SUBNET.id.getValue(), nested.encode())));
        CertificateException e =
                catchThrowableOfType(CertificateException.class, () -> verifier.verify(certificate, INSIDE, TIME, AGE));
        assertThat(e.kind()).isEqualTo(Kind.DELEGATION);
        assertThat(e).hasMessageContaining("itself");
    }

    @Test
    void garbageInADelegationIsRefused() {
        for (byte[] garbage : new byte[][] {new byte[0], {0}, new byte[100]}) {
            Certificate certificate = SUBNET.certify(
                    TestSubnet.someState(TIME), Optional.of(new CertificateDelegation(SUBNET.id.getValue(), garbage)));
            assertThat(failure(certificate, INSIDE)).isEqualTo(Kind.DELEGATION);
        }
    }

    @Test
    void theStepsTellWhatWasChecked() {
        Certificate certificate = SUBNET.certify(
                TestSubnet.someState(TIME), ROOT.delegate(SUBNET, TestSubnet.newForm(SUBNET, LOW, HIGH)));
        CertificateCheck check = verifier.check(certificate, INSIDE, TIME, AGE);
        assertThat(check.ok()).isTrue();
        assertThat(check.steps())
                .extracting(CertificateCheck.Step::name)
                .containsExactly(
                        CertificateCheck.DELEGATION,
                        CertificateCheck.CANISTER_RANGE,
                        CertificateCheck.SIGNATURE,
                        CertificateCheck.TIME);
        CertificateCheck late = verifier.check(certificate, INSIDE, TIME * 2, AGE);
        assertThat(late.firstFailure()).map(CertificateCheck.Step::name).contains(CertificateCheck.TIME);
        assertThat(late.step(CertificateCheck.SIGNATURE))
                .map(CertificateCheck.Step::ok)
                .contains(true);
    }

    @Test
    void aRememberedSignatureDoesNotCoverAnotherTree() {
        Certificate genuine = ROOT.certify(TestSubnet.someState(TIME));
        assertThat(failure(genuine, INSIDE)).isNull();
        assertThat(failure(genuine, INSIDE)).isNull();
        Certificate forged = new Certificate(TestSubnet.someState(TIME + 1), genuine.signature(), Optional.empty());
        assertThat(failure(forged, INSIDE)).isEqualTo(Kind.SIGNATURE);
        assertThat(failure(forged, INSIDE)).isEqualTo(Kind.SIGNATURE);
    }

    @Test
    void manyThreadsShareAVerifier() throws Exception {
        Certificate delegated = SUBNET.certify(
                TestSubnet.someState(TIME), ROOT.delegate(SUBNET, TestSubnet.newForm(SUBNET, LOW, HIGH)));
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Boolean>> tasks = IntStream.range(0, 200)
                    .<Callable<Boolean>>mapToObj(i -> () -> {
                        Certificate genuine = ROOT.certify(TestSubnet.someState(TIME + i % 50));
                        Certificate forged = new Certificate(
                                TestSubnet.someState(TIME + 999), genuine.signature(), Optional.empty());
                        return failure(genuine, INSIDE) == null
                                && failure(delegated, INSIDE) == null
                                && failure(forged, INSIDE) == Kind.SIGNATURE;
                    })
                    .toList();
            for (Future<Boolean> result : threads.invokeAll(tasks)) {
                assertThat(result.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void whatIsRememberedIsBounded() {
        BoundedCache<Integer> cache = new BoundedCache<>(3);
        for (int i = 0; i < 10; i++) {
            cache.put(new byte[] {(byte) i}, i);
            cache.get(new byte[] {0});
        }
        assertThat(cache.size()).isEqualTo(3);
        assertThat(cache.get(new byte[] {0})).as("used all the time").contains(0);
        assertThat(cache.get(new byte[] {5})).isEmpty();
    }

    @Test
    void noByteOfACertificateCanBeChangedUnnoticed() {
        byte[] genuine = SUBNET.certify(
                        TestSubnet.someState(TIME), ROOT.delegate(SUBNET, TestSubnet.newForm(SUBNET, LOW, HIGH)))
                .encode();
        for (int i = 0; i < genuine.length; i++) {
            byte[] changed = genuine.clone();
            changed[i] ^= (byte) (1 << i % 8);
            assertRefused(changed, i);
        }
    }

    private void assertRefused(byte[] bytes, int index) {
        try {
            verifier.verify(Certificate.decode(bytes), INSIDE, TIME, AGE);
        } catch (ProtocolException expected) {
            return;
        }
        throw new AssertionError("A change of byte " + index + " went unnoticed.");
    }

    @Test
    void aCertificateCutOffAnywhereIsRefused() {
        byte[] genuine = ROOT.certify(TestSubnet.someState(TIME)).encode();
        for (int length = 0; length < genuine.length; length++) {
            assertRefused(Arrays.copyOf(genuine, length), length);
        }
    }

    @Test
    void preparedCertificatesAreStillCheckedEachOnItsOwn() {
        List<Certificate> certificates = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            certificates.add(ROOT.certify(TestSubnet.someState(TIME + i)));
        }
        Certificate forged = new Certificate(
                TestSubnet.someState(TIME + 9), certificates.get(0).signature(), Optional.empty());
        Certificate old = ROOT.certify(TestSubnet.someState(TIME - AGE.toNanos() * 2));

        verifier.prepare(List.of(certificates.get(0), certificates.get(1), old));
        verifier.prepare(List.of(certificates.get(2), forged, certificates.get(3)));

        assertThat(certificates).allSatisfy(c -> assertThat(failure(c, INSIDE)).isNull());
        assertThat(failure(forged, INSIDE)).isEqualTo(Kind.SIGNATURE);
        assertThat(failure(old, INSIDE)).isEqualTo(Kind.TIME);
    }

    @Test
    void certificatesOfSeveralSubnetsCanBePreparedTogether() {
        HashTree delegation = TestSubnet.oldForm(SUBNET, LOW, HIGH);
        List<Certificate> certificates = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            certificates.add(ROOT.certify(TestSubnet.someState(TIME + i)));
            certificates.add(SUBNET.certify(TestSubnet.someState(TIME + i), ROOT.delegate(SUBNET, delegation)));
        }

        verifier.prepare(certificates);

        assertThat(certificates).allSatisfy(c -> assertThat(failure(c, INSIDE)).isNull());
    }

    @Test
    void manyThreadsGetTheRightVerdictForSharedAndForWrongSignatures() throws Exception {
        List<Certificate> right = IntStream.range(0, 3)
                .mapToObj(i -> ROOT.certify(TestSubnet.someState(TIME + i)))
                .toList();
        List<Certificate> wrong = IntStream.range(0, 3)
                .mapToObj(i -> SUBNET.certify(TestSubnet.someState(TIME + i)))
                .toList();
        ExecutorService pool = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Boolean>> checks = new ArrayList<>();
            for (int i = 0; i < 48; i++) {
                Certificate good = right.get(i % 3);
                Certificate bad = wrong.get(i % 3);
                checks.add(() -> failure(good, INSIDE) == null);
                checks.add(() -> failure(bad, INSIDE) == Kind.SIGNATURE);
            }
            for (Future<Boolean> check : pool.invokeAll(checks)) {
                assertThat(check.get()).isTrue();
            }
        } finally {
            pool.shutdownNow();
        }
    }
}
