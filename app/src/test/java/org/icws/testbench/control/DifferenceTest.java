package org.icws.testbench.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.icws.testbench.control.Difference.Run;
import org.junit.jupiter.api.Test;

class DifferenceTest {

    private static final String HASH = "053b97ad562e3dc565abb04d3e1ffdccea15a5fe04e5ae6dd2028a212e2ca430";

    private static String text(List<Run> runs) {
        return runs.stream().map(Run::text).collect(Collectors.joining());
    }

    @Test
    void one_changed_byte_of_a_hash_is_found_by_its_place() {
        String other = HASH.substring(0, 32) + "eb" + HASH.substring(34);
        Difference found = Difference.of(HASH, other);
        assertThat(found.words()).isEqualTo("differs from byte 17, in one byte");
        assertThat(found.expected())
                .containsExactly(
                        new Run(HASH.substring(0, 32), false), new Run("ea", true), new Run(HASH.substring(34), false));
        assertThat(found.actual()).contains(new Run("eb", true));
    }

    @Test
    void one_digit_marks_its_whole_byte() {
        assertThat(Difference.of("00000000", "00010000").actual())
                .containsExactly(new Run("00", false), new Run("01", true), new Run("0000", false));
    }

    @Test
    void characters_of_words_and_times_are_compared_in_their_places() {
        Difference found = Difference.of("14:02:07.348", "14:08:07.349");
        assertThat(found.words()).isEqualTo("differs from character 5, in 2 characters");
        assertThat(found.actual())
                .containsExactly(
                        new Run("14:0", false), new Run("8", true), new Run(":07.34", false), new Run("9", true));
    }

    @Test
    void something_put_in_does_not_make_the_rest_differ() {
        Difference found = Difference.of("ws_open", "ws_re_open");
        assertThat(found.expected()).containsExactly(new Run("ws_open", false));
        assertThat(found.actual()).containsExactly(new Run("ws_", false), new Run("re_", true), new Run("open", false));
        assertThat(found.words()).isEqualTo("differs from character 4, in 3 characters");
    }

    @Test
    void both_values_stay_whole_whatever_they_are() {
        for (String[] pair : new String[][] {
            {"", "abc"}, {"abc", ""}, {"aa", "aaa"}, {"number 3", "number 12"}, {HASH, "none"}, {"✓ ja 😀", "✓ ja 😁"}
        }) {
            Difference found = Difference.of(pair[0], pair[1]);
            assertThat(text(found.expected())).isEqualTo(pair[0]);
            assertThat(text(found.actual())).isEqualTo(pair[1]);
            assertThat(found.first()).isPositive();
            assertThat(found.different()).isPositive();
        }
    }

    @Test
    void a_character_of_two_units_is_one_character() {
        assertThat(Difference.of("a😀", "a😁").words()).isEqualTo("differs from character 2, in one character");
    }

    @Test
    void equal_values_do_not_differ() {
        assertThat(Difference.of("same", "same").words()).isEqualTo("both are equal");
        assertThat(Difference.of("same", "same").expected()).containsExactly(new Run("same", false));
    }

    @Test
    void values_of_another_length_are_marked_where_they_stop_being_equal() {
        Difference found = Difference.of(HASH, HASH + "00");
        assertThat(found.words()).isEqualTo("differs from byte 33, in one byte");
        assertThat(found.actual()).last().isEqualTo(new Run("00", true));
    }
}
