package org.icws.replica;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.ic4j.types.Principal;
import org.icws.protocol.cbor.Cbor;
import org.icws.protocol.request.SignedRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A kept network whose disk is full, or slow. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "needs /dev/full, a disk that is always full, and named pipes")
class FullDiskTest extends KeptNetworkCases {
    private static final byte[] NO_ARG = {};
    private static final int MIB = 16;
    private static final int LONG_JOURNAL = 256 * MIB;
    private static final int HALF_A_PIPE = 0x8000;

    private final ManualClock clock = ManualClock.startingNow();

    private void full(String file) throws IOException {
        Files.createSymbolicLink(directory.resolve(file), Path.of("/dev/full"));
    }

    private Principal large(LocalReplica replica, int pages) {
        Principal canister = replica.createCanister(List.of());
        replica.install(canister, LargeCanister.wasm(pages), NO_ARG);
        return canister;
    }

    private static void fill(TestAgent agent, Principal canister) {
        assertThat(agent.update(canister, "fill", NO_ARG).replied()).isTrue();
    }

    @Test
    void aJournalThatCannotBeReplacedGrowsOnForAWhileBeforeThatIsTriedAgain() throws IOException {
        Principal counter;
        try (LocalReplica replica = start(clock)) {
            TestAgent agent = new TestAgent(replica, clock, 1);
            counter = install(replica, agent.sender());
            full("state-2.tmp");
            fill(agent, large(replica, LONG_JOURNAL));
            for (int i = 0; i < 5; i++) {
                agent.update(counter, "run", s().increment(BUFFER, 1).reply().bytes());
            }
            assertThat(directory.resolve("state-2.tmp"))
                    .as("what could not be written is gone")
                    .doesNotExist();
            assertThat(directory.resolve("state-2"))
                    .as("not tried again with each round")
                    .doesNotExist();
            fill(agent, large(replica, LONG_JOURNAL / 4));
            agent.update(counter, "run", s().increment(BUFFER, 1).reply().bytes());
            replica.awaitIdle(Duration.ofSeconds(30));
            assertThat(directory.resolve("state-2")).as("tried again later").exists();
            assertThat(directory.resolve("state-1")).doesNotExist();
            replica.kill();
        }
        try (LocalReplica replica = start(clock)) {
            assertThat(number(new TestAgent(replica, clock, 1), counter, s().load(BUFFER)))
                    .isEqualTo(6);
        }
    }

    @Test
    void aNetworkThatCannotWriteAnswersNothingAndSaysWhy() throws IOException {
        Principal canister;
        try (LocalReplica replica = start(clock)) {
            canister = install(replica, TestAgent.identity(1).principal());
            assertThat(replica.control().status().failure()).isNull();
        }
        full("journal-2");
        try (LocalReplica replica = start(clock)) {
            TestAgent agent = new TestAgent(replica, clock, 1);
            assertThat(health(agent)).isEqualTo("healthy");
            assertThatThrownBy(() -> replica.control().controllers(canister, List.of()))
                    .hasMessageContaining("No space left");
            HttpResponse<byte[]> read = agent.readStateRaw(
                    canister,
                    List.of(List.of("canister".getBytes(UTF_8), canister.getValue(), "controllers".getBytes(UTF_8))));
            assertThat(read.statusCode())
                    .as("what may not be there after a restart is not certified")
                    .isEqualTo(503);
            assertThat(new String(read.body(), UTF_8)).contains("No space left");
            assertThat(replica.control().status().failure()).contains("No space left");
            assertThat(new String(agent.get("/_/testbench/status").body(), UTF_8))
                    .contains("No space left");
            assertThat(health(agent)).isEqualTo("certified_state_behind");
        }
    }

    private static String health(TestAgent agent) {
        return Cbor.text(Cbor.read(agent.get("/api/v2/status").body()), "replica_health_status");
    }

    @Test
    void aCanisterThatCannotBeWrittenEndsTheNetworkAtOnce() throws IOException {
        start(clock).close();
        full("journal-2");
        try (LocalReplica replica = start(clock)) {
            assertThatThrownBy(() -> replica.createCanister(List.of()))
                    .isInstanceOf(ReplicaStoppedException.class)
                    .hasMessageContaining("No space left");
            assertThat(replica.control().status().failure()).contains("No space left");
        }
        try (LocalReplica replica = start(clock)) {
            assertThat(replica.canisters()).isEmpty();
        }
    }

    @Test
    void aNetworkThatCannotRestartCanBeToldToAgainWhenThereIsRoom() throws IOException {
        try (LocalReplica replica = start(clock)) {
            TestAgent agent = new TestAgent(replica, clock, 1);
            Principal canister = install(replica, agent.sender());
            assertThat(agent.update(
                                    canister,
                                    "run",
                                    s().increment(BUFFER, 1).reply().bytes())
                            .replied())
                    .isTrue();
            full("state-2.tmp");
            assertThatThrownBy(() -> replica.control().restart()).hasMessageContaining("No space left");
            assertThat(agent.readStateRaw(canister, List.of()).statusCode()).isEqualTo(503);
            replica.control().restart();
            assertThat(number(agent, canister, s().load(BUFFER))).isEqualTo(1);
        }
    }

    @Test
    void whatIsNotOnTheDiskYetIsNotCertified() throws Exception {
        Principal canister;
        try (LocalReplica replica = start(clock)) {
            canister = large(replica, 2 * MIB);
        }
        Path journal = directory.resolve("journal-2");
        assertThat(new ProcessBuilder("mkfifo", journal.toString()).start().waitFor())
                .isZero();
        CompletableFuture<InputStream> disk = CompletableFuture.supplyAsync(() -> open(journal));
        try (LocalReplica replica = start(clock);
                InputStream written = disk.join()) {
            TestAgent agent = new TestAgent(replica, clock, 1);
            SignedRequest request = agent.sign(canister, "fill", NO_ARG);
            assertThat(agent.post(TestAgent.path(2, canister, "call"), request.envelope())
                            .statusCode())
                    .isEqualTo(202);
            // More than calls and small rounds write, and less than the pipe holds: the round is in the middle of
            // writing.
            Await.until(() -> available(written) >= HALF_A_PIPE);
            clock.advance(Duration.ofSeconds(1));
            assertThat(status(agent, canister, request)).isNotEqualTo("replied");
            CompletableFuture<Void> goesOn = CompletableFuture.runAsync(() -> drain(written));
            Await.until(() -> status(agent, canister, request).equals("replied"));
            replica.kill();
            goesOn.join();
        }
    }

    private static String status(TestAgent agent, Principal canister, SignedRequest request) {
        List<byte[]> path = List.of("request_status".getBytes(UTF_8), request.requestId(), "status".getBytes(UTF_8));
        byte[][] labels = path.toArray(byte[][]::new);
        return new String(
                agent.readState(canister, List.of(path)).tree().lookup(labels).value(), UTF_8);
    }

    private static InputStream open(Path file) {
        try {
            return new FileInputStream(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int available(InputStream in) {
        try {
            return in.available();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void drain(InputStream in) {
        try {
            in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
