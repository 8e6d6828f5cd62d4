package org.icws.gateway.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.icws.gateway.ClockSkew;
import org.icws.gateway.fixture.ManualTime;
import org.junit.jupiter.api.Test;

class SkewEstimatorTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final ManualTime time = new ManualTime();
    private final SkewEstimator skew = new SkewEstimator(time);

    @Test
    void clocksThatMayAgreeAreNotCorrected() {
        skew.answered(10 * SECOND, 9 * SECOND, 12 * SECOND);

        assertThat(skew.estimate()).isEqualTo(new ClockSkew(0, -2 * SECOND, SECOND, 1));
        assertThat(skew.toLocal(7)).isEqualTo(7);
    }

    @Test
    void aNetworkAheadIsCorrectedByTheLeastThatIsProven() {
        skew.answered(20 * SECOND, 9 * SECOND, 12 * SECOND);
        skew.arrived(30 * SECOND, 21 * SECOND);

        assertThat(skew.estimate()).isEqualTo(new ClockSkew(9 * SECOND, 9 * SECOND, 11 * SECOND, 2));
        assertThat(skew.toLocal(30 * SECOND)).isEqualTo(21 * SECOND);
    }

    @Test
    void aNetworkBehindIsCorrectedToo() {
        skew.answered(5 * SECOND, 9 * SECOND, 10 * SECOND);

        assertThat(skew.estimate().estimateNanos()).isEqualTo(-4 * SECOND);
    }

    @Test
    void aClockThatWasSetStartsTheEstimateAnew() {
        skew.answered(20 * SECOND, 9 * SECOND, 12 * SECOND);
        skew.answered(100 * SECOND, 99 * SECOND, 101 * SECOND);

        assertThat(skew.estimate()).isEqualTo(new ClockSkew(0, -SECOND, SECOND, 2));
    }

    @Test
    void limitsAreForgottenAfterTwoWindows() {
        skew.answered(20 * SECOND, 19 * SECOND, 21 * SECOND);
        for (int i = 0; i < 2; i++) {
            time.advance(Duration.ofMinutes(3));
            skew.answered(20 * SECOND, 15 * SECOND, 25 * SECOND);
        }

        assertThat(skew.estimate()).isEqualTo(new ClockSkew(0, -5 * SECOND, 5 * SECOND, 3));
    }
}
