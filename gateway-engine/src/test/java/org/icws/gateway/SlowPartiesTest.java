package org.icws.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.icws.gateway.event.GatewayEvent;
import org.icws.gateway.event.GatewayEvent.CanisterMessage;
import org.icws.gateway.fixture.Await;
import org.icws.gateway.fixture.RawSocket;
import org.icws.gateway.fixture.Testbed;
import org.icws.gateway.fixture.V1Client;
import org.icws.gateway.protocol.v1.ClientFrame;
import org.junit.jupiter.api.Test;

/** Whoever is slow hurts only himself: a reader, an observer, the network behind one client. */
class SlowPartiesTest {
    @Test
    void aListenerThatHangsLosesTheOldestEventsAndNobodyWaitsForIt() {
        try (Testbed bed = Testbed.withLimits(l -> l.eventRing(256))) {
            CountDownLatch hold = new CountDownLatch(1);
            List<GatewayEvent> got = new CopyOnWriteArrayList<>();
            AtomicLong lost = new AtomicLong();
            Subscription slow = bed.gateway.subscribe((batch, missed) -> {
                await(hold);
                got.addAll(batch);
                lost.addAndGet(missed);
            });
            V1Client client = bed.openClient();
            int count = 500;
            IntStream.range(0, count).forEach(i -> bed.canister.send(client.key(), new byte[0]));
            client.messages(count);
            Await.until("events lost", () -> bed.gateway.snapshot().counters().eventsLost() > 0);

            hold.countDown();

            bed.canister.send(client.key(), new byte[] {77});
            Await.until("the newest has come", () -> got.stream()
                    .anyMatch(e -> e instanceof CanisterMessage m && m.sequenceNumber() == count + 2));
            assertThat(lost.get()).isPositive().isEqualTo(slow.lost());
            assertThat(got).isSortedAccordingTo(java.util.Comparator.comparingLong(GatewayEvent::sequence));
            slow.close();
        }
    }

    @Test
    void aListenerThatThrowsStaysSubscribed() {
        try (Testbed bed = new Testbed()) {
            AtomicLong calls = new AtomicLong();
            bed.gateway.subscribe((batch, lost) -> {
                calls.incrementAndGet();
                throw new IllegalStateException("a listener's defect");
            });

            bed.openClient();

            Await.until("called again", () -> calls.get() >= 3);
        }
    }

    @Test
    void aSlowNetworkStopsTheReadingAndDropsNothing() {
        CountDownLatch hold = new CountDownLatch(1);
        try (Testbed bed = Testbed.withLimits(l -> l.maxWaitingFrames(4))) {
            V1Client client = bed.openClient();
            V1Client other = bed.openClient();
            bed.replica.onCall = call -> {
                if (call.envelope().content().sender().equals(client.key().principal())) {
                    await(hold);
                }
                return null;
            };
            int count = 300;
            byte[] bulk = new byte[20_000];
            Thread writer = new Thread(() -> IntStream.range(0, count).forEach(i -> client.say(bulk)));
            writer.start();

            Await.until("queue full", () -> waiting(bed) >= 4);
            other.say(new byte[] {1});
            Await.until("the other is served", () -> bed.canister.received().size() == 1);
            assertThat(waiting(bed)).isLessThan(10);
            hold.countDown();

            Await.until("all relayed", () -> bed.canister.received().size() == count + 1);
            assertThat(client.isOpen()).isTrue();
        }
    }

    @Test
    void aClientThatReadsLateStillGetsEverythingAndTheReason() throws InterruptedException {
        try (Testbed bed = new Testbed()) {
            V1Client signer = bed.client();
            try (RawSocket late = RawSocket.open(bed.gateway.port(), 64 << 10)) {
                late.read();
                late.frame(
                        0x82,
                        new ClientFrame(signer.signOpen(bed.canister.id(), signer.gateway())
                                        .envelope())
                                .encode());
                late.read();
                int count = 60;
                IntStream.range(0, count).forEach(i -> bed.canister.send(signer.key(), new byte[40_000]));
                Await.until("queued", () -> bed.gateway.snapshot().counters().framesOut() >= count + 3);
                assertThat(bed.gateway.snapshot().sessions().get(1).outboxMessages())
                        .isPositive();

                Thread stopper = new Thread(bed.gateway::close);
                stopper.start();

                for (int i = 0; i < count; i++) {
                    assertThat(late.read().opcode()).isEqualTo(2);
                }
                RawSocket.Frame close = late.read();
                assertThat(close.opcode()).isEqualTo(8);
                assertThat(close.code()).isEqualTo(1001);
                stopper.join();
            }
        }
    }

    private static int waiting(Testbed bed) {
        return bed.gateway.snapshot().sessions().get(0).waitingCalls();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
