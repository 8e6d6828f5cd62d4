package org.icws.testbench.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class EventStoreTest {

    private final EventStore<Integer> store = new EventStore<>(3);

    @Test
    void gives_back_what_was_added_in_order() {
        store.add(List.of(1, 2), 0);
        store.add(List.of(3), 0);
        EventStore.Batch<Integer> batch = store.drain();
        assertThat(batch.entries()).containsExactly(1, 2, 3);
        assertThat(batch.lost()).isZero();
        assertThat(store.drain().isEmpty()).isTrue();
    }

    @Test
    void drops_the_oldest_when_full_and_counts_them() {
        store.add(List.of(1, 2, 3, 4, 5), 0);
        EventStore.Batch<Integer> batch = store.drain();
        assertThat(batch.entries()).containsExactly(3, 4, 5);
        assertThat(batch.lost()).isEqualTo(2);
    }

    @Test
    void adds_up_what_was_lost_before_it_came_here() {
        store.add(List.of(1), 7);
        store.add(List.of(), 2);
        assertThat(store.drain().lost()).isEqualTo(9);
        assertThat(store.drain().lost()).isZero();
    }

    @Test
    void must_hold_something() {
        assertThatThrownBy(() -> new EventStore<>(0)).isInstanceOf(IllegalArgumentException.class);
    }
}
