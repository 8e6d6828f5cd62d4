package org.icws.testbench.latency;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LatencyViewTest {

    @ParameterizedTest
    @CsvSource({
        "0, 1, 0.0",
        "-20000, 1, 0.0",
        "-400000, 0, 0",
        "2300000, 1, +2.3",
        "-1600000, 0, −2",
        "11000000, 0, +11"
    })
    void a_difference_of_nothing_has_no_sign(long nanos, int places, String words) {
        assertThat(LatencyView.signed(nanos, places)).isEqualTo(words);
    }
}
