package org.icws.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.ic4j.types.Principal;
import org.icws.protocol.candid.CandidEncoder;
import org.icws.protocol.candid.CandidValue;
import org.icws.protocol.principal.Principals;
import org.icws.replica.execution.ModuleLoader;
import org.icws.replica.persistence.NetworkStore;
import org.icws.replica.persistence.StoredCanister;
import org.icws.replica.wasm.Script;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kept networks with canisters that are written in parts of a megabyte, and those from before there were parts. */
class LongRecordsTest {
    private static final int BUFFER = 0x20000;
    private static final int PAGES = 80;
    private static final byte[] NO_ARG = {};

    @TempDir
    private Path directory;

    private final ManualClock clock = new ManualClock(1_767_225_600_000_000_000L);

    private int users = 1;

    private LocalReplica start() {
        return LocalReplica.start(ReplicaConfig.defaults().withClock(clock).withDataDirectory(directory));
    }

    private int pages(LocalReplica replica, Principal canister) {
        return LargeCanister.check(new TestAgent(replica, clock, 1), canister, PAGES);
    }

    private void fill(LocalReplica replica, Principal canister) {
        // Time stands still, so only another sender makes another request.
        users++;
        ScriptNetwork.reply(new TestAgent(replica, clock, users).update(canister, "fill", NO_ARG));
    }

    /** A canister of 10 MiB with a snapshot of 5, then killed. */
    private Principal killed() {
        try (LocalReplica replica = start()) {
            Principal canister = replica.createCanister(List.of());
            replica.install(canister, LargeCanister.wasm(PAGES), NO_ARG);
            fill(replica, canister);
            replica.control().takeSnapshot(canister);
            fill(replica, canister);
            replica.kill();
            return canister;
        }
    }

    @Test
    void aCanisterAndItsSnapshotThatTakeManyPartsOutliveKillsInTheJournalAndInTheState() {
        Principal canister = killed();
        for (int starts = 0; starts < 2; starts++) {
            // The first time from the journal, the second time from the state that was written at the first start.
            try (LocalReplica replica = start()) {
                assertThat(pages(replica, canister)).isEqualTo(2 * PAGES);
                replica.kill();
            }
        }
        try (LocalReplica replica = start()) {
            String snapshot =
                    replica.control().details(canister).snapshots().get(0).id();
            replica.control().loadSnapshot(canister, snapshot);
            assertThat(pages(replica, canister)).isEqualTo(PAGES);
            fill(replica, canister);
            replica.control().saveCheckpoint(directory.resolve("elsewhere"));
            replica.control().loadCheckpoint(directory.resolve("elsewhere"));
            assertThat(pages(replica, canister)).isEqualTo(2 * PAGES);
        }
    }

    @Test
    void pagesThatACanisterSharesWithItsSnapshotAreSharedAfterwardsToo() {
        killed();
        for (int starts = 0; starts < 2; starts++) {
            StoredCanister stored = NetworkStore.read(
                            directory, new ModuleLoader(null, InstructionLimits.PUBLIC_NETWORK)::load)
                    .orElseThrow()
                    .canisters()
                    .values()
                    .iterator()
                    .next();
            byte[][] running = stored.image().stable();
            byte[][] snapshot = stored.canister(id -> null)
                    .snapshots()
                    .values()
                    .iterator()
                    .next()
                    .image()
                    .stable();
            assertThat(running).hasDimensions(2 * PAGES, 0x10000);
            assertThat(snapshot).hasDimensions(PAGES, 0x10000);
            for (int i = 0; i < PAGES; i++) {
                assertThat(running[i]).as("page " + i).isSameAs(snapshot[i]);
            }
            // The second time from the state that is written now.
            try (LocalReplica replica = start()) {
                replica.kill();
            }
        }
    }

    @Test
    void aNetworkThatDoesNotFitIntoMemorySaysSo() {
        killed();
        assertThatThrownBy(() -> NetworkStore.read(directory, module -> {
                    throw new OutOfMemoryError("part of the test");
                }))
                .isInstanceOf(ReplicaException.class)
                .hasMessageContaining(directory.toString())
                .hasMessageContaining("-Xmx");
    }

    @Test
    void aRoundThatWasCutShortBetweenItsPartsDidNotHappen() throws IOException {
        Principal canister = killed();
        Path journal;
        try (Stream<Path> files = Files.list(directory)) {
            journal = files.filter(file -> file.getFileName().toString().startsWith("journal-"))
                    .findFirst()
                    .orElseThrow();
        }
        // The last thing of any length in it is the second filling, of 5 MiB.
        try (RandomAccessFile file = new RandomAccessFile(journal.toFile(), "rw")) {
            file.setLength(file.length() - (2 << 20));
        }
        try (LocalReplica replica = start()) {
            assertThat(pages(replica, canister)).isBetween(PAGES, 2 * PAGES);
            replica.awaitIdle(ScriptNetwork.PATIENCE);
            // The call was acknowledged by nobody; it was in the journal before its round, and is carried out now.
            assertThat(pages(replica, canister)).isEqualTo(2 * PAGES);
        }
    }

    @Test
    void aNetworkOfFormatFourWithSnapshotsAndChunksGoesOn() throws IOException {
        copy(Path.of("src/test/resources/network-format-4"));
        for (int starts = 0; starts < 2; starts++) {
            try (LocalReplica replica = start()) {
                TestAgent agent = new TestAgent(replica, clock, 1);
                Principal canister = replica.canisters().get(0).id();
                assertThat(number(agent, canister)).isEqualTo(10);
                assertThat(ScriptNetwork.reply(agent.update(
                                canister,
                                Principals.MANAGEMENT,
                                "stored_chunks",
                                CandidEncoder.encode(CandidValue.record(
                                        "canister_id",
                                        CandidValue.principal(canister),
                                        "start",
                                        CandidValue.nat(starts))))))
                        .satisfies(reply -> assertThat(org.icws.protocol.candid.CandidDecoder.decode(reply)
                                        .get(0)
                                        .asList())
                                .hasSize(2));
                assertThat(replica.control().details(canister).snapshots()).hasSize(2);
                replica.kill();
            }
        }
        try (LocalReplica replica = start()) {
            TestAgent agent = new TestAgent(replica, clock, 1);
            Principal canister = replica.canisters().get(0).id();
            List<SnapshotInfo> snapshots = replica.control().details(canister).snapshots();
            List<Long> numbers = snapshots.stream()
                    .map(snapshot -> {
                        replica.control().loadSnapshot(canister, snapshot.id());
                        return number(agent, canister);
                    })
                    .toList();
            assertThat(numbers).containsExactlyInAnyOrder(7L, 9L);
        }
    }

    private static long number(TestAgent agent, Principal canister) {
        return ScriptNetwork.number(agent.query(
                canister, "ask", new Script().load(BUFFER).replyNumber().bytes()));
    }

    private void copy(Path old) throws IOException {
        try (Stream<Path> all = Files.walk(old)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                Path copy = directory.resolve(old.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
    }
}
