package org.icws.testbench.messages;

import static org.assertj.core.api.Assertions.assertThat;

import org.icws.testbench.messages.SequenceCheck.Finding;
import org.icws.testbench.messages.SequenceCheck.Kind;
import org.junit.jupiter.api.Test;

class SequenceCheckTest {

    private final SequenceCheck check = new SequenceCheck();

    @Test
    void numbers_that_follow_are_fine() {
        assertThat(check.next("up", "a", 5)).isEqualTo(Finding.FINE);
        assertThat(check.next("up", "a", 6)).isEqualTo(Finding.FINE);
    }

    @Test
    void a_gap_says_what_is_missing() {
        check.next("up", "a", 8);
        Finding gap = check.next("up", "a", 11);
        assertThat(gap.word()).isEqualTo("gap +2");
        assertThat(gap.sentence()).isEqualTo("seq 9 to 10 are missing");
        assertThat(check.next("up", "a", 12).suspicious()).isFalse();
    }

    @Test
    void a_repeated_and_a_late_number_are_told_apart() {
        check.next("up", "a", 8);
        assertThat(check.next("up", "a", 8).kind()).isEqualTo(Kind.REPEATED);
        assertThat(check.next("up", "a", 7).kind()).isEqualTo(Kind.LATE);
    }

    @Test
    void streams_do_not_mix() {
        check.next("up", "a", 8);
        assertThat(check.next("up", "b", 1)).isEqualTo(Finding.FINE);
    }
}
