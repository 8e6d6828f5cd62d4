package org.icws.testbench.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.icws.testbench.store.TestEvents.T0;
import static org.icws.testbench.store.TestEvents.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.icws.gateway.event.GatewayEvent;
import org.icws.gateway.trust.Verdict;
import org.icws.testbench.Await;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PayloadStoreTest {

    private static final int MANY = 1_000;

    private final TestEvents make = new TestEvents();

    @TempDir
    private Path dir;

    private GatewayEvent event(int i) {
        return i % 3 == 0
                ? make.up(T0 + i, client("ada"), i, "up " + i)
                : make.down(T0 + i, client("ben"), i, "down " + i, Verdict.FAILED);
    }

    private static void await(BooleanSupplier condition) {
        Await.until("the file is as it should be", condition);
    }

    private static void same(GatewayEvent actual, GatewayEvent expected) {
        assertThat(actual).usingRecursiveComparison().isEqualTo(expected);
    }

    @Test
    void contents_beyond_the_bound_go_to_a_file_and_come_back_as_they_were() {
        try (PayloadStore store = new PayloadStore(100_000, dir)) {
            List<GatewayEvent> events = new ArrayList<>();
            for (int i = 0; i < MANY; i++) {
                events.add(event(i));
                assertThat(store.add(events.get(i))).isEqualTo(i);
                await(() -> store.memoryBytes() <= 170_000);
            }
            await(() -> store.memoryBytes() <= 100_000);
            assertThat(store.lost()).isZero();
            assertThat(store.diskBytes()).isPositive();
            for (int i = 0; i < MANY; i++) {
                same(store.get(i), events.get(i));
            }
        }
    }

    @Test
    void the_files_go_with_the_store() throws IOException {
        try (PayloadStore store = new PayloadStore(400_000, dir)) {
            for (int i = 0; i < MANY; i++) {
                store.add(event(i));
            }
            await(() -> store.diskBytes() > 0);
        }
        try (Stream<Path> left = Files.list(dir)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void without_a_directory_the_oldest_contents_are_dropped_and_counted() {
        PayloadStore store = new PayloadStore(100_000, null);
        for (int i = 0; i < MANY; i++) {
            store.add(event(i));
        }
        assertThat(store.memoryBytes()).isLessThanOrEqualTo(110_000);
        assertThat(store.lost()).isPositive();
        assertThat(store.get(0)).isNull();
        assertThat(store.get(MANY - 1)).isNotNull();
    }

    @Test
    void a_directory_that_cannot_be_written_drops_contents_and_says_so() throws IOException {
        Path blocked = Files.writeString(dir.resolve("file"), "not a directory");
        try (PayloadStore store = new PayloadStore(400_000, blocked.resolve("below"))) {
            for (int i = 0; i < MANY; i++) {
                store.add(event(i));
            }
            await(() -> !store.problem().isEmpty());
            assertThat(store.problem()).contains("cannot be written");
            assertThat(store.get(MANY - 1)).isNotNull();
        }
    }

    @Test
    void a_directory_that_could_not_be_written_is_tried_again_after_a_while() throws IOException {
        Path blocked = Files.writeString(dir.resolve("contents"), "not a directory");
        AtomicLong clock = new AtomicLong();
        try (PayloadStore store = new PayloadStore(100_000, blocked, clock::get)) {
            fill(store);
            // All that was on its way to the file has failed, not only the first of it.
            await(() -> !store.problem().isEmpty() && store.memoryBytes() <= 100_000);
            Files.delete(blocked);
            fill(store);
            assertThat(store.problem()).as("not tried yet").isNotEmpty();
            assertThat(store.diskBytes()).isZero();
            clock.addAndGet(Duration.ofSeconds(6).toNanos());
            fill(store);
            await(() -> store.problem().isEmpty());
            fill(store);
            await(() -> store.memoryBytes() <= 100_000);
            assertThat(store.diskBytes()).isPositive();
        }
    }

    private void fill(PayloadStore store) {
        for (int i = 0; i < MANY; i++) {
            store.add(event(i));
        }
    }

    @Test
    void what_comes_before_a_number_can_be_let_go() {
        PayloadStore store = new PayloadStore(10_000_000, null);
        for (int i = 0; i < MANY; i++) {
            store.add(event(i));
        }
        store.dropBefore(500);
        assertThat(store.get(100)).isNull();
        assertThat(store.get(500)).isNotNull();
        assertThat(store.add(event(MANY))).isEqualTo(MANY);
        store.clear();
        assertThat(store.memoryBytes()).isZero();
        assertThat(store.get(MANY)).isNull();
    }
}
