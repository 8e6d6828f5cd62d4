package org.icws.testbench.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lengths of time and times as people write them. */
class WrittenTimesTest {

    private static final ZoneId ZONE = ZoneId.of("Europe/Zurich");
    private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z"); // 13:00 there

    @ParameterizedTest
    @CsvSource({"6 min,PT6M", "90s,PT90S", "1 d 4 h,PT28H", "1.5 h,PT90M", "250 ms,PT0.25S", "2 days,PT48H"})
    void a_length_is_read(String text, Duration length) {
        assertThat(DurationText.parse(text)).isEqualTo(length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "6", "6 min later", "-6 min", "6 parsec", "min 6"})
    void what_is_no_length_is_refused_with_examples(String text) {
        assertThatThrownBy(() -> DurationText.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("6 min");
    }

    @ParameterizedTest
    @ValueSource(strings = {"6 min", "90 ms", "1 d 4 h", "2 h 5 min", "1 min 30 s", "40 s"})
    void what_is_written_is_read_again(String text) {
        assertThat(DurationText.of(DurationText.parse(text))).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "2030-01-31 12:00,2030-01-31T11:00:00Z",
        "2030-01-31 12:00:30,2030-01-31T11:00:30Z",
        "2030-07-31,2030-07-30T22:00:00Z",
        "2030-01-31T12:00:00Z,2030-01-31T12:00:00Z",
        "2030-01-31 12:00:00+05:00,2030-01-31T07:00:00Z",
        "14:30,2026-11-26T13:30:00Z",
        "9:30,2026-11-27T08:30:00Z",
        "+ 3 d 4 h,2026-11-29T16:00:00Z",
        "+5 min,2026-11-26T12:05:00Z"
    })
    void a_time_is_read_in_the_zone_of_this_machine(String text, Instant time) {
        assertThat(TimeText.parse(text, NOW, ZONE)).isEqualTo(time);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "tomorrow", "25:00", "2030-13-01", "2030-01-31 25:00", "12"})
    void what_is_no_time_is_refused_with_examples(String text) {
        assertThatThrownBy(() -> TimeText.parse(text, NOW, ZONE)).hasMessageContaining("2030-01-31 12:00");
    }

    @Test
    void a_time_that_is_over_is_refused_and_says_what_time_it_is() {
        assertThatThrownBy(() -> TimeText.parse("2026-11-26 12:59", NOW, ZONE))
                .hasMessageContaining("2026-11-26 13:00:00")
                .hasMessageContaining("never goes back");
        assertThat(TimeText.parse(TimeText.of(NOW, ZONE), NOW, ZONE)).isEqualTo(NOW);
    }
}
