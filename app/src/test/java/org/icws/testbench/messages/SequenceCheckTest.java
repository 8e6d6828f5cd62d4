package org.icws.testbench.messages;

import static org.assertj.core.api.Assertions.assertThat;

import org.icws.testbench.messages.SequenceCheck.Finding;
import org.icws.testbench.messages.SequenceCheck.Kind;
import org.junit.jupiter.api.Test;

class SequenceCheckTest {

    private final SequenceCheck check = new SequenceCheck();

    private Finding up(long number) {
        return check.next("up", "canister", "a", number);
    }

    @Test
    void numbers_that_follow_are_fine() {
        assertThat(up(5)).isEqualTo(Finding.FINE);
        assertThat(up(6)).isEqualTo(Finding.FINE);
    }

    @Test
    void a_gap_says_what_is_missing() {
        up(8);
        Finding gap = up(11);
        assertThat(gap.word()).isEqualTo("gap +2");
        assertThat(gap.sentence()).isEqualTo("seq 9 to 10 are missing");
        assertThat(up(12).suspicious()).isFalse();
    }

    @Test
    void a_number_that_was_there_is_repeated_however_many_came_since() {
        up(8);
        assertThat(up(8).kind()).isEqualTo(Kind.REPEATED);
        up(9);
        up(10);
        assertThat(up(9).kind()).isEqualTo(Kind.REPEATED);
        assertThat(up(8).kind()).isEqualTo(Kind.REPEATED);
    }

    @Test
    void a_number_that_was_missing_is_late_once_and_repeated_after_that() {
        up(1);
        up(6);
        for (long number : new long[] {4, 2, 5, 3}) {
            assertThat(up(number).kind()).as("number %d", number).isEqualTo(Kind.LATE);
            assertThat(up(number).kind()).as("number %d again", number).isEqualTo(Kind.REPEATED);
        }
        assertThat(up(7).suspicious()).isFalse();
    }

    @Test
    void what_came_before_the_first_number_seen_is_late() {
        up(8);
        assertThat(up(7).kind()).isEqualTo(Kind.LATE);
    }

    @Test
    void streams_do_not_mix() {
        up(8);
        assertThat(check.next("up", "canister", "b", 1)).isEqualTo(Finding.FINE);
        assertThat(check.next("down", "canister", "a", 1)).isEqualTo(Finding.FINE);
        assertThat(check.next("up", "another canister that numbers its clients", "a", 1))
                .isEqualTo(Finding.FINE);
    }

    @Test
    void a_stream_that_is_forgotten_begins_anew() {
        up(8);
        check.forget("up", "canister", "a");
        assertThat(up(0)).isEqualTo(Finding.FINE);
    }
}
