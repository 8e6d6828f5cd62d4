package org.icws.gateway.poll;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.icws.gateway.GatewayException;
import org.icws.gateway.fixture.ManualTime;
import org.junit.jupiter.api.Test;

class PaceTest {
    private final ManualTime time = new ManualTime();
    private final AtomicReference<PollingPolicy> policy = new AtomicReference<>(
            new PollingPolicy(Duration.ofMillis(5), Duration.ofMillis(100), Duration.ofSeconds(2)));
    private final Pace pace = new Pace(policy::get, time);

    @Test
    void staysFastWhileTrafficIsRecent() {
        for (int i = 0; i < 399; i++) {
            time.advance(Duration.ofMillis(5));
            assertThat(pace.next()).isEqualTo(Duration.ofMillis(5));
        }
        assertThat(pace.isSlow()).isFalse();
    }

    @Test
    void backsOffToTheSlowestIntervalAfterItsTimeAndNoFurther() {
        time.advance(Duration.ofSeconds(2));

        assertThat(pace.next()).isEqualTo(Duration.ofMillis(10));
        assertThat(pace.next()).isEqualTo(Duration.ofMillis(20));
        assertThat(pace.next()).isEqualTo(Duration.ofMillis(40));
        assertThat(pace.next()).isEqualTo(Duration.ofMillis(80));
        assertThat(pace.next()).isEqualTo(Duration.ofMillis(100));
        assertThat(pace.next()).isEqualTo(Duration.ofMillis(100));
        assertThat(pace.isSlow()).isTrue();
    }

    @Test
    void isFastAgainWithTheFirstMessage() {
        time.advance(Duration.ofMinutes(1));
        pace.next();
        pace.next();

        pace.traffic();

        assertThat(pace.isSlow()).isFalse();
        assertThat(pace.next()).isEqualTo(Duration.ofMillis(5));
    }

    @Test
    void neverChangesAFixedInterval() {
        policy.set(PollingPolicy.fixed(Duration.ofMillis(30)));
        time.advance(Duration.ofMinutes(1));

        assertThat(pace.next()).isEqualTo(Duration.ofMillis(30));
        assertThat(pace.next()).isEqualTo(Duration.ofMillis(30));
        assertThat(pace.isSlow()).isFalse();
        assertThat(policy.get().isAdaptive()).isFalse();
    }

    @Test
    void followsAPolicyThatIsChanged() {
        time.advance(Duration.ofMinutes(1));
        pace.next();

        policy.set(PollingPolicy.adaptive(Duration.ofMillis(50), Duration.ofSeconds(1)));

        assertThat(pace.next()).isEqualTo(Duration.ofMillis(50));
        assertThat(pace.next()).isEqualTo(Duration.ofMillis(100));
    }

    @Test
    void refusesIntervalsThatMakeNoSense() {
        Duration ten = Duration.ofMillis(10);
        assertThatThrownBy(() -> PollingPolicy.fixed(Duration.ZERO))
                .isInstanceOf(GatewayException.class)
                .hasMessageContaining("must be positive");
        assertThatThrownBy(() -> PollingPolicy.adaptive(ten, Duration.ofMillis(9)))
                .hasMessageContaining("below the fastest");
        assertThatThrownBy(() -> new PollingPolicy(ten, ten, Duration.ofMillis(-1)))
                .hasMessageContaining("must not be negative");
    }
}
