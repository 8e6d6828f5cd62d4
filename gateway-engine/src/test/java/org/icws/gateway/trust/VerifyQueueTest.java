package org.icws.gateway.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.icws.gateway.fixture.Await;
import org.icws.gateway.fixture.Certificates;
import org.icws.gateway.fixture.ManualTime;
import org.icws.gateway.protocol.GatewayProtocol;
import org.icws.protocol.certificate.CertificateVerifier;
import org.icws.protocol.certificate.HashTree;
import org.icws.protocol.certificate.RootKey;
import org.icws.protocol.principal.Principals;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VerifyQueueTest {
    private final List<Integer> done = new CopyOnWriteArrayList<>();
    private final VerifyQueue queue = new VerifyQueue(() -> 100);
    private final ManualTime clock = new ManualTime();
    private final Certificates network = new Certificates(new byte[32]);
    private final CertificateVerifier verifier = new CertificateVerifier(new RootKey(network.rootKey()));

    @AfterEach
    void close() {
        queue.close();
    }

    private BatchCheck check(CertificateVerifier by, byte[] certificate) {
        return new BatchCheck(by, clock, GatewayProtocol.V1, Principals.canisterId(1), certificate, new byte[0]);
    }

    private byte[] genuine(int number) {
        HashTree data = Certificates.certifiedData(Principals.canisterId(1), new byte[32]);
        return network.certify(data, clock.nowNanos() + number);
    }

    /** Keeps the thread busy until the latch opens, so that what follows comes together. */
    private CountDownLatch busy() {
        CountDownLatch latch = new CountDownLatch(1);
        assertThat(queue.offer(1, null, () -> {
                    try {
                        assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }))
                .isTrue();
        return latch;
    }

    @Test
    void worksInOrderThoughSomeOfTheCertificatesAreGarbageOrMakeThePreparationFail() {
        CountDownLatch start = busy();
        byte[][] certificates = {genuine(0), new byte[5], genuine(1), {}, genuine(2)};
        for (int i = 0; i < certificates.length; i++) {
            int number = i;
            // Without a verifier the preparation fails as it would by a defect.
            BatchCheck check = check(i == 2 ? null : verifier, certificates[i]);
            assertThat(queue.offer(1, check, () -> done.add(number))).isTrue();
        }
        start.countDown();

        Await.until("all done", () -> done.size() == certificates.length);
        assertThat(done).containsExactly(0, 1, 2, 3, 4);
        assertThat(queue.offer(1, check(verifier, genuine(9)), () -> done.add(9)))
                .isTrue();
        Await.until("the thread lives", () -> done.contains(9));
    }

    @Test
    void aProofThatCannotBeMadeStopsNothing() {
        assertThat(queue.offer(1, null, () -> {
                    throw new IllegalStateException("defect");
                }))
                .isTrue();
        assertThat(queue.offer(1, null, () -> done.add(1))).isTrue();

        Await.until("done", () -> done.size() == 1);
    }

    @Test
    void moreThanMayWaitIsRefusedAndMakesRoomAgain() {
        CountDownLatch start = busy();
        assertThat(queue.offer(99, null, () -> done.add(1))).isTrue();

        assertThat(queue.offer(1, null, () -> done.add(2))).isFalse();
        start.countDown();

        Await.until("room", () -> queue.offer(1, null, () -> done.add(3)));
        Await.until("done", () -> done.contains(3));
        assertThat(done).containsExactly(1, 3);
    }

    @Test
    void whatWaitsIsFinishedAtTheEndAndNothingIsTakenAfterIt() {
        CountDownLatch start = busy();
        assertThat(queue.offer(1, null, () -> done.add(1))).isTrue();
        start.countDown();

        queue.close();

        assertThat(done).containsExactly(1);
        assertThat(queue.offer(1, null, () -> done.add(2))).isFalse();
    }
}
