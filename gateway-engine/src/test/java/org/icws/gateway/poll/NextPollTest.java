package org.icws.gateway.poll;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.icws.gateway.CallOrder;
import org.icws.gateway.Limits;
import org.icws.gateway.LiveSettings;
import org.icws.gateway.TrustPolicy;
import org.icws.gateway.fixture.ManualTime;
import org.icws.gateway.metrics.HopTimes;
import org.icws.gateway.metrics.SkewEstimator;
import org.junit.jupiter.api.Test;

class NextPollTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final ManualTime time = new ManualTime();
    private final List<Long> polledAt = new ArrayList<>();
    private Runnable duringPoll = () -> {};
    private Runnable afterPoll = () -> this.next.scheduleByPace();
    private NextPoll next;

    private void start(PollingPolicy policy) {
        LiveSettings live = new LiveSettings(Limits.DEFAULT, TrustPolicy.DEFAULT, policy, CallOrder.ONE_AT_A_TIME);
        PollSettings settings =
                new PollSettings(live, time, time, RandomGenerator.getDefault(), new HopTimes(new SkewEstimator(time)));
        next = new NextPoll(settings, new Pace(live::polling, time), () -> {
            polledAt.add(next.begin() / 1_000_000);
            duringPoll.run();
            afterPoll.run();
        });
        next.schedule(Duration.ZERO, false);
    }

    /** From 100 ms to an hour; silent for so long that the next poll is an hour away, and that hour has just begun. */
    private void startAndFallSilent() {
        start(new PollingPolicy(Duration.ofMillis(100), HOUR, Duration.ZERO));
        long before;
        do {
            before = time.monotonicNanos();
            time.advanceToNext();
        } while (time.monotonicNanos() - before < HOUR.toNanos());
        polledAt.clear();
    }

    private long now() {
        return time.monotonicNanos() / 1_000_000;
    }

    @Test
    void aHintBringsAPollAtOnceWhenTheLastOneIsLongAgo() {
        startAndFallSilent();
        time.advance(Duration.ofMinutes(5));

        next.hint();
        time.advance(Duration.ZERO);

        assertThat(polledAt).containsExactly(now());
    }

    @Test
    void hintsInARowBringNoMorePollsThanTheFastestInterval() {
        startAndFallSilent();
        time.advance(Duration.ofMinutes(5));
        long first = now();

        for (int i = 0; i < 299; i++) {
            next.hint();
            time.advance(Duration.ofMillis(1));
        }

        assertThat(polledAt).containsExactly(first, first + 100, first + 200);
    }

    @Test
    void aHintLeavesThePaceAsItIs() {
        startAndFallSilent();
        time.advance(Duration.ofMinutes(5));
        long hinted = now();

        next.hint();
        time.advance(HOUR.minusMillis(1));
        assertThat(polledAt).containsExactly(hinted);
        time.advance(Duration.ofMillis(1));

        assertThat(polledAt).containsExactly(hinted, hinted + HOUR.toMillis());
    }

    @Test
    void aHintDuringAPollIsHeededAfterIt() {
        startAndFallSilent();
        duringPoll = () -> {
            duringPoll = () -> {};
            next.hint();
        };

        time.advanceToNext();
        long poll = now();
        time.advance(Duration.ofMillis(100));

        assertThat(polledAt).containsExactly(poll, poll + 100);
    }

    @Test
    void aHintDuringTheLastFastPollIsHeededThoughThePaceGetsSlowOnlyThen() {
        start(new PollingPolicy(Duration.ofMillis(100), HOUR, Duration.ofMillis(1)));
        duringPoll = () -> {
            time.advance(Duration.ofMillis(1)); // the time of fast polling ends while the answer is under way
            duringPoll = () -> {};
            next.hint();
        };

        time.advanceToNext();
        time.advance(Duration.ofMillis(100));

        assertThat(polledAt).containsExactly(0L, 100L);
    }

    @Test
    void aFixedIntervalIsNotChangedByHints() {
        start(PollingPolicy.fixed(Duration.ofSeconds(1)));
        time.advance(Duration.ZERO);

        for (int i = 0; i < 20; i++) {
            next.hint();
            time.advance(Duration.ofMillis(100));
        }

        assertThat(polledAt).containsExactly(0L, 1000L, 2000L);
    }

    @Test
    void aPauseAfterAFailureIsKeptInSpiteOfHints() {
        startAndFallSilent();
        afterPoll = () -> next.schedule(Duration.ofSeconds(8), false);
        time.advanceToNext();
        long failed = now();

        next.hint();
        time.advance(Duration.ofSeconds(8));

        assertThat(polledAt).containsExactly(failed, failed + 8_000);
    }

    @Test
    void aClientsTrafficMakesThePaceFastAgain() {
        startAndFallSilent();
        time.advance(Duration.ofMinutes(5));
        long traffic = now();

        next.traffic();
        time.advance(Duration.ofMillis(100));

        assertThat(polledAt).containsExactly(traffic + 100);
    }

    @Test
    void nothingComesAfterTheEnd() {
        startAndFallSilent();
        next.stop();

        next.hint();
        next.traffic();
        time.advance(HOUR);

        assertThat(polledAt).isEmpty();
    }
}
