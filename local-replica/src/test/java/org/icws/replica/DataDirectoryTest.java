package org.icws.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.ic4j.types.Principal;
import org.icws.protocol.request.SignedRequest;
import org.icws.replica.persistence.DamagedStateException;
import org.icws.replica.wasm.Script;
import org.icws.replica.wasm.ScriptCanister;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The directory that a network is kept in, and what can be wrong with it. */
class DataDirectoryTest {
    private static final int BUFFER = 0x20000;
    private static final int HEADER_BYTES = 12;

    @TempDir
    Path directory;

    private final ManualClock clock = ManualClock.startingNow();

    private ReplicaConfig config() {
        return ReplicaConfig.defaults().withClock(clock).withDataDirectory(directory);
    }

    private static byte[] increment() {
        return new Script().increment(BUFFER, 1).reply().bytes();
    }

    private static long counter(TestAgent agent, Principal canister) {
        return ScriptNetwork.number(agent.query(
                canister, "ask", new Script().load(BUFFER).replyNumber().bytes()));
    }

    private static Principal install(LocalReplica replica) {
        Principal canister = replica.createCanister(List.of());
        replica.install(canister, ScriptCanister.wasm(), new Script().bytes());
        return canister;
    }

    /** A network whose journal holds an installation and some updates. */
    private Principal killedAfterUpdates(ReplicaConfig config, int updates) {
        try (LocalReplica replica = LocalReplica.start(config)) {
            Principal canister = install(replica);
            TestAgent agent = new TestAgent(replica, clock, 1);
            for (int i = 0; i < updates; i++) {
                assertThat(agent.update(canister, "run", increment()).replied()).isTrue();
            }
            replica.kill();
            return canister;
        }
    }

    private Path journal() throws IOException {
        return files("journal-").get(0);
    }

    private List<Path> files(String prefix) throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.filter(file -> file.getFileName().toString().startsWith(prefix))
                    .toList();
        }
    }

    private Map<String, byte[]> content() throws IOException {
        Map<String, byte[]> content = new TreeMap<>();
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path file : all.filter(Files::isRegularFile)
                    .filter(file -> !file.endsWith("lock"))
                    .toList()) {
                content.put(directory.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
        return content;
    }

    private void assertRefusedAndUnchanged(String why) throws IOException {
        Map<String, byte[]> before = content();
        assertThatThrownBy(() -> LocalReplica.start(config()))
                .isInstanceOf(DamagedStateException.class)
                .hasMessageContaining(directory.toString())
                .hasMessageContaining(why)
                .hasMessageContaining("move this one away");
        Map<String, byte[]> after = content();
        assertThat(after.keySet()).isEqualTo(before.keySet());
        before.forEach((name, bytes) -> assertThat(after.get(name)).as(name).isEqualTo(bytes));
    }

    @Test
    void aDirectoryIsUsedByOneNetworkAtATimeAndIsFreeAgainAfterwards() {
        try (LocalReplica replica = LocalReplica.start(config())) {
            assertThatThrownBy(() -> LocalReplica.start(config()))
                    .isInstanceOf(DataDirectoryInUseException.class)
                    .hasMessageContaining(directory.toString())
                    .hasMessageContaining("another network of this process");
            assertThatThrownBy(() -> replica.control().saveCheckpoint(directory))
                    .isInstanceOf(ReplicaException.class)
                    .hasMessageContaining("in use");
            assertThat(replica.createCanister(List.of())).isNotNull();
        }
        LocalReplica.start(config()).close();
    }

    @Test
    void aDirectoryThatWasRefusedIsFreeForOthers() {
        LocalReplica.start(config()).close();
        assertThatThrownBy(() -> LocalReplica.start(config().withKeySeed(5))).hasMessageContaining("seed");
        LocalReplica.start(config()).close();
    }

    @Test
    void aRecordThatWasCutShortWhenTheProcessWasKilledIsLeftOut() throws IOException {
        Principal canister = killedAfterUpdates(config(), 3);
        Path journal = journal();
        byte[] whole = Files.readAllBytes(journal);
        Files.write(journal, Arrays.copyOf(whole, whole.length - 5));
        try (LocalReplica replica = LocalReplica.start(config())) {
            assertThat(counter(new TestAgent(replica, clock, 1), canister)).isBetween(2L, 3L);
        }
    }

    @Test
    void aJournalThatAFileSystemHasMadeLongerAndNotFilledEndsThere() throws IOException {
        Principal canister = killedAfterUpdates(config(), 3);
        Path journal = journal();
        byte[] whole = Files.readAllBytes(journal);
        Files.write(journal, Arrays.copyOf(whole, whole.length + 4096));
        try (LocalReplica replica = LocalReplica.start(config())) {
            assertThat(counter(new TestAgent(replica, clock, 1), canister)).isEqualTo(3);
        }
    }

    @Test
    void aJournalThatIsDamagedBeforeItsEndIsRefusedBecauseWhatFollowsWasAcknowledged() throws IOException {
        killedAfterUpdates(config(), 3);
        Path journal = journal();
        byte[] whole = Files.readAllBytes(journal);
        byte[] damaged = whole.clone();
        damaged[HEADER_BYTES + 3] ^= 1;
        Files.write(journal, damaged);
        assertRefusedAndUnchanged("is damaged");
        damaged = whole.clone();
        damaged[2] ^= 1;
        Files.write(journal, damaged);
        assertRefusedAndUnchanged("is damaged");
        Files.write(journal, whole);
        LocalReplica.start(config()).close();
    }

    @Test
    void aStateThatIsDamagedOrHasLostAModuleIsRefused() throws IOException {
        killedAfterUpdates(config(), 1);
        LocalReplica.start(config()).close();
        Path state = files("state-").get(0);
        byte[] whole = Files.readAllBytes(state);
        byte[] damaged = whole.clone();
        damaged[whole.length / 2] ^= 1;
        Files.write(state, damaged);
        assertRefusedAndUnchanged("is damaged");
        Files.write(state, Arrays.copyOf(whole, whole.length - 1));
        assertRefusedAndUnchanged("is incomplete");
        Files.write(state, whole);
        try (Stream<Path> modules = Files.list(directory.resolve("modules"))) {
            for (Path module : modules.toList()) {
                Files.delete(module);
            }
        }
        assertRefusedAndUnchanged("the module");
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "needs /dev/full, a disk that is always full")
    void whenTheDiskIsFullNothingMoreIsAcknowledgedAndEverybodyIsToldWhy() throws Exception {
        Principal canister = killedAfterUpdates(config(), 2);
        Files.createSymbolicLink(directory.resolve("journal-2"), Path.of("/dev/full"));
        SignedRequest request;
        try (LocalReplica replica = LocalReplica.start(config())) {
            TestAgent agent = new TestAgent(replica, clock, 2);
            request = agent.sign(canister, "run", increment());
            for (int version = 2; version <= 3; version++) {
                HttpResponse<byte[]> refused =
                        agent.post(TestAgent.path(version, canister, "call"), request.envelope());
                assertThat(refused.statusCode()).isEqualTo(503);
                assertThat(new String(refused.body(), StandardCharsets.UTF_8))
                        .contains("stands still")
                        .contains(directory.toString())
                        .contains("No space left");
            }
        }
        try (LocalReplica replica = LocalReplica.start(config())) {
            TestAgent agent = new TestAgent(replica, clock, 1);
            assertThat(counter(agent, canister)).isEqualTo(2);
            assertThat(agent.outcome(canister, request).replied()).isTrue();
            assertThat(counter(agent, canister)).isEqualTo(3);
        }
    }

    @Test
    void withWritesForcedToTheDiskEverythingIsThereAfterAKillToo() {
        Principal canister = killedAfterUpdates(config().withSyncWrites(true), 5);
        try (LocalReplica replica = LocalReplica.start(config().withSyncWrites(true))) {
            assertThat(counter(new TestAgent(replica, clock, 1), canister)).isEqualTo(5);
        }
    }

    @Test
    void theLinesCanistersPrintedOutliveAKill() {
        Principal canister;
        try (LocalReplica replica = LocalReplica.start(config())) {
            canister = install(replica);
            TestAgent agent = new TestAgent(replica, clock, 1);
            for (String line : List.of("first", "second")) {
                agent.update(
                        canister,
                        "run",
                        new Script()
                                .data(BUFFER, line)
                                .call("debug_print", BUFFER, line.length())
                                .reply()
                                .bytes());
            }
            replica.kill();
        }
        for (int restarts = 0; restarts < 2; restarts++) {
            try (LocalReplica replica = LocalReplica.start(config())) {
                assertThat(replica.canisterLog(canister)).containsExactly("first", "second");
                assertThat(replica.control().log(canister).get(1).index()).isEqualTo(1);
                replica.kill();
            }
        }
    }

    @Test
    void timeThatWasPutForwardGoesOnFromThereAfterARestart() {
        Principal canister;
        try (LocalReplica replica = LocalReplica.start(config())) {
            canister = install(replica);
            replica.control().advanceTime(Duration.ofHours(1));
            clock.advance(Duration.ofSeconds(1));
            replica.control().topUp(canister, java.math.BigInteger.ONE);
            replica.kill();
        }
        try (LocalReplica replica = LocalReplica.start(config())) {
            Duration ahead = Duration.between(
                    java.time.Instant.EPOCH.plusNanos(clock.nanos()),
                    replica.control().status().time());
            assertThat(ahead).isBetween(Duration.ofHours(1), Duration.ofHours(1).plusSeconds(1));
            clock.advance(Duration.ofMinutes(1));
            assertThat(Duration.between(
                            java.time.Instant.EPOCH.plusNanos(clock.nanos()),
                            replica.control().status().time()))
                    .isEqualTo(ahead);
        }
    }
}
