package org.icws.gateway.poll;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.ic4j.types.Principal;
import org.icws.gateway.fixture.ManualTime;
import org.icws.gateway.protocol.GatewayProtocol;
import org.icws.gateway.protocol.v1.MessagesPage;
import org.icws.protocol.principal.Principals;
import org.junit.jupiter.api.Test;

class PageHoldTest {
    private static final long QUICK = 100_000;
    private static final long SLOW = TimeUnit.MILLISECONDS.toNanos(2);

    private final ManualTime time = new ManualTime();
    private final Deliveries deliveries = new Deliveries();
    private final PageHold hold = new PageHold(deliveries, time, time);

    private static final class Deliveries implements BatchSink {
        final List<List<Long>> pages = new ArrayList<>();
        Runnable meanwhile = () -> {};

        @Override
        public void deliver(List<Batch> batches) {
            pages.add(batches.stream().map(Batch::polledAtNanos).toList());
            Runnable once = meanwhile;
            meanwhile = () -> {};
            once.run();
        }

        @Override
        public boolean isStarving(Principal canister, GatewayProtocol protocol, long monotonicNanos) {
            return false;
        }

        @Override
        public void outage(Principal canister, GatewayProtocol protocol, String what) {}
    }

    private static Batch page(long number) {
        MessagesPage page = new MessagesPage(List.of(), new byte[0], new byte[0], Optional.empty());
        return new Batch(GatewayProtocol.V1, Principals.canisterId(1), page, number, false);
    }

    @Test
    void aPageThatEndsTheQueueIsDeliveredAtOnce() {
        hold.add(page(1), false, QUICK);

        assertThat(deliveries.pages).containsExactly(List.of(1L));
    }

    @Test
    void fullPagesThatComeQuicklyAreDeliveredTogether() {
        hold.add(page(1), true, QUICK);
        hold.add(page(2), true, QUICK);
        assertThat(deliveries.pages).isEmpty();

        hold.add(page(3), false, QUICK);

        assertThat(deliveries.pages).containsExactly(List.of(1L, 2L, 3L));
    }

    @Test
    void aSlowNetworkIsNotWaitedFor() {
        hold.add(page(1), true, SLOW);

        assertThat(deliveries.pages).containsExactly(List.of(1L));
    }

    @Test
    void aPageIsNotKeptWhenTheNextOneIsLate() {
        hold.add(page(1), true, QUICK);
        time.advance(Duration.ofMillis(3));
        assertThat(deliveries.pages).isEmpty();

        time.advance(Duration.ofMillis(2));

        assertThat(deliveries.pages).containsExactly(List.of(1L));
    }

    @Test
    void oneGuardWatchesHoweverManyHoldsThereAre() {
        for (int i = 0; i < 5; i++) {
            hold.add(page(2 * i), true, QUICK);
            hold.add(page(2 * i + 1), false, QUICK);
            time.advance(Duration.ofMillis(1));
        }
        hold.add(page(10), true, QUICK);

        time.advance(Duration.ofMillis(10));

        assertThat(deliveries.pages).hasSize(6).last().isEqualTo(List.of(10L));
    }

    @Test
    void noPageIsHeldLongerThanAFewMillisecondsByAFlood() {
        for (int i = 0; i < 10; i++) {
            hold.add(page(i), true, QUICK);
            time.advance(Duration.ofMillis(1));
        }
        assertThat(deliveries.pages).isNotEmpty();
        assertThat(deliveries.pages.get(0).size()).isLessThanOrEqualTo(5);
    }

    @Test
    void whatIsHeldIsBounded() {
        for (int i = 0; i < 32; i++) {
            hold.add(page(i), true, QUICK);
        }

        assertThat(deliveries.pages).hasSize(1);
        assertThat(deliveries.pages.get(0)).hasSize(32);
    }

    @Test
    void pagesThatComeDuringADeliveryFollowItInOrder() {
        deliveries.meanwhile = () -> {
            hold.add(page(2), true, QUICK);
            hold.add(page(3), false, QUICK);
            assertThat(deliveries.pages).hasSize(1);
        };

        hold.add(page(1), false, QUICK);

        assertThat(deliveries.pages).containsExactly(List.of(1L), List.of(2L, 3L));
    }

    @Test
    void aDefectInADeliveryStopsNothing() {
        deliveries.meanwhile = () -> {
            throw new IllegalStateException("defect");
        };
        hold.add(page(1), false, QUICK);

        hold.add(page(2), false, QUICK);

        assertThat(deliveries.pages).containsExactly(List.of(1L), List.of(2L));
    }

    @Test
    void releasingWithoutPagesDeliversNothing() {
        hold.release();

        assertThat(deliveries.pages).isEmpty();
    }
}
