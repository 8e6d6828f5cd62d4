package org.icws.testbench.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilterLanguageTest {

    private record Row(String dir, String text, long seq) {}

    private static final FilterLanguage<Row> LANGUAGE = new FilterLanguage<Row>(
                    (row, word) -> word.in(row.dir()) || word.in(row.text()))
            .choice("dir", "~dir up", "", Map.of("up", r -> r.dir().equals("up"), "down", r -> r.dir()
                    .equals("down")))
            .text("b", "~b hello", "", Row::text)
            .number("seq", "~seq 7", "", 1, Row::seq, -1)
            .flag("long", "", r -> r.text().length() > 5);

    private static final List<Row> ROWS = List.of(
            new Row("up", "hello", 1),
            new Row("down", "Hello world", 2),
            new Row("down", "a (b) & c", 7),
            new Row("up", "unnumbered", -1));

    private static List<Integer> matching(String expression) {
        return java.util.stream.IntStream.range(0, ROWS.size())
                .filter(i -> LANGUAGE.parse(expression).test(ROWS.get(i)))
                .boxed()
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "'' # 0,1,2,3",
                "hello # 0,1",
                "HELLO down # 1",
                "~dir up # 0,3",
                "~dir d # 1,2",
                "!~dir up # 1,2",
                "~dir down & ~b hello # 1",
                "~dir down ~b hello # 1",
                "~seq 1 | ~seq 7 # 0,2",
                "~seq >1 # 1,2",
                "~seq <=2 # 0,1",
                "~seq 2..7 # 1,2",
                "~seq ..1 # 0",
                "!~seq 7 # 0,1,3",
                "~dir up & (~b hello | ~long) # 0,3",
                "~dir up & ~b hello | ~seq 7 # 0,2",
                "~b ^hello$ # 0",
                "~b \"(b) &\" # ",
                "~b \"\\(b\\) &\" # 2",
                "~long # 1,2,3",
                "\"a (b)\" # 2"
            })
    void expressions_mean_what_they_say(String expression, String rows) {
        List<Integer> expected = rows == null || rows.isBlank()
                ? List.of()
                : java.util.Arrays.stream(rows.trim().split(","))
                        .map(Integer::valueOf)
                        .toList();
        assertThat(matching(expression == null ? "" : expression)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "~dir # 4 # wants a value",
                "~dir sideways # 5 # is one of",
                "~nothing 1 # 0 # there is no ~nothing",
                "~seq seven # 5 # is not a number",
                "~b [ # 3 # not a regular expression",
                "(~dir up # 0 # not closed",
                "~dir up) # 7 # never opened",
                "~dir up & # 9 # missing",
                "| hello # 0 # missing",
                "! # 1 # missing",
                "\"hello # 0 # not closed"
            })
    void what_means_nothing_is_refused_at_its_place(String expression, int position, String words) {
        ThrowingCallable parsing = () -> LANGUAGE.parse(expression);
        assertThatThrownBy(parsing)
                .isInstanceOf(FilterException.class)
                .hasMessageContaining(words)
                .extracting(e -> ((FilterException) e).position())
                .isEqualTo(position);
    }

    @Test
    void a_name_that_is_nearly_right_is_suggested() {
        assertThatThrownBy(() -> LANGUAGE.parse("~direction up")).hasMessageContaining("did you mean ~dir?");
    }

    @ParameterizedTest
    @CsvSource({
        "hello, hello, true",
        "HELLO, xxhelloxx, true",
        "hello, HHhHELlo, true",
        "hello, hellHELLhell, false",
        "lo, hello, true",
        "7, tick 17, true",
        "7, tick 18, false",
        "ü, GRÜN, true",
        "longer than that, longer, false",
        "'', anything, true"
    })
    void a_word_is_found_wherever_it_begins_and_however_it_is_written(String word, String text, boolean found) {
        assertThat(new FilterLanguage.Words(word).in(text)).isEqualTo(found);
    }
}
