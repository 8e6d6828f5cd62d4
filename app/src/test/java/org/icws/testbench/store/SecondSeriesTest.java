package org.icws.testbench.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.icws.testbench.store.TestEvents.SECOND;
import static org.icws.testbench.store.TestEvents.T0;

import org.junit.jupiter.api.Test;

class SecondSeriesTest {

    private final SecondSeries series = new SecondSeries(10);

    @Test
    void a_rate_is_the_mean_of_the_last_full_seconds() {
        series.add(T0, 4);
        series.add(T0 + SECOND, 8);
        series.add(T0 + 2 * SECOND, 100); // still running, so it does not count
        assertThat(series.perSecond(T0 + 2 * SECOND, 5)).isEqualTo(6);
    }

    @Test
    void silence_counts_as_nothing() {
        series.add(T0, 10);
        assertThat(series.perSecond(T0 + 5 * SECOND, 5)).isEqualTo(2);
        assertThat(series.perSecond(T0 + 60 * SECOND, 5)).isZero();
    }

    @Test
    void a_series_without_a_full_second_has_no_rate_and_no_course() {
        series.add(T0, 10);
        assertThat(series.perSecond(T0, 5)).isZero();
        assertThat(series.course(T0, 5)).isEmpty();
    }

    @Test
    void a_level_stays_through_seconds_in_which_nobody_looked() {
        series.set(T0, 3);
        series.set(T0 + 3 * SECOND, 5);
        assertThat(series.course(T0 + 4 * SECOND, 9)).containsExactly(3, 3, 3, 5);
    }

    @Test
    void forgets_what_is_older_than_it_can_hold() {
        series.add(T0, 1);
        series.add(T0 + 30 * SECOND, 2);
        assertThat(series.course(T0 + 31 * SECOND, 100))
                .hasSizeLessThanOrEqualTo(10)
                .endsWith(2);
    }

    @Test
    void a_long_course_is_made_of_means() {
        SecondSeries series = new SecondSeries(101);
        for (int second = 0; second < 100; second++) {
            series.set(second * 1_000_000_000L, second);
        }
        long now = 100_000_000_000L;
        assertThat(series.course(now, 100, 10)).hasSize(10).contains(4.5).endsWith(94.5);
        assertThat(series.course(now, 95, 10)).hasSize(10).startsWith(7.0).endsWith(94.5);
        assertThat(series.course(now, 8, 10)).hasSize(8);
    }

    @Test
    void what_came_while_nobody_looked_is_no_burst_of_the_second_in_which_somebody_does() {
        series.add(T0, 1);
        series.add(T0, T0 + 4 * SECOND, 40);
        assertThat(series.course(T0 + 4 * SECOND, 9)).containsExactly(11, 10, 10, 10);
        assertThat(series.perSecond(T0 + 4 * SECOND, 3)).isEqualTo(10);
        series.add(T0 + 4 * SECOND, T0 + 1004 * SECOND, 3_000);
        assertThat(series.course(T0 + 1004 * SECOND, 9)).hasSize(9).containsOnly(3);
    }

    @Test
    void a_share_of_a_second_is_a_share_of_the_amount() {
        series.add(T0 + SECOND / 2, T0 + 2 * SECOND, 3);
        assertThat(series.course(T0 + 2 * SECOND, 9)).containsExactly(1, 2);
    }
}
