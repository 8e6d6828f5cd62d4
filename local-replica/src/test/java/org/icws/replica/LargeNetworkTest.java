package org.icws.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.ic4j.types.Principal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * A canister with more memory than an array, or a record, can hold is saved, killed, and restored. Only on request, with 10 GB of disk
 * and a heap of 6 GB: {@code -Dicws.large=true -Dtest.jvm.flags=-Xmx6g}.
 */
@EnabledIfSystemProperty(named = "icws.large", matches = "true")
class LargeNetworkTest {
    private static final int PAGES_AT_A_TIME = 4096;
    private static final int TIMES = 9;
    private static final byte[] NO_ARG = {};

    @TempDir
    private Path directory;

    private LocalReplica start() {
        return LocalReplica.start(
                ReplicaConfig.defaults().withDataDirectory(directory).withExecutionTimeLimit(Duration.ofMinutes(2)));
    }

    private interface Work<T> {
        T run();
    }

    private static <T> T timed(String what, Work<T> work) {
        long start = System.nanoTime();
        T result = work.run();
        double seconds = (System.nanoTime() - start) / 1e9;
        System.gc();
        long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        System.out.printf(Locale.ROOT, "%s: %.1f s, heap afterwards %d MiB%n", what, seconds, heap >> 20);
        return result;
    }

    @Test
    @Timeout(value = 8, unit = TimeUnit.MINUTES)
    void aCanisterOfMoreThanTwoGigabytesIsSavedKilledAndRestored() throws IOException {
        Principal canister;
        try (LocalReplica replica = start()) {
            canister = replica.createCanister(List.of());
            replica.install(canister, LargeCanister.wasm(PAGES_AT_A_TIME), NO_ARG);
            TestAgent agent = new TestAgent(replica, ReplicaClock.SYSTEM, 1);
            for (int i = 0; i < TIMES; i++) {
                timed("256 MiB more", () -> ScriptNetwork.reply(agent.update(canister(replica), "fill", NO_ARG)));
            }
            assertThat(replica.canisters().get(0).memoryBytes()).isGreaterThan(Integer.MAX_VALUE);
            timed("saved elsewhere", () -> {
                replica.control().saveCheckpoint(directory.resolve("elsewhere"));
                return null;
            });
            replica.kill();
        }
        delete(directory.resolve("elsewhere"));
        try (LocalReplica replica = timed("started after the kill", this::start)) {
            TestAgent agent = new TestAgent(replica, ReplicaClock.SYSTEM, 1);
            int pages = timed("all pages compared", () -> LargeCanister.pages(agent.query(canister, "check", NO_ARG)));
            assertThat(pages).isEqualTo(TIMES * PAGES_AT_A_TIME);
            ScriptNetwork.reply(agent.update(canister, "fill", NO_ARG));
        }
    }

    private static Principal canister(LocalReplica replica) {
        return replica.canisters().get(0).id();
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.delete(file);
            }
        }
    }
}
