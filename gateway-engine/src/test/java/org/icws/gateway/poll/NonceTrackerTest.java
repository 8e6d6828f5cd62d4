package org.icws.gateway.poll;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.icws.gateway.protocol.v1.ClientKey;
import org.icws.gateway.protocol.v1.QueuedMessage;
import org.icws.protocol.principal.Principals;
import org.junit.jupiter.api.Test;

class NonceTrackerTest {
    private final NonceTracker tracker = new NonceTracker(0);

    private static List<QueuedMessage> messages(long first, long last) {
        ClientKey client = new ClientKey(Principals.canisterId(1), 1);
        return LongStream.rangeClosed(first, last)
                .mapToObj(n -> new QueuedMessage(client, "g_" + String.format("%020d", n), new byte[0]))
                .toList();
    }

    @Test
    void asksForTheMessageAfterTheLast() {
        assertThat(tracker.advance(messages(0, 49))).isEmpty();
        assertThat(tracker.next()).isEqualTo(50);
    }

    @Test
    void doesNotTakeDeletedOldMessagesForAGap() {
        assertThat(tracker.advance(messages(30, 40))).isEmpty();
        assertThat(tracker.next()).isEqualTo(41);
    }

    @Test
    void noticesAGap() {
        tracker.advance(messages(0, 9));

        assertThat(tracker.advance(messages(12, 12))).contains("expected message 10, got 12");
        assertThat(tracker.next()).isEqualTo(13);
    }

    @Test
    void neverGoesBackForMessagesItHasSeen() {
        tracker.advance(messages(0, 9));

        assertThat(tracker.knows(5)).isTrue();
        tracker.advance(messages(5, 6));

        assertThat(tracker.next()).isEqualTo(10);
    }

    @Test
    void readsFromTheBeginningWhenANewClientGetsNothing() {
        tracker.advance(messages(0, 9));

        assertThat(tracker.empty(true)).isFalse();
        assertThat(tracker.empty(true)).isFalse();
        assertThat(tracker.empty(true)).isTrue();

        assertThat(tracker.next()).isZero();
        assertThat(tracker.advance(messages(0, 1))).isEmpty();
        assertThat(tracker.next()).isEqualTo(2);
        assertThat(tracker.knows(2)).isTrue();
    }

    @Test
    void losesPatienceMoreSlowlyEachTime() {
        tracker.advance(messages(0, 9));
        int polls = 0;
        for (int resets = 0; resets < 3; polls++) {
            if (tracker.empty(true)) {
                resets++;
                tracker.advance(messages(0, 9));
            }
        }
        assertThat(polls).isEqualTo(3 + 6 + 12);
    }

    @Test
    void staysWhereItIsWhileNobodyWaits() {
        tracker.advance(messages(0, 9));
        for (int i = 0; i < 100; i++) {
            assertThat(tracker.empty(false)).isFalse();
        }
        assertThat(tracker.next()).isEqualTo(10);
    }

    @Test
    void pausesGrowWithJitterUpToABound() {
        Backoff backoff = new Backoff(Duration.ofMillis(100), () -> Duration.ofSeconds(5), new Random(1));
        long ceiling = 100;
        for (int i = 0; i < 40; i++) {
            long pause = backoff.next().toMillis();
            assertThat(pause).isBetween(Math.min(ceiling, 5000) / 2 - 1, Math.min(ceiling, 5000));
            ceiling = Math.min(ceiling * 2, 5000);
        }
        backoff.reset();
        assertThat(backoff.next().toMillis()).isLessThanOrEqualTo(100);
    }
}
