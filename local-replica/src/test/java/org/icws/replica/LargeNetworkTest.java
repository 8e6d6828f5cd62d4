package org.icws.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.ic4j.types.Principal;
import org.icws.protocol.candid.CandidEncoder;
import org.icws.protocol.candid.CandidValue;
import org.icws.protocol.principal.Principals;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * A canister with more memory than an array, or a record, can hold, and with a snapshot that shares its pages, is killed and comes
 * back. Only on request, with 12 GB of disk and 6 GB of memory: {@code -Dicws.large=true}.
 */
@EnabledIfSystemProperty(named = "icws.large", matches = "true")
class LargeNetworkTest {
    private static final int PAGES_AT_A_TIME = 4096;
    private static final int TIMES = 9;
    private static final byte[] NO_ARG = {};

    /** Enough for the canister once, not for the canister and its snapshot. */
    private static final String HEAP = "-Xmx4g";

    @TempDir
    private Path directory;

    private TestAgent agent;

    private static <T> T timed(String what, Callable<T> work) throws Exception {
        long start = System.nanoTime();
        T result = work.call();
        System.out.printf(Locale.ROOT, "%s: %.1f s%n", what, (System.nanoTime() - start) / 1e9);
        return result;
    }

    private byte[] manage(Principal canister, String method, Object... fields) {
        return ScriptNetwork.reply(agent.update(
                canister, Principals.MANAGEMENT, method, CandidEncoder.encode(CandidValue.record(fields))));
    }

    private Principal install() {
        Principal canister = Principals.canisterId(0);
        manage(
                canister,
                "provisional_create_canister_with_cycles",
                "specified_id",
                CandidValue.some(CandidValue.principal(canister)));
        manage(
                canister,
                "install_code",
                "canister_id",
                CandidValue.principal(canister),
                "mode",
                CandidValue.variant("install"),
                "wasm_module",
                CandidValue.blob(LargeCanister.wasm(PAGES_AT_A_TIME)),
                "arg",
                CandidValue.blob(NO_ARG));
        return canister;
    }

    @Test
    @Timeout(value = 8, unit = TimeUnit.MINUTES)
    void aCanisterOfMoreThanTwoGigabytesOutlivesKillsWithItsSnapshot() throws Exception {
        Principal canister;
        try (ReplicaProcess process = new ReplicaProcess(directory, HEAP, "-XX:-SplitIfBlocks")) {
            agent = process.agent();
            canister = install();
            for (int i = 0; i < TIMES; i++) {
                timed("256 MiB more", () -> ScriptNetwork.reply(agent.update(canister, "fill", NO_ARG)));
            }
            timed(
                    "snapshot",
                    () -> manage(canister, "take_canister_snapshot", "canister_id", CandidValue.principal(canister)));
        }
        for (int starts = 1; starts <= 2; starts++) {
            assertThat(size()).isGreaterThan(Integer.MAX_VALUE);
            try (ReplicaProcess process =
                    timed("started after a kill", () -> new ReplicaProcess(directory, HEAP, "-XX:-SplitIfBlocks"))) {
                agent = agent.at(process.url());
                int pages = timed("all pages compared", () -> LargeCanister.check(agent, canister, PAGES_AT_A_TIME));
                assertThat(pages).isEqualTo(TIMES * PAGES_AT_A_TIME);
            }
        }
    }

    private long size() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
    }
}
