package org.icws.testbench.messages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.icws.gateway.trust.Verdict;
import org.icws.testbench.store.NameBook;
import org.icws.testbench.store.PayloadStore;
import org.icws.testbench.store.TestEvents;
import org.junit.jupiter.api.Test;

class ArrivalsTest {

    private static final long FRAME_NANOS = 100_000_000L;
    private static final int FLOOD = 500;
    private static final int MOST = 100_000;

    private final MessageRows maker = new MessageRows(new NameBook(), new PayloadStore(1 << 20, null));
    private final TestEvents events = new TestEvents();
    private final List<List<MessageRow>> arrived = new ArrayList<>();
    private boolean endInSight = true;
    private final Arrivals arrivals = new Arrivals(arrived::add, () -> endInSight);
    private long now = TestEvents.T0;
    private int made;

    private List<MessageRow> fresh(int count) {
        List<MessageRow> rows = new ArrayList<>();
        while (rows.size() < count) {
            maker.of(events.down(now, TestEvents.client("Ada"), ++made, "x", Verdict.VERIFIED))
                    .ifPresent(rows::add);
        }
        return rows;
    }

    private void frames(int count, int rowsEach) {
        for (int i = 0; i < count; i++) {
            now += FRAME_NANOS;
            arrivals.take(fresh(rowsEach), now, MOST);
        }
    }

    private List<MessageRow> allArrived() {
        return arrived.stream().flatMap(List::stream).toList();
    }

    @Test
    void a_trickle_comes_with_each_frame() {
        frames(10, 3);
        assertThat(arrived).hasSize(10);
    }

    @Test
    void a_flood_comes_three_or_four_times_a_second_while_its_end_is_in_sight() {
        frames(30, FLOOD);
        assertThat(arrived).hasSize(10);
    }

    @Test
    void a_flood_comes_once_a_second_while_somebody_reads_an_older_row() {
        endInSight = false;
        frames(30, FLOOD);
        assertThat(arrived).hasSize(3);
    }

    @Test
    void whoever_looks_at_the_end_again_gets_what_was_held_back_sooner() {
        endInSight = false;
        frames(4, FLOOD); // the first frame's at once, then three are held back
        assertThat(arrived).hasSize(1);
        endInSight = true;
        frames(1, 0);
        assertThat(allArrived()).hasSize(4 * FLOOD);
    }

    @Test
    void nothing_is_lost_and_the_order_stays() {
        frames(7, FLOOD);
        endInSight = false;
        frames(9, FLOOD);
        frames(11, 0);
        assertThat(allArrived()).hasSize(16 * FLOOD).isSortedAccordingTo((a, b) -> Long.compare(a.id(), b.id()));
    }
}
