package org.icws.testbench.messages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.icws.gateway.protocol.v1.ClientKey;
import org.icws.gateway.trust.Verdict;
import org.icws.testbench.store.NameBook;
import org.icws.testbench.store.PayloadStore;
import org.icws.testbench.store.TestEvents;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowFilterTest {

    private static final ClientKey ADA = TestEvents.client("Ada");
    private static final int MANY = 30_000;

    private final RowList rows = new RowList();
    private final RowFilter filter = new RowFilter(rows);

    /** More than one core filters. */
    private void fill() {
        TestEvents events = new TestEvents();
        MessageRows maker = new MessageRows(new NameBook(), new PayloadStore(1 << 20, null));
        List<MessageRow> made = new ArrayList<>();
        for (int i = 1; i <= MANY; i++) {
            maker.of(events.down(TestEvents.T0, ADA, i, "tick " + i, Verdict.VERIFIED))
                    .ifPresent(made::add);
        }
        rows.append(made);
    }

    private List<Long> shown() {
        return filter.shown().stream().map(MessageRow::sequenceNumber).toList();
    }

    @Test
    void of_many_rows_those_that_fit_are_shown_in_their_order() {
        fill();
        filter.textProperty().set("~b \"tick 77\" | ~seq >29990");
        List<Long> expected = new ArrayList<>();
        for (long i = 1; i <= MANY; i++) {
            if (Long.toString(i).startsWith("77") || i > 29_990) {
                expected.add(i);
            }
        }
        assertThat(shown()).isEqualTo(expected);
    }

    @Test
    void of_many_rows_none_may_fit_and_all_come_back_without_a_filter() {
        fill();
        filter.textProperty().set("~seq >99999");
        assertThat(shown()).isEmpty();
        filter.textProperty().set("");
        assertThat(shown()).hasSize(MANY).startsWith(1L, 2L).endsWith((long) MANY);
    }

    @ParameterizedTest
    @CsvSource({
        "~session 3, ''",
        "~dir up & !~n >100, ''",
        "~dir up, ~dir up",
        "~note session, ~note session",
        "~b \"session 3\", ~b \"session 3\""
    })
    void a_filter_that_names_what_the_next_run_numbers_anew_is_not_kept_for_it(String filter, String kept) {
        assertThat(MessageFilter.forAnotherRun(filter)).isEqualTo(kept);
    }
}
