package org.icws.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.ic4j.types.Principal;
import org.icws.protocol.request.SignedRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A network that is asked to become another one, which then cannot run, goes on as it was. */
class CheckpointFallbackTest extends KeptNetworkCases {

    /** A checkpoint of another network whose file is whole, but a canister in it makes no sense. */
    private Path nonsense() throws IOException {
        Path saved = directory.resolveSibling("nonsense");
        try (ScriptNetwork other = new ScriptNetwork()) {
            other.replica.control().saveCheckpoint(saved);
        }
        Path state = files(saved, "state-").get(0);
        java.nio.ByteBuffer file = java.nio.ByteBuffer.wrap(Files.readAllBytes(state));
        // The second record is the canister: its type, its id, and the length of a blob that begins with the number of
        // controllers.
        int record = 12 + file.getInt(0);
        int controllers = record + 12 + 1 + 1 + 10 + 2;
        file.put(controllers, (byte) 0x7f);
        putChecksum(file.array(), record);
        Files.write(state, file.array());
        return saved;
    }

    @Test
    void aNetworkInMemoryGoesOnWhenALoadedOneCannotRun() throws IOException {
        Path saved = nonsense();
        try (ScriptNetwork network = new ScriptNetwork()) {
            network.update(s().store(BUFFER, 2).reply());
            assertThatThrownBy(() -> network.replica.control().loadCheckpoint(saved));
            assertThat(ScriptNetwork.number(network.query(s().load(BUFFER).replyNumber())))
                    .isEqualTo(2);
            assertThat(network.update(s().increment(BUFFER, 1).reply()).replied())
                    .isTrue();
            assertThat(ScriptNetwork.number(network.query(s().load(BUFFER).replyNumber())))
                    .isEqualTo(3);
        }
    }

    @Test
    void aKeptNetworkGoesOnWhenALoadedOneCannotRun() throws IOException {
        Path saved = nonsense();
        assertGoesOnAfterFailedLoad(saved, () -> {});
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "needs /dev/full, a disk that is always full")
    void aKeptNetworkGoesOnWhenTheDiskIsFullForALoadedOne() throws IOException {
        Path saved = directory.resolveSibling("saved");
        try (ScriptNetwork other = new ScriptNetwork()) {
            other.replica.control().saveCheckpoint(saved);
        }
        assertGoesOnAfterFailedLoad(
                saved, () -> Files.createSymbolicLink(directory.resolve("state-2.tmp"), Path.of("/dev/full")));
    }

    private interface Obstacle {
        void put() throws IOException;
    }

    private void assertGoesOnAfterFailedLoad(Path saved, Obstacle obstacle) throws IOException {
        ManualClock clock = ManualClock.startingNow();
        Principal canister;
        SignedRequest request;
        try (LocalReplica replica = start(clock)) {
            TestAgent agent = new TestAgent(replica, clock, 1);
            canister = install(replica, agent.sender());
            request = agent.sign(
                    canister, "run", s().increment(BUFFER, 1).reply("once").bytes());
            assertThat(agent.outcome(canister, request).replied()).isTrue();
            obstacle.put();
            assertThatThrownBy(() -> replica.control().loadCheckpoint(saved)).isInstanceOf(RuntimeException.class);
            assertThat(number(agent, canister, s().load(BUFFER))).isEqualTo(1);
            assertThat(ScriptNetwork.text(agent.outcome(canister, request)))
                    .as("what was answered before is known")
                    .isEqualTo("once");
            assertThat(agent.update(
                                    canister,
                                    "run",
                                    s().increment(BUFFER, 10).reply().bytes())
                            .replied())
                    .isTrue();
            replica.kill();
        }
        try (LocalReplica replica = start(clock)) {
            TestAgent agent = new TestAgent(replica, clock, 1);
            assertThat(number(agent, canister, s().load(BUFFER))).isEqualTo(11);
            assertThat(replica.canisters()).hasSize(1);
        }
    }
}
