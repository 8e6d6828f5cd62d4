package org.icws.testbench.queues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.icws.testbench.store.TestEvents.NO_COUNTS;
import static org.icws.testbench.store.TestEvents.SECOND;
import static org.icws.testbench.store.TestEvents.T0;
import static org.icws.testbench.store.TestEvents.client;
import static org.icws.testbench.store.TestEvents.session;
import static org.icws.testbench.store.TestEvents.snapshot;

import java.util.List;
import org.icws.gateway.event.SessionState;
import org.icws.testbench.store.Frame;
import org.icws.testbench.store.NameBook;
import org.icws.testbench.store.TestEvents;
import org.junit.jupiter.api.Test;

class QueuesViewModelTest {

    private final TestEvents make = new TestEvents();
    private final QueuesViewModel model = new QueuesViewModel(new NameBook());

    private void see(long at, int firstOutbox, int secondOutbox) {
        model.onFrame(new Frame(
                at,
                List.of(),
                0,
                snapshot(
                        NO_COUNTS,
                        session(1, client("a"), SessionState.OPEN, 0, firstOutbox),
                        session(2, client("b"), SessionState.OPEN, 0, secondOutbox))));
    }

    @Test
    void every_client_has_a_row_on_one_scale() {
        see(T0, 3, 40);
        assertThat(model.rows()).extracting(QueueRow::outbox).containsExactly(3L, 40L);
        assertThat(model.rows()).extracting(QueueRow::scale).containsOnly(40L);
    }

    @Test
    void totals_add_up_and_name_the_slowest() {
        see(T0, 3, 40);
        QueuesViewModel.Totals totals = model.totalsProperty().get();
        assertThat(totals.outbox()).isEqualTo(43);
        assertThat(totals.outboxBytes()).isEqualTo(43_000);
        assertThat(totals.slowest()).isEqualTo("most: Session 2");
    }

    @Test
    void the_trend_compares_with_a_second_before() {
        see(T0, 3, 40);
        see(T0 + SECOND, 9, 12);
        assertThat(model.rows()).extracting(QueueRow::trend).containsExactly(1, -1);
    }

    @Test
    void the_course_has_one_value_a_second() {
        see(T0, 1, 0);
        see(T0 + SECOND, 2, 0);
        see(T0 + 2 * SECOND, 3, 0);
        assertThat(model.totalsProperty().get().outboxCourse()).containsExactly(1, 2);
    }

    @Test
    void a_full_page_means_that_the_canister_is_behind() {
        model.onFrame(new Frame(T0, List.of(make.fullPoll(T0)), 0, snapshot(NO_COUNTS)));
        assertThat(model.positionsProperty().get()).hasSize(1);
        assertThat(model.positionsProperty().get().get(0).behind()).isTrue();
        model.onFrame(new Frame(T0 + SECOND, List.of(make.poll(T0 + SECOND, 2, 1)), 0, snapshot(NO_COUNTS)));
        assertThat(model.positionsProperty().get().get(0).behind()).isFalse();
    }
}
