package org.icws.testbench.latency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.icws.testbench.store.TestEvents.SECOND;
import static org.icws.testbench.store.TestEvents.T0;
import static org.icws.testbench.store.TestEvents.client;
import static org.icws.testbench.store.TestEvents.frame;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.icws.gateway.event.GatewayEvent;
import org.icws.gateway.trust.Verdict;
import org.icws.testbench.control.PollTimeline.Page;
import org.icws.testbench.store.NameBook;
import org.icws.testbench.store.TestEvents;
import org.junit.jupiter.api.Test;

class LatencyViewModelTest {

    private static final long MS = 1_000_000L;

    private final TestEvents make = new TestEvents();
    private final LatencyViewModel model = new LatencyViewModel(new NameBook());

    private LatencyViewModel.State state() {
        return model.stateProperty().get();
    }

    @Test
    void percentiles_are_the_smallest_value_that_covers_their_share() {
        Samples samples = new Samples(1000);
        for (int i = 1; i <= 100; i++) {
            samples.add(T0, i * MS);
        }
        Samples.Stats stats = samples.since(T0);
        assertThat(stats.p50Nanos()).isEqualTo(50 * MS);
        assertThat(stats.p95Nanos()).isEqualTo(95 * MS);
        assertThat(stats.p99Nanos()).isEqualTo(99 * MS);
        assertThat(stats.maxNanos()).isEqualTo(100 * MS);
    }

    @Test
    void under_twenty_samples_there_is_no_percentile() {
        List<GatewayEvent> polls = new ArrayList<>();
        for (int i = 0; i < 19; i++) {
            polls.add(make.poll(T0, 0, 2 * MS));
        }
        model.onFrame(frame(T0 + SECOND, polls));
        assertThat(state().polls().count()).isEqualTo(19);
        assertThat(state().polls().enough()).isFalse();
        assertThat(state().timeline().p95Millis()).isZero();
        model.onFrame(frame(T0 + 2 * SECOND, List.of(make.poll(T0 + SECOND, 0, 2 * MS))));
        assertThat(state().polls().enough()).isTrue();
        assertThat(state().timeline().p95Millis()).isEqualTo(2);
    }

    @Test
    void the_window_leaves_out_what_is_older() {
        model.onFrame(frame(T0, List.of(make.poll(T0, 0, MS))));
        model.onFrame(frame(T0 + 90 * SECOND, List.of(make.poll(T0 + 89 * SECOND, 0, MS))));
        assertThat(state().polls().count()).isEqualTo(1);
        model.windowProperty().set(LatencyViewModel.Window.FIVE_MINUTES);
        assertThat(state().polls().count()).isEqualTo(2);
    }

    @Test
    void pages_are_told_apart_by_what_they_brought() {
        model.onFrame(
                frame(T0 + SECOND, List.of(make.poll(T0, 0, MS), make.poll(T0 + 1, 3, MS), make.fullPoll(T0 + 2))));
        assertThat(state().timeline().polls())
                .extracting(p -> p.page())
                .containsExactly(Page.EMPTY, Page.SOME, Page.FULL);
    }

    @Test
    void durations_are_counted_for_each_doubling_and_five_seconds() {
        model.onFrame(frame(
                T0 + SECOND,
                List.of(
                        make.poll(T0, 0, MS / 2),
                        make.poll(T0, 0, 3 * MS),
                        make.poll(T0, 0, 4 * MS),
                        make.poll(T0, 0, 9_000 * MS))));
        int[] newest = state().spread().counts()[DurationGrid.COLUMNS - 1];
        assertThat(newest).containsExactly(1, 0, 2, 0, 0, 0, 0, 0, 0, 1);
        assertThat(state().spread().buckets().get(2)).isEqualTo("4");
        model.onFrame(frame(T0 + 6 * SECOND, List.of()));
        assertThat(state().spread().counts()[DurationGrid.COLUMNS - 2]).isEqualTo(newest);
        model.onFrame(frame(T0 + 400 * SECOND, List.of()));
        assertThat(Arrays.stream(state().spread().counts())
                        .flatMapToInt(Arrays::stream)
                        .sum())
                .isZero();
    }

    @Test
    void a_cell_of_the_spread_is_said_in_words() {
        assertThat(DurationGrid.words(0, 1)).isEqualTo("up to 1 ms: 1 poll in 5 s");
        assertThat(DurationGrid.words(3, 7)).isEqualTo("4 to 8 ms: 7 polls in 5 s");
        assertThat(DurationGrid.words(9, 2)).isEqualTo("more than 256 ms: 2 polls in 5 s");
    }

    @Test
    void a_delivered_message_tells_its_way() {
        model.onFrame(frame(T0 + SECOND, List.of(make.down(T0, client("a"), 7, "x", Verdict.VERIFIED))));
        assertThat(state().lastWay().sequence()).isEqualTo(7);
        assertThat(state().deliveries().maxNanos()).isEqualTo(39 * MS);
    }

    @Test
    void the_oldest_samples_go_when_there_are_too_many() {
        Samples samples = new Samples(2);
        samples.add(T0, 1);
        samples.add(T0, 2);
        samples.add(T0, 3);
        assertThat(samples.since(0).count()).isEqualTo(2);
        assertThat(samples.since(0).p50Nanos()).isEqualTo(2);
    }
}
