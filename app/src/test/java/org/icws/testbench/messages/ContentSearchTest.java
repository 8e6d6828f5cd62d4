package org.icws.testbench.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.icws.testbench.store.TestEvents.T0;
import static org.icws.testbench.store.TestEvents.client;
import static org.icws.testbench.store.TestEvents.frame;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.icws.gateway.event.GatewayEvent;
import org.icws.gateway.trust.Verdict;
import org.icws.testbench.store.NameBook;
import org.icws.testbench.store.TestEvents;
import org.junit.jupiter.api.Test;

class ContentSearchTest {

    private static final String LONG = "x".repeat(300);

    private final TestEvents make = new TestEvents();
    private final Deque<Runnable> work = new ArrayDeque<>();
    private final MessagesViewModel model = new MessagesViewModel(new NameBook(), 1_000);
    private long number;

    ContentSearchTest() {
        model.filter().searchContents(work::add, Runnable::run);
    }

    private void arrive(String... texts) {
        List<GatewayEvent> events = new ArrayList<>();
        for (String text : texts) {
            events.add(make.down(T0 + ++number, client("ada"), number, text, Verdict.VERIFIED));
        }
        model.onFrame(frame(T0 + number * 1_000_000_000L, events));
    }

    private void finishSearch() {
        while (!work.isEmpty()) {
            work.poll().run();
        }
    }

    private List<Long> shown() {
        return model.shown().stream().map(MessageRow::number).toList();
    }

    @Test
    void what_stands_beyond_the_line_is_found_beside_and_shown_in_order() {
        arrive("needle", LONG + " needle", "nothing", LONG);
        model.filterProperty().set("~b needle");
        assertThat(shown()).as("at once: what the lines tell").containsExactly(1L);
        assertThat(model.filter().searchingProperty().get()).isEqualTo("searching contents: 0 of 4");
        finishSearch();
        assertThat(shown()).containsExactly(1L, 2L);
        assertThat(model.filter().searchingProperty().get()).isEmpty();
    }

    @Test
    void fields_that_the_line_leaves_out_are_searched_too() {
        arrive("hello");
        model.filterProperty().set("~b timestamp.=");
        finishSearch();
        assertThat(shown()).containsExactly(1L);
    }

    @Test
    void a_find_takes_a_row_away_where_the_filter_says_not() {
        arrive(LONG + " needle", LONG);
        model.filterProperty().set("!~b needle & ~dir down");
        assertThat(shown()).containsExactly(1L, 2L);
        finishSearch();
        assertThat(shown()).containsExactly(2L);
    }

    @Test
    void messages_that_come_later_are_searched_as_well() {
        model.filterProperty().set("~b needle");
        arrive(LONG + " needle");
        assertThat(shown()).isEmpty();
        finishSearch();
        assertThat(shown()).containsExactly(1L);
    }

    @Test
    void another_filter_ends_the_search_and_one_without_contents_starts_none() {
        arrive(LONG + " needle");
        model.filterProperty().set("~b needle");
        model.filterProperty().set("~dir up");
        assertThat(model.filter().searchingProperty().get()).isEmpty();
        finishSearch();
        assertThat(shown()).isEmpty();
        model.filterProperty().set("~b (");
        assertThat(model.filter().problemProperty().get()).contains("not a regular expression");
        assertThat(work).isEmpty();
    }

    @Test
    void however_many_messages_come_meanwhile_one_task_waits_and_all_are_searched() {
        model.filterProperty().set("~b needle");
        for (int i = 0; i < 200; i++) {
            arrive(LONG, LONG + " needle");
            assertThat(work).hasSizeLessThanOrEqualTo(1);
        }
        assertThat(model.filter().searchingProperty().get()).isEqualTo("searching contents: 0 of 400");
        work.poll().run();
        assertThat(work).as("what came meanwhile, at once").hasSize(1);
        finishSearch();
        assertThat(shown()).hasSize(200);
        assertThat(model.filter().searchingProperty().get()).isEmpty();
    }

    @Test
    void what_is_dropped_before_its_turn_is_not_searched() {
        model.filterProperty().set("~b needle");
        for (int i = 0; i < 60; i++) {
            String[] many = new String[25];
            java.util.Arrays.fill(many, LONG + " needle");
            arrive(many);
        }
        assertThat(model.rows()).hasSizeLessThanOrEqualTo(1_000);
        int kept = model.rows().size();
        finishSearch();
        assertThat(shown()).hasSize(kept);
        assertThat(model.filter().searchingProperty().get()).isEmpty();
    }

    @Test
    void filters_typed_one_after_the_other_wait_for_the_one_task_that_runs() {
        arrive(LONG + " needle", LONG + " thread");
        for (String term : List.of("n", "ne", "nee", "thread")) {
            model.filterProperty().set("~b " + term);
        }
        assertThat(work).hasSize(1);
        finishSearch();
        assertThat(shown()).containsExactly(2L);
    }
}
