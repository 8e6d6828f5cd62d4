package org.icws.gateway.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LatencyRecorderTest {

    private final LatencyRecorder recorder = new LatencyRecorder();

    @Test
    void without_samples_every_percentile_is_zero() {
        assertThat(recorder.percentiles()).isEqualTo(new LatencyRecorder.Percentiles(0, 0, 0, 0, 0));
    }

    @Test
    void asking_again_without_new_samples_gives_the_same() {
        recorder.record(TimeUnit.MILLISECONDS.toNanos(5));
        LatencyRecorder.Percentiles first = recorder.percentiles();
        assertThat(first.count()).isEqualTo(1);
        assertThat(recorder.percentiles()).isSameAs(first);
    }

    @Test
    void samples_that_came_after_the_last_look_are_counted() {
        recorder.record(TimeUnit.MILLISECONDS.toNanos(5));
        recorder.percentiles();
        recorder.record(TimeUnit.MILLISECONDS.toNanos(50), 3);
        LatencyRecorder.Percentiles now = recorder.percentiles();
        assertThat(now.count()).isEqualTo(4);
        assertThat(now.p95()).isBetween(TimeUnit.MILLISECONDS.toNanos(49), TimeUnit.MILLISECONDS.toNanos(51));
    }

    @Test
    void samples_that_buckets_were_asked_for_first_show_in_the_percentiles_too() {
        recorder.record(TimeUnit.MILLISECONDS.toNanos(5));
        assertThat(recorder.buckets(new double[] {1}).counts()).containsExactly(1);
        assertThat(recorder.percentiles().count()).isEqualTo(1);
    }
}
