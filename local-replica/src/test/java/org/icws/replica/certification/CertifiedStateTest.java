package org.icws.replica.certification;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.icws.protocol.certificate.Certificate;
import org.icws.protocol.request.DomainSeparator;
import org.junit.jupiter.api.Test;

class CertifiedStateTest {
    private static final int READERS = 8;
    private static final int CERTIFICATES = 25;

    private final ConcurrentLinkedQueue<byte[]> signed = new ConcurrentLinkedQueue<>();
    private final StateMap root =
            StateMap.EMPTY.with("time", StateNode.leaf(new byte[] {1})).with("other", StateNode.leaf(new byte[] {2}));
    private final CertifiedState state = new CertifiedState(7, 1, root, message -> {
        signed.add(message);
        // Signatures that differ show whether two certificates share one.
        return new byte[] {(byte) signed.size()};
    });

    private Certificate certificate(String label) {
        return Certificate.decode(state.certificate(List.of(List.of(label.getBytes()))));
    }

    @Test
    void nothingIsSignedBeforeSomebodyAsks() {
        assertThat(state.isSigned()).isFalse();
        assertThat(signed).isEmpty();
        certificate("time");
        assertThat(state.isSigned()).isTrue();
        assertThat(signed).containsExactly(DomainSeparator.STATE_ROOT.prepend(root.digest()));
    }

    @Test
    void allCertificatesOfAStateShareOneSignatureHoweverManyAskAtOnce() {
        CountDownLatch together = new CountDownLatch(READERS);
        ExecutorService readers = Executors.newFixedThreadPool(READERS);
        try {
            List<CompletableFuture<List<Certificate>>> all = IntStream.range(0, READERS)
                    .mapToObj(reader -> CompletableFuture.supplyAsync(() -> many(together), readers))
                    .toList();
            all.forEach(some -> assertThat(some.join()).isNotEmpty().allSatisfy(certificate -> assertThat(
                            certificate.signature())
                    .containsExactly(1)));
        } finally {
            readers.shutdownNow();
        }
        assertThat(signed).hasSize(1);
    }

    private List<Certificate> many(CountDownLatch together) {
        together.countDown();
        try {
            together.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return IntStream.range(0, CERTIFICATES)
                .mapToObj(i -> certificate(i % 2 == 0 ? "time" : "other"))
                .toList();
    }
}
