package org.icws.testbench.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.icws.testbench.store.TestEvents.T0;
import static org.icws.testbench.store.TestEvents.client;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import org.icws.gateway.trust.Verdict;
import org.icws.testbench.messages.MessageRow;
import org.icws.testbench.messages.MessagesViewModel;
import org.icws.testbench.store.NameBook;
import org.icws.testbench.store.TestEvents;
import org.junit.jupiter.api.Test;

class ProofListTest {

    private static final Predicate<MessageRow> FAILED = row -> row.verdict() == Verdict.FAILED;

    /** Tells how often somebody looked at a row. */
    private static final class Watched extends AbstractList<MessageRow> {

        private final List<MessageRow> rows;
        private long looks;

        Watched(List<MessageRow> rows) {
            this.rows = rows;
        }

        @Override
        public MessageRow get(int index) {
            looks++;
            return rows.get(index);
        }

        @Override
        public int size() {
            return rows.size();
        }
    }

    private final TestEvents make = new TestEvents();
    private final MessagesViewModel messages = new MessagesViewModel(new NameBook(), 2_000);
    private final Watched rows = new Watched(messages.rows());
    private final ProofList proofs = new ProofList();

    private void arrive(int count, Predicate<Integer> fails) {
        List<org.icws.gateway.event.GatewayEvent> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(make.down(T0, client("ada"), i + 1, "x", fails.test(i) ? Verdict.FAILED : Verdict.VERIFIED));
        }
        messages.onFrame(TestEvents.frame(T0, events));
    }

    private List<MessageRow> lookedForOneByOne(Predicate<MessageRow> which) {
        List<MessageRow> found = new ArrayList<>();
        for (int i = messages.rows().size() - 1; i >= 0 && found.size() < ProofList.MOST; i--) {
            if (which.test(messages.rows().get(i))) {
                found.add(messages.rows().get(i));
            }
        }
        return found;
    }

    @Test
    void a_row_is_looked_at_once_however_often_the_list_is_renewed() {
        proofs.only(FAILED);
        arrive(1_000, i -> i % 500 == 0);
        proofs.renew(rows);
        long first = rows.looks;
        assertThat(first).isBetween(1_000L, 2_100L);

        for (int i = 0; i < 100; i++) {
            arrive(1, n -> false);
            proofs.renew(rows);
        }

        assertThat(rows.looks - first)
                .as("looks at rows for a hundred new ones")
                .isLessThan(5_000);
        assertThat(proofs.renew(rows)).hasSize(2);
    }

    @Test
    void it_lists_what_a_search_through_all_rows_would_find_also_when_rows_go() {
        Random random = new Random(5);
        for (int i = 0; i < 60; i++) {
            if (i % 20 == 0) {
                proofs.only(i == 20 ? row -> true : FAILED);
            }
            Predicate<MessageRow> which = i / 20 == 1 ? row -> true : FAILED;
            arrive(random.nextInt(400), n -> random.nextInt(3) == 0);
            if (i % 17 == 3 && !messages.rows().isEmpty()) {
                messages.togglePin(
                        messages.rows().get(random.nextInt(messages.rows().size())));
            }
            if (i % 13 == 12) {
                messages.clearUnpinned();
            }
            assertThat(proofs.renew(rows)).isEqualTo(lookedForOneByOne(which));
            assertThat(proofs.isCurrent(rows)).isTrue();
        }
    }

    @Test
    void rows_are_counted_while_the_list_stands_still() {
        proofs.only(FAILED);
        arrive(10, i -> true);
        proofs.renew(rows);
        arrive(10, i -> i < 3);
        assertThat(proofs.countNewer(rows)).isEqualTo(3);
        arrive(10, i -> i < 2);
        assertThat(proofs.countNewer(rows)).isEqualTo(5);
        assertThat(proofs.isCurrent(rows)).isFalse();
        assertThat(proofs.renew(rows)).hasSize(15);
        assertThat(proofs.countNewer(rows)).isZero();
    }
}
