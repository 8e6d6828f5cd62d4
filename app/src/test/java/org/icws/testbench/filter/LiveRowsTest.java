package org.icws.testbench.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import javafx.collections.ListChangeListener;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LiveRowsTest {

    private record Row(int id, String words) {}

    private final LiveRows<Row> rows = new LiveRows<>((old, now) -> old.id() == now.id());
    private final List<String> told = new ArrayList<>();

    @BeforeEach
    void listen() {
        rows.take(List.of(new Row(1, "a"), new Row(2, "b")));
        rows.addListener((ListChangeListener<Row>) c -> told.add("list"));
        rows.onRenewal(() -> told.add("renewed"));
    }

    @Test
    void newer_figures_of_the_same_things_are_no_change_of_the_list() {
        rows.take(List.of(new Row(1, "c"), new Row(2, "d")));
        assertThat(told).containsExactly("renewed");
        assertThat(rows).extracting(Row::words).containsExactly("c", "d");
    }

    @Test
    void what_is_the_same_in_every_word_is_not_told_at_all() {
        rows.take(List.of(new Row(1, "a"), new Row(2, "b")));
        assertThat(told).isEmpty();
    }

    @Test
    void other_things_more_of_them_or_fewer_are_a_change_of_the_list() {
        rows.take(List.of(new Row(2, "b"), new Row(1, "a")));
        assertThat(told).isNotEmpty().containsOnly("list");
        told.clear();
        rows.take(List.of(new Row(2, "b"), new Row(1, "a"), new Row(3, "c")));
        rows.take(List.of(new Row(2, "b")));
        assertThat(told).containsExactly("list", "list");
        assertThat(rows).extracting(Row::id).containsExactly(2);
    }
}
