package org.icws.testbench.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FormatTest {

    @Test
    void thousands_get_a_comma() {
        assertThat(Format.count(8412)).isEqualTo("8,412");
        assertThat(Format.count(1, "message")).isEqualTo("1 message");
        assertThat(Format.count(1204, "message")).isEqualTo("1,204 messages");
    }

    @Test
    void sizes_have_one_digit_where_it_helps() {
        assertThat(Format.bytes(999)).isEqualTo("999 B");
        assertThat(Format.bytes(34_240)).isEqualTo("34.2 kB");
        assertThat(Format.bytes(118_000)).isEqualTo("118 kB");
        assertThat(Format.bytes(41_300_000)).isEqualTo("41.3 MB");
    }

    @Test
    void durations_keep_two_figures_or_more() {
        assertThat(Format.millis(40_000)).isEqualTo("0.04");
        assertThat(Format.millis(4_120_000)).isEqualTo("4.1");
        assertThat(Format.millis(93_000_000)).isEqualTo("93");
        assertThat(Format.millis(2_500_000_000L)).isEqualTo("2,500");
    }

    @Test
    void a_difference_is_rounded_as_the_seconds_that_may_stand_beside_it() {
        assertThat(Format.seconds(9_700_000)).isEqualTo("0.010");
        assertThat(Format.delta(9_700_000)).isEqualTo("+10");
        assertThat(Format.seconds(9_400_000)).isEqualTo("0.009");
        assertThat(Format.delta(9_400_000)).isEqualTo("+9");
        assertThat(Format.delta(-400_000)).isEqualTo("0");
    }

    @Test
    void a_difference_fits_its_column_however_long_it_is() {
        assertThat(Format.delta(0)).isEqualTo("0");
        assertThat(Format.delta(-62_000_000)).isEqualTo("−62");
        assertThat(Format.delta(9_999 * 1_000_000L)).isEqualTo("+9,999");
        assertThat(Format.delta(37_840 * 1_000_000L)).isEqualTo("+37.8 s");
        assertThat(Format.delta(99_990 * 1_000_000L)).isEqualTo("+99.9 s");
        assertThat(Format.delta(-131_600 * 1_000_000L)).isEqualTo("−131 s");
        assertThat(Format.delta(1_500 * TestEvents.SECOND)).isEqualTo("+25 min");
        assertThat(Format.delta(8_700 * 3_600 * TestEvents.SECOND)).isEqualTo("+8700 h");
        assertThat(Format.difference(4_200_000)).isEqualTo("+4 ms");
        assertThat(Format.difference(12 * TestEvents.SECOND)).isEqualTo("+12.0 s");
    }

    @Test
    void elapsed_time_shows_hours_only_when_there_are_some() {
        assertThat(Format.elapsed(1_292 * TestEvents.SECOND)).isEqualTo("21:32");
        assertThat(Format.elapsed(3_661 * TestEvents.SECOND)).isEqualTo("01:01:01");
        assertThat(Format.elapsed(-5)).isEqualTo("00:00");
    }

    @Test
    void clock_times_have_milliseconds() {
        assertThat(Format.clock(TestEvents.T0 + 118_000_000L)).matches("\\d\\d:\\d\\d:\\d\\d\\.118");
    }

    @Test
    void numbers_are_written_as_the_library_writes_them() {
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            long n = random.nextLong() >> random.nextInt(64);
            assertThat(Format.count(n)).isEqualTo(String.format(Locale.ROOT, "%,d", n));
            long nanos = (Math.abs(n >> 4) / 1_000_000 + 1) * 1_000_000;
            assertThat(Format.seconds(-nanos)).isEqualTo(String.format(Locale.ROOT, "−%,.3f", nanos / 1e9));
            double rate = 100 + Math.abs(random.nextGaussian()) * 1e6;
            assertThat(Format.rate(rate)).isEqualTo(String.format(Locale.ROOT, "%,.0f", rate));
        }
    }

    @Test
    void a_rate_without_bounds_is_written_too() {
        assertThat(Format.rate(0)).isEqualTo("0");
        assertThat(Format.rate(0.04)).isEqualTo("0.0");
        assertThat(Format.rate(99.96)).isEqualTo("100.0");
        assertThat(Format.rate(Double.POSITIVE_INFINITY)).isEqualTo("Infinity");
    }
}
