package org.icws.testbench.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.icws.gateway.PollerSnapshot;
import org.icws.protocol.principal.Principals;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PollingWordsTest {

    private static PollerSnapshot poller(long intervalMillis, long silenceSeconds) {
        return new PollerSnapshot(
                Principals.canisterId(1),
                "v1",
                1,
                intervalMillis * 1_000_000,
                silenceSeconds * 1_000_000_000,
                1,
                0,
                1,
                1,
                1,
                1,
                1,
                1,
                1,
                "polling");
    }

    @ParameterizedTest
    @CsvSource({
        "100,0,every 100 ms",
        "5000,0,every 5 s",
        "200,12,every 200 ms: nothing came for 10 s",
        "1600,3,every 1.6 s: nothing came for some seconds",
        "5000,59,every 5 s: nothing came for 50 s",
        "5000,60,every 5 s: nothing came for 1 min",
        "1000,3599,every 1 s: nothing came for 59 min",
        "60000,8000,every 60 s: nothing came for 2 h"
    })
    void the_interval_and_why_it_is_that_long(long interval, long silence, String words) {
        assertThat(PollingWords.of(List.of(poller(interval, silence))).sentence())
                .isEqualTo(words);
    }

    @Test
    void of_several_canisters_the_one_that_is_polled_most() {
        PollingWords words = PollingWords.of(List.of(poller(5_000, 60), poller(100, 0), poller(3_200, 30)));

        assertThat(words.sentence()).isEqualTo("every 100 ms");
        assertThat(words.isSlow()).isFalse();
    }

    @Test
    void nothing_is_said_where_nothing_is_polled() {
        assertThat(PollingWords.of(List.of()).every()).isEmpty();
    }
}
