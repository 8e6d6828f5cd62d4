package org.icws.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.ic4j.types.Principal;
import org.icws.protocol.candid.CandidValue;
import org.icws.protocol.request.SignedRequest;
import org.icws.replica.wasm.Script;
import org.icws.replica.wasm.ScriptCanister;
import org.junit.jupiter.api.Test;

class PersistenceTest extends KeptNetworkCases {

    @Test
    void memoryStableMemoryTimersCyclesAndSettingsOutliveAKill() {
        ManualClock clock = ManualClock.startingNow();
        Principal canister;
        try (LocalReplica replica = start(clock)) {
            TestAgent agent = new TestAgent(replica, clock, 1);
            canister = install(replica, agent.sender());
            agent.update(
                    canister,
                    "run",
                    s().store(BUFFER, 7)
                            .call("stable64_grow", 2)
                            .drop()
                            .data(BUFFER + 8, "abc")
                            .call("stable64_write", 100, BUFFER + 8, 3)
                            .call("certified_data_set", BUFFER + 8, 3)
                            .script(ScriptCanister.TIMER, s().increment(BUFFER, 100))
                            .then(ScriptNetwork.setTimer(5_000_000_000L))
                            .grow(3)
                            .drop()
                            .reply()
                            .bytes());
            replica.control().topUp(canister, BigInteger.TEN);
            for (int i = 0; i < 5; i++) {
                agent.update(canister, "run", s().increment(BUFFER, 1).reply().bytes());
            }
            replica.kill();
        }
        try (LocalReplica replica = start(clock)) {
            TestAgent agent = new TestAgent(replica, clock, 1);
            assertThat(number(agent, canister, s().load(BUFFER))).isEqualTo(12);
            assertThat(number(agent, canister, s().pages())).isEqualTo(11);
            assertThat(ScriptNetwork.text(agent.query(
                            canister,
                            "ask",
                            s().call("stable64_read", BUFFER, 100, 3)
                                    .appendReply(BUFFER, 3)
                                    .reply()
                                    .bytes())))
                    .isEqualTo("abc");
            CanisterInfo info = replica.canisters().get(0);
            assertThat(info.cycles()).isEqualTo(new BigInteger("100000000000010"));
            assertThat(info.controllers()).containsExactly(agent.sender());
            clock.advance(Duration.ofSeconds(6));
            replica.awaitIdle(ScriptNetwork.PATIENCE);
            assertThat(number(agent, canister, s().load(BUFFER))).isEqualTo(112);
            assertThat(replica.createCanister(List.of())).isNotEqualTo(canister);
        }
    }

    @Test
    void anAnsweredCallIsNotExecutedAgainAfterARestart() {
        ManualClock clock = ManualClock.startingNow();
        Principal canister;
        SignedRequest request;
        try (LocalReplica replica = start(clock)) {
            TestAgent agent = new TestAgent(replica, clock, 1);
            canister = install(replica, agent.sender());
            request = agent.sign(
                    canister, "run", s().increment(BUFFER, 1).reply("done").bytes());
            assertThat(agent.outcome(canister, request).replied()).isTrue();
            replica.kill();
        }
        try (LocalReplica replica = start(clock)) {
            TestAgent agent = new TestAgent(replica, clock, 1);
            assertThat(ScriptNetwork.text(agent.outcome(canister, request))).isEqualTo("done");
            assertThat(number(agent, canister, s().load(BUFFER))).isEqualTo(1);
        }
    }

    @Test
    void aCallThatWasAcceptedButNotExecutedIsExecutedAfterTheRestart() {
        ManualClock clock = ManualClock.startingNow();
        Principal canister;
        SignedRequest request;
        try (LocalReplica replica = start(clock)) {
            TestAgent agent = new TestAgent(replica, clock, 1);
            canister = install(replica, agent.sender());
            replica.control().pause();
            request = agent.sign(
                    canister, "run", s().increment(BUFFER, 1).reply("late").bytes());
            assertThat(agent.post(TestAgent.path(2, canister, "call"), request.envelope())
                            .statusCode())
                    .isEqualTo(202);
            replica.kill();
        }
        try (LocalReplica replica = start(clock)) {
            TestAgent agent = new TestAgent(replica, clock, 1);
            replica.awaitIdle(ScriptNetwork.PATIENCE);
            assertThat(ScriptNetwork.text(agent.outcome(canister, request))).isEqualTo("late");
            assertThat(number(agent, canister, s().load(BUFFER))).isEqualTo(1);
        }
    }

    @Test
    void aCheckpointBringsTheWholeNetworkBackIntoTheRunningReplica() {
        try (ScriptNetwork network = new ScriptNetwork()) {
            Path saved = directory.resolve("saved");
            network.update(s().store(BUFFER, 1).reply());
            network.manage(network.canister, "take_canister_snapshot", "canister_id", network.id(network.canister));
            network.replica.control().saveCheckpoint(saved);
            network.update(s().store(BUFFER, 2).reply());
            Principal later = network.install(ScriptCanister.wasm());

            network.replica.control().loadCheckpoint(saved);

            assertThat(ScriptNetwork.number(network.query(s().load(BUFFER).replyNumber())))
                    .isEqualTo(1);
            assertThat(network.replica.canisters()).hasSize(1);
            assertThat(network.query(later, s().reply()).errorCode()).isEqualTo("IC0301");
            CandidValue snapshots = org.icws.protocol.candid.CandidDecoder.decode(network.manage(
                                    network.canister,
                                    "list_canister_snapshots",
                                    "canister_id",
                                    network.id(network.canister))
                            .reply())
                    .get(0);
            assertThat(snapshots.asList()).hasSize(1);
        }
    }

    @Test
    void aNetworkThatIsLoadedDuringAPauseStandsStillAndIsSteeredAsTheOneBefore() {
        try (ScriptNetwork network = new ScriptNetwork()) {
            Path saved = directory.resolve("saved");
            ReplicaControl control = network.replica.control();
            FaultSwitches faults = FaultSwitches.NONE.withCertificateAge(Duration.ofSeconds(3));
            control.pause();
            control.roundInterval(Duration.ofMillis(7));
            control.faults(faults);
            SignedRequest waiting = network.agent.sign(
                    network.canister, "run", s().store(BUFFER, 5).reply("late").bytes());
            assertThat(network.agent
                            .post(TestAgent.path(2, network.canister, "call"), waiting.envelope())
                            .statusCode())
                    .isEqualTo(202);
            control.saveCheckpoint(saved);

            control.loadCheckpoint(saved);

            network.clock.advance(Duration.ofSeconds(1));
            assertThat(control.status().paused()).isTrue();
            assertThat(control.status().roundInterval()).isEqualTo(Duration.ofMillis(7));
            assertThat(control.status().faults()).isEqualTo(faults);
            assertThat(ScriptNetwork.number(network.query(s().load(BUFFER).replyNumber())))
                    .as("a message that waited in the checkpoint waits on")
                    .isZero();
            control.resume();
            network.clock.advance(Duration.ofSeconds(1));
            Await.until(
                    () -> ScriptNetwork.number(network.query(s().load(BUFFER).replyNumber())) == 5);
        }
    }

    @Test
    void aDamagedOrNewerCheckpointIsRefusedAndChangesNothing() throws IOException {
        try (ScriptNetwork network = new ScriptNetwork()) {
            Path saved = directory.resolve("saved");
            network.update(s().store(BUFFER, 1).reply());
            network.replica.control().saveCheckpoint(saved);
            network.update(s().store(BUFFER, 2).reply());
            Path state = files(saved, "state-").get(0);
            byte[] good = Files.readAllBytes(state);

            byte[] damaged = good.clone();
            damaged[damaged.length / 2] ^= 1;
            Files.write(state, damaged);
            assertThatThrownBy(() -> network.replica.control().loadCheckpoint(saved))
                    .isInstanceOf(ReplicaException.class)
                    .hasMessageContaining("damaged");
            byte[] cut = java.util.Arrays.copyOf(good, good.length - 10);
            Files.write(state, cut);
            assertThatThrownBy(() -> network.replica.control().loadCheckpoint(saved))
                    .hasMessageContaining("incomplete");
            Files.write(state, newer(good));
            assertThatThrownBy(() -> network.replica.control().loadCheckpoint(saved))
                    .hasMessageContaining("newer version");
            assertThatThrownBy(() -> network.replica.control().loadCheckpoint(directory.resolve("nothing")))
                    .hasMessageContaining("no stored network");

            assertThat(ScriptNetwork.number(network.query(s().load(BUFFER).replyNumber())))
                    .isEqualTo(2);
        }
    }

    /** The same file with a format number from the future; the first record is type, format, seed. */
    private static byte[] newer(byte[] state) {
        byte[] changed = state.clone();
        changed[13] = 99;
        putChecksum(changed, 0);
        return changed;
    }

    /** A network of format 2 in which a call waits for another canister's answer and another call has not begun. */
    private void copyOldNetwork() throws IOException {
        Path old = Path.of("src/test/resources/network-format-2");
        try (Stream<Path> all = Files.walk(old)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                Path copy = directory.resolve(old.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
    }

    @Test
    void aNetworkOfFormatTwoGoesOn() throws IOException {
        copyOldNetwork();
        for (int start = 1; start <= 2; start++) {
            ManualClock clock = new ManualClock(1_767_225_600_000_000_000L);
            try (LocalReplica replica = start(clock)) {
                TestAgent agent = new TestAgent(replica, clock, 1);
                Principal canister = replica.canisters().get(0).id();
                Principal asked = replica.canisters().get(1).id();
                replica.awaitIdle(ScriptNetwork.PATIENCE);
                assertThat(number(agent, canister, s().load(BUFFER))).isEqualTo(13);
                assertThat(number(agent, asked, s().load(BUFFER))).isEqualTo(5);
                assertThat(oldReply(
                                agent, canister, "40d161f7b85b33a242f3b5a9186f127716c4430f24a86de0fe1ada8c39ff454d"))
                        .isEqualTo("answer");
                assertThat(oldReply(
                                agent, canister, "b23f709758ca2f99d9d41cfb3bdc838c5e10bf33f4d78c1cabe848093d1fdbce"))
                        .isEqualTo("late");
                replica.kill();
            }
        }
    }

    private static String oldReply(TestAgent agent, Principal canister, String requestId) {
        byte[] id = HexFormat.of().parseHex(requestId);
        return ScriptNetwork.text(
                TestAgent.status(agent.readState(canister, List.of(List.of("request_status".getBytes(), id))), id));
    }

    @Test
    void anotherSeedIsAnotherNetwork() {
        ManualClock clock = ManualClock.startingNow();
        start(clock).close();
        assertThatThrownBy(() -> LocalReplica.start(
                        ReplicaConfig.defaults().withDataDirectory(directory).withKeySeed(5)))
                .isInstanceOf(ReplicaException.class)
                .hasMessageContaining("seed");
    }

    @Test
    void callsBetweenCanistersGoOnWhereTheyWere() {
        ManualClock clock = ManualClock.startingNow();
        Principal canister;
        SignedRequest request;
        try (LocalReplica replica = start(clock)) {
            TestAgent agent = new TestAgent(replica, clock, 1);
            canister = install(replica, agent.sender());
            Principal peer = install(replica, agent.sender());
            Script call = ScriptNetwork.callAndForward(
                    peer, "run", s().increment(BUFFER, 1).reply("peer").bytes());
            request = agent.sign(canister, "run", call.bytes());
            replica.control().pause();
            agent.post(TestAgent.path(2, canister, "call"), request.envelope());
            replica.control().step();
            Await.until(() -> replica.control().status().queuedMessages() == 1);
            replica.kill();
        }
        try (LocalReplica replica = start(clock)) {
            TestAgent agent = new TestAgent(replica, clock, 1);
            replica.awaitIdle(ScriptNetwork.PATIENCE);
            assertThat(ScriptNetwork.text(agent.outcome(canister, request))).isEqualTo("peer");
        }
    }

    @Test
    void updatesUnderWayWhenACheckpointIsSavedAreNotLost() {
        try (ScriptNetwork network = new ScriptNetwork()) {
            List<CompletableFuture<TestAgent.Outcome>> calls = Stream.generate(() -> network.agent.updateLater(
                            network.canister,
                            "run",
                            s().increment(BUFFER, 1).reply().bytes()))
                    .limit(50)
                    .toList();
            network.replica.control().saveCheckpoint(directory.resolve("busy"));
            calls.forEach(call -> assertThat(call.join().replied()).isTrue());
            assertThat(ScriptNetwork.number(network.query(s().load(BUFFER).replyNumber())))
                    .isEqualTo(50);
        }
    }

    @Test
    void aTimerThatWasFiringWhenTheProcessWasKilledFiresOnceAfterTheRestart() {
        ManualClock clock = ManualClock.startingNow();
        Principal canister;
        try (LocalReplica replica = start(clock)) {
            TestAgent agent = new TestAgent(replica, clock, 1);
            canister = install(replica, agent.sender());
            Principal other = install(replica, agent.sender());
            agent.update(
                    canister,
                    "run",
                    s().script(ScriptCanister.TIMER, s().spin())
                            .call("global_timer_set", 1)
                            .drop()
                            .reply()
                            .bytes());
            Await.until(() -> replica.control().status().busyCanisters() == 1);
            // The round that this ends is written while the timer still runs.
            assertThat(agent.update(other, "run", s().reply().bytes()).replied())
                    .isTrue();
            replica.kill();
        }
        try (LocalReplica replica = LocalReplica.start(ReplicaConfig.defaults()
                .withClock(clock)
                .withDataDirectory(directory)
                .withExecutionTimeLimit(Duration.ofMillis(100)))) {
            replica.awaitIdle(ScriptNetwork.PATIENCE);
            assertThat(replica.canisterLog(canister))
                    .singleElement()
                    .asString()
                    .contains("exceeded the limit for single message execution");
        }
    }

    @Test
    void aStartFunctionRunsOnceHoweverOftenItsCanisterIsRestored() {
        byte[] wasm = new org.icws.replica.wasm.ModuleBuilder()
                .pages(1)
                .imports("stable_size", ">i")
                .imports("stable_grow", "i>i")
                .imports("msg_reply", ">")
                // It traps where stable memory is there already.
                .function("begin", ">", c -> c.block()
                        .call("stable_size")
                        .extend()
                        .isZero64()
                        .brIf(0)
                        .unreachable()
                        .end())
                .start("begin")
                .export(
                        "canister_update grow",
                        c -> c.i32(1).call("stable_grow").drop().call("msg_reply"))
                .build();
        ManualClock clock = ManualClock.startingNow();
        Principal canister;
        try (LocalReplica replica = start(clock)) {
            TestAgent agent = new TestAgent(replica, clock, 1);
            canister = replica.createCanister(List.of(agent.sender()));
            replica.install(canister, wasm, new byte[0]);
            assertThat(agent.update(canister, "grow", new byte[0]).replied()).isTrue();
            assertThat(replica.canisters().get(0).memoryBytes()).isEqualTo(65536 * 2);
            replica.kill();
        }
        try (LocalReplica replica = start(clock)) {
            TestAgent agent = new TestAgent(replica, clock, 1);
            assertThat(agent.update(canister, "grow", new byte[1]).replied()).isTrue();
            assertThat(replica.canisters().get(0).memoryBytes()).isEqualTo(65536 * 3);
        }
    }
}
