package org.icws.testbench.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LatestWriterTest {

    private final BlockingQueue<String> written = new LinkedBlockingQueue<>();
    private final BlockingQueue<Optional<Exception>> told = new LinkedBlockingQueue<>();
    private volatile boolean full;

    private void write(String state) throws IOException {
        if (full) {
            throw new IOException("full");
        }
        written.add(state);
    }

    private LatestWriter<String> writer() {
        return new LatestWriter<>("test-writer", this::write, told::add);
    }

    @Test
    void what_failed_is_tried_again_when_it_closes() throws InterruptedException {
        LatestWriter<String> writer = writer();
        full = true;
        writer.write("a");
        assertThat(told.poll(20, TimeUnit.SECONDS)).isPresent();
        full = false;
        writer.close();
        assertThat(written).containsExactly("a");
        assertThat(told).containsExactly(Optional.empty());
    }

    @Test
    void what_was_written_is_not_written_again() {
        try (LatestWriter<String> writer = writer()) {
            writer.write("a");
        }
        assertThat(written).containsExactly("a");
    }

    @Test
    void of_several_changes_in_a_row_the_last_is_written() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        try (LatestWriter<String> writer = new LatestWriter<>(
                "test-writer",
                state -> {
                    begun.countDown();
                    try {
                        go.await();
                    } catch (InterruptedException e) {
                        throw new IOException(e);
                    }
                    written.add(state);
                },
                told::add)) {
            writer.write("a");
            assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
            List.of("b", "c", "d").forEach(writer::write);
            go.countDown();
        }
        assertThat(written).containsExactly("a", "d");
    }

    @Test
    void nothing_is_written_once_it_is_closed() {
        LatestWriter<String> writer = writer();
        writer.close();
        writer.write("late");
        writer.close();
        assertThat(written).isEmpty();
    }
}
