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
import org.icws.testbench.messages.MessageFilter;
import org.icws.testbench.messages.MessagesViewModel;
import org.icws.testbench.store.Frame;
import org.icws.testbench.store.NameBook;
import org.icws.testbench.store.TestEvents;
import org.junit.jupiter.api.Test;

class LatencyViewModelTest {

    private static final long MS = 1_000_000L;

    private final TestEvents make = new TestEvents();
    private final MessagesViewModel messages = new MessagesViewModel(new NameBook(), 100);
    private final LatencyViewModel model = new LatencyViewModel(messages);

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
    void another_network_starts_from_nothing() {
        model.onFrame(frame(T0 + SECOND, List.of(make.poll(T0, 0, 2 * MS), make.poll(T0, 1, 2 * MS))));
        assertThat(state().polls().count()).isEqualTo(2);
        model.clear();
        model.onFrame(frame(T0 + 2 * SECOND, List.of(make.poll(T0 + SECOND, 0, 7 * MS))));
        assertThat(state().polls().count()).isEqualTo(1);
        assertThat(state().polls().maxNanos()).isEqualTo(7 * MS);
        assertThat(state().timeline().polls()).hasSize(1);
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
        model.onFrame(frame(T0, List.of(make.poll(T0, 0, 5 * MS), make.poll(T0, 3, 6 * MS), make.poll(T0, 0, MS / 2))));
        assertThat(model.wordsOf(DurationGrid.COLUMNS - 1, 3, 2))
                .startsWith("4 to 8 ms\n")
                .endsWith("2 polls, 66 %\n3 messages · click to see them");
        assertThat(model.wordsOf(DurationGrid.COLUMNS - 1, 0, 1))
                .endsWith("1 poll, 33 %\nempty: no message came with them");
        assertThat(model.wordsOf(DurationGrid.COLUMNS - 1, 5, 0))
                .startsWith("16 to 32 ms")
                .doesNotContain("click");
        assertThat(model.wordsOf(DurationGrid.COLUMNS - 1, 9, 0)).startsWith("more than 256 ms");
    }

    @Test
    void a_cell_becomes_a_filter_for_messages() {
        model.onFrame(frame(T0, List.of(make.poll(T0, 1, 20 * MS), make.poll(T0, 2, 300 * MS))));
        String filter = model.filterOf(DurationGrid.COLUMNS - 1, 5);
        assertThat(filter).startsWith("~poll 16..32 & ~at ");
        assertThat(MessageFilter.LANGUAGE.parse(filter)).isNotNull();
        assertThat(model.filterOf(DurationGrid.COLUMNS - 1, 9)).startsWith("~poll >256 & ");
    }

    @Test
    void a_cell_of_polls_that_brought_nothing_becomes_none() {
        model.onFrame(frame(T0, List.of(make.poll(T0, 0, 20 * MS))));
        assertThat(model.filterOf(DurationGrid.COLUMNS - 1, 5)).isEmpty();
        model.onFrame(frame(T0, List.of(make.poll(T0, 1, 21 * MS))));
        assertThat(model.filterOf(DurationGrid.COLUMNS - 1, 5)).isNotEmpty();
        model.onFrame(frame(T0 + 400 * SECOND, List.of()));
        assertThat(model.filterOf(DurationGrid.COLUMNS - 1, 5)).isEmpty();
    }

    @Test
    void the_newest_message_tells_its_way_and_another_can_be_looked_at() {
        Frame frame = frame(
                T0 + SECOND,
                List.of(
                        make.down(T0, client("a"), 6, "x", Verdict.VERIFIED),
                        make.down(T0 + SECOND, client("a"), 7, "y", Verdict.VERIFIED)));
        messages.onFrame(frame);
        model.onFrame(frame);

        assertThat(model.chosenProperty().get().sequenceNumber()).isEqualTo(7);
        assertThat(model.story().stations())
                .extracting(s -> s.name() + " " + Math.round(s.sincePrevious()))
                .containsExactly("Canister stamped 0", "Polled 38", "Sent 1", "Verified 1");
        assertThat(model.story().finding()).isEqualTo("95 % of the time passed before “Polled”");
        assertThat(state().deliveries().maxNanos()).isEqualTo(39 * MS);

        model.step(-1);
        assertThat(model.chosenProperty().get().sequenceNumber()).isEqualTo(6);
        assertThat(model.followsNewest()).isFalse();
        model.step(1);
        model.step(1);
        assertThat(model.followsNewest()).isTrue();
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

    @Test
    void a_course_tells_the_percentile_of_each_part_of_the_time() {
        Samples samples = new Samples(1000);
        for (int i = 0; i < 40; i++) {
            samples.add(T0 + i * MS, (i < 20 ? 1 : 5) * MS); // the first half of 80 ms, twice as slow at its end
        }
        samples.add(T0 + 70 * MS, 9 * MS);

        double[][] courses = samples.courses(T0, T0 + 80 * MS, 4, .5, 1);

        assertThat(courses[0])
                .as("the part without samples is like the one before it")
                .containsExactly(1, 5, 5, 9);
        assertThat(courses[1]).containsExactly(1, 5, 5, 9);
        assertThat(samples.courses(T0 + 20 * MS, T0 + 80 * MS, 3, .5)[0])
                .as("from the first sample of the window")
                .containsExactly(5, 5, 9);
        assertThat(samples.courses(T0 + 30 * MS, T0 + 80 * MS, 3, .5)[0])
                .as("too few for a percentile")
                .isEmpty();
    }

    @Test
    void the_courses_of_the_figures_are_of_what_was_measured_in_the_window() {
        List<GatewayEvent> polls = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            polls.add(make.poll(T0 + i * SECOND, i, (i < 30 ? 2 : 8) * MS));
        }
        model.onFrame(frame(T0 + 60 * SECOND, polls));

        LatencyViewModel.Courses courses = model.courses();

        assertThat(courses.pollsP95()).hasSize(30).startsWith(2, 2).endsWith(8, 8);
        assertThat(courses.pollsMax()).hasSize(30);
        assertThat(courses.callsP95()).isEmpty();
    }
}
