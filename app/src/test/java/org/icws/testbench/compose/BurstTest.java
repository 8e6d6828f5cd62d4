package org.icws.testbench.compose;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BurstTest {

    private static final long MS = 1_000_000L;

    private final AtomicLong now = new AtomicLong();
    private final FakeSender ada = new FakeSender("Ada");

    private Burst burst(int total, int perSecond) {
        return new Burst(ada, nanos -> new byte[] {1}, total, perSecond, now::get);
    }

    @Test
    void keeps_the_rate_over_the_whole_and_ends_after_the_last() {
        Burst burst = burst(10, 20);
        burst.tick();
        assertThat(ada.sent).hasSize(1);
        now.set(100 * MS);
        burst.tick();
        assertThat(ada.sent).hasSize(3);
        now.set(5_000 * MS);
        burst.tick();
        assertThat(ada.sent).as("what is late is caught up with").hasSize(10);
        assertThat(burst.progress().running()).isFalse();
        burst.tick();
        assertThat(ada.sent).hasSize(10);
    }

    @Test
    void ends_with_the_reason_when_the_client_is_gone() {
        Burst burst = burst(10, 20);
        burst.tick();
        ada.reason = "Ada is not connected any more.";
        now.set(1_000 * MS);
        burst.tick();
        assertThat(ada.sent).hasSize(1);
        assertThat(burst.progress().problem()).isEqualTo("Ada is not connected any more.");
        assertThat(burst.progress().running()).isFalse();
    }

    @Test
    void counts_answers_and_ends_at_the_first_that_cannot_be_sent() {
        Burst burst = burst(10, 1000);
        ada.answer.complete(new TestSender.Exchange(1, 0, 1, 1, new byte[0]));
        burst.tick();
        assertThat(burst.progress().answered()).isEqualTo(1);
        ada.number.completeExceptionally(new IllegalStateException("The queue is full."));
        now.set(2 * MS);
        burst.tick();
        assertThat(burst.progress().problem()).isEqualTo("The queue is full.");
    }
}
