package org.icws.testbench.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.stream.Stream;
import org.icws.replica.Delay;
import org.icws.replica.LatencyProfile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class DelaysTest {

    private static final Delay SPREAD = new Delay.LogNormal(Duration.ofMillis(100), 0.5, Duration.ofMillis(900));

    static Stream<Delay> delays() {
        return Stream.of(
                Delay.NONE,
                new Delay.Fixed(Duration.ofMillis(1_250)),
                new Delay.Uniform(Duration.ofNanos(2_500_000), Duration.ofMillis(40)),
                SPREAD);
    }

    @ParameterizedTest
    @MethodSource("delays")
    void every_kind_of_delay_is_written_and_read_again(Delay delay) {
        assertThat(DelayDraft.of(delay).delay()).isEqualTo(delay);
    }

    @ParameterizedTest
    @CsvSource({
        "FIXED,soon,,,The delay must be a number from 0 to",
        "FIXED,,,,The delay must be a number",
        "FIXED,-1,,,The delay must be a number",
        "RANGE,50,10,,The longest must not be below the shortest",
        "LOG_NORMAL,50,10,1,The longest must not be below the median",
        "LOG_NORMAL,50,100,9,The spread σ must be a number from 0 to 3."
    })
    void what_is_wrong_is_said(DelayDraft.Kind kind, String first, String second, String sigma, String words) {
        DelayDraft draft = new DelayDraft(kind, text(first), text(second), text(sigma));
        assertThatThrownBy(draft::delay).hasMessageContaining(words);
    }

    private static String text(String cell) {
        return cell == null ? "" : cell;
    }

    @Test
    void the_known_profiles_are_known_again_and_others_are_ones_own() {
        for (Delays known : new Delays[] {Delays.NONE, Delays.LOCAL, Delays.MAINNET}) {
            assertThat(Delays.of(known.profile())).isEqualTo(known);
        }
        assertThat(Delays.of(new LatencyProfile(SPREAD, Delay.NONE, 3)).kind()).isEqualTo(Delays.Kind.CUSTOM);
    }

    @Test
    void a_moved_delay_keeps_its_kind_of_spread() {
        Delays odd = new Delays(
                Delays.Kind.CUSTOM,
                new LatencyProfile(SPREAD, new Delay.Uniform(Duration.ofMillis(10), Duration.ofMillis(30)), 3));
        Delays moved = odd.withUpdate(200).withQuery(40);
        assertThat(moved.profile())
                .isEqualTo(new LatencyProfile(
                        new Delay.LogNormal(Duration.ofMillis(200), 0.5, Duration.ofMillis(1_800)),
                        new Delay.Uniform(Duration.ofMillis(20), Duration.ofMillis(60)),
                        3));
        assertThat(moved.updateMillis()).isEqualTo(200);
        assertThat(moved.queryMillis()).isEqualTo(40);
        assertThat(moved.hasOwnSpread()).isTrue();
    }

    @Test
    void delays_from_nothing_take_the_jitter_that_is_set() {
        Delays from = Delays.NONE.withUpdate(100);
        assertThat(from.profile().update()).isEqualTo(new Delay.Fixed(Duration.ofMillis(100)));
        assertThat(from.withJitter(50).profile().update())
                .isEqualTo(new Delay.Uniform(Duration.ofMillis(50), Duration.ofMillis(150)));
        assertThat(from.withJitter(50).jitterPercent()).isEqualTo(50);
    }
}
