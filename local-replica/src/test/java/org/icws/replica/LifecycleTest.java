package org.icws.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.ic4j.types.Principal;
import org.icws.replica.wasm.Script;
import org.icws.replica.wasm.ScriptCanister;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LifecycleTest {
    private final ScriptNetwork network = new ScriptNetwork();
    private final ReplicaControl control = network.replica.control();
    private final Principal canister = network.canister;

    @AfterEach
    void stop() {
        network.close();
    }

    private static Script writeStable(String text) {
        return new Script()
                .call("stable64_grow", 1)
                .drop()
                .data(ScriptCanister.FREE, text)
                .call("stable64_write", 0, ScriptCanister.FREE, text.length());
    }

    private static Script readStable(int length) {
        return new Script()
                .call("stable64_read", ScriptCanister.FREE, 0, length)
                .appendReply(ScriptCanister.FREE, length)
                .reply();
    }

    private static byte[] none() {
        return new Script().bytes();
    }

    @Test
    void anUpgradeKeepsStableMemoryAndDropsLinearMemory() {
        network.update(writeStable("kept").store(0x20000, 7).reply());

        control.upgrade(canister, ScriptCanister.wasm(), none());

        assertThat(ScriptNetwork.text(network.query(readStable(4)))).isEqualTo("kept");
        assertThat(ScriptNetwork.number(network.query(new Script().load(0x20000).replyNumber())))
                .isZero();
    }

    @Test
    void preUpgradeSavesAndPostUpgradeReadsItsArgument() {
        network.update(new Script()
                .script(ScriptCanister.PRE_UPGRADE, writeStable("saved"))
                .reply());

        control.upgrade(
                canister,
                ScriptCanister.wasm(),
                new Script().store(0x20000, 99).call("certified_data_set", 0, 4).bytes());

        assertThat(ScriptNetwork.text(network.query(readStable(5)))).isEqualTo("saved");
        assertThat(ScriptNetwork.number(network.query(new Script().load(0x20000).replyNumber())))
                .isEqualTo(99);
    }

    @Test
    void aFailedUpgradeChangesNothingAtAll() {
        network.update(writeStable("first")
                .store(0x20000, 5)
                .script(ScriptCanister.PRE_UPGRADE, writeStable("lost!").store(0x20000, 6))
                .reply());
        long version = control.canisters().get(0).version();

        assertThatThrownBy(() -> control.upgrade(
                        canister, ScriptCanister.wasm(), new Script().trap().bytes()))
                .isInstanceOf(ReplicaException.class)
                .hasMessageContaining("trapped");

        assertThat(ScriptNetwork.text(network.query(readStable(5)))).isEqualTo("first");
        assertThat(ScriptNetwork.number(network.query(new Script().load(0x20000).replyNumber())))
                .isEqualTo(5);
        assertThat(control.canisters().get(0).version()).isEqualTo(version);
    }

    @Test
    void aTrapInPreUpgradeKeepsTheOldCode() {
        network.update(writeStable("first")
                .script(ScriptCanister.PRE_UPGRADE, new Script().trap())
                .reply());

        assertThatThrownBy(() -> control.upgrade(canister, ScriptCanister.wasm(), none()))
                .isInstanceOf(ReplicaException.class);

        assertThat(ScriptNetwork.text(network.query(readStable(5)))).isEqualTo("first");
    }

    @Test
    void aReinstallationLosesStableMemoryToo() {
        network.update(writeStable("lost").reply());

        control.reinstall(canister, ScriptCanister.wasm(), none());

        assertThat(ScriptNetwork.number(
                        network.query(new Script().call("stable64_size").replyNumber())))
                .isZero();
    }

    @Test
    void aStoppedCanisterTakesNoCallsUntilItIsStarted() {
        control.stop(canister);

        assertThat(control.canisters().get(0).status()).isEqualTo("stopped");
        assertThat(network.update(new Script().reply()).errorCode()).isEqualTo("IC0508");
        assertThat(network.query(new Script().reply()).errorCode()).isEqualTo("IC0508");

        control.start(canister);
        assertThat(network.update(new Script().reply()).replied()).isTrue();
    }

    @Test
    void aCanisterStopsOnlyWhenItsCallsAreAnswered() {
        Principal slow = network.install(ScriptCanister.wasm());
        control.pause();
        CompletableFuture<TestAgent.Outcome> call = network.agent.updateLater(
                canister,
                "run",
                ScriptNetwork.callAndForward(
                                slow, "run", new Script().reply("late").bytes())
                        .bytes());
        CompletableFuture<Void> stopping = CompletableFuture.runAsync(() -> control.stop(canister));
        Await.until(() -> network.replica.control().status().queuedMessages() >= 0);
        control.resume();

        stopping.join();
        assertThat(control.canisters().get(0).status()).isEqualTo("stopped");
        TestAgent.Outcome outcome = call.join();
        assertThat(outcome.replied()
                        || outcome.errorCode().equals("IC0508")
                        || outcome.errorCode().equals("IC0509"))
                .isTrue();
    }

    @Test
    void onlyStoppedCanistersAreDeletedAndTheirIdsAreGone() {
        assertThatThrownBy(() -> control.delete(canister)).hasMessageContaining("must be stopped");

        control.stop(canister);
        control.delete(canister);

        assertThat(control.canisters()).isEmpty();
        assertThat(network.update(new Script().reply()).errorCode()).isEqualTo("IC0301");
        assertThatThrownBy(() -> control.createCanister(canister, List.of())).hasMessageContaining("deleted");
    }

    @Test
    void uninstallingRejectsWhatWaitsAndEmptiesTheCanister() {
        control.uninstall(canister);

        assertThat(control.canisters().get(0).moduleHash()).isNull();
        assertThat(network.update(new Script().reply()).errorCode()).isEqualTo("IC0537");
        control.install(canister, ScriptCanister.wasm(), none());
        assertThat(network.update(new Script().reply()).replied()).isTrue();
    }

    @Test
    void heartbeatsComeOncePerSecondWhenRoundsHaveNoRhythm() {
        Principal beating = network.installWith("canister_heartbeat");
        network.update(
                beating,
                new Script()
                        .script(ScriptCanister.HEARTBEAT, new Script().increment(0x20000, 1))
                        .reply());
        network.awaitIdle();
        long before = ScriptNetwork.number(
                network.query(beating, new Script().load(0x20000).replyNumber()));

        for (int i = 0; i < 3; i++) {
            network.clock.advance(Duration.ofMillis(1001));
            network.awaitIdle();
        }

        assertThat(ScriptNetwork.number(
                        network.query(beating, new Script().load(0x20000).replyNumber())))
                .isEqualTo(before + 3);
    }

    @Test
    void inspectionSeesTheCallAndMayRefuseIt() {
        Principal careful = network.installWith("canister_inspect_message");
        assertThat(network.update(careful, new Script().reply()).errorCode())
                .as("an inspection that does not accept")
                .isEqualTo("IC0406");

        control.reinstall(
                careful,
                ScriptCanister.with(java.util.Set.of("canister_inspect_message")),
                new Script()
                        .script(
                                ScriptCanister.INSPECT,
                                new Script()
                                        .call("msg_method_name_copy", 0x20000, 0, 3)
                                        .call("debug_print", 0x20000, 3)
                                        .call("accept_message"))
                        .bytes());

        assertThat(network.update(careful, new Script().reply("in")).replied()).isTrue();
        assertThat(network.replica.canisterLog(careful)).containsExactly("run");
    }

    @Test
    void pausedRoundsRunOneByOneWhenStepped() {
        control.pause();
        CompletableFuture<TestAgent.Outcome> call = network.agent.updateLater(
                canister, "run", new Script().reply("now").bytes());
        network.awaitIdle();
        assertThat(call).isNotDone();

        Await.until(() -> {
            control.step();
            return call.isDone();
        });
        assertThat(ScriptNetwork.text(call.join())).isEqualTo("now");
        control.resume();
        assertThat(control.status().paused()).isFalse();
    }

    @Test
    void toppingUpShowsInTheBalance() {
        BigInteger before = control.canisters().get(0).cycles();
        control.topUp(canister, BigInteger.TEN);
        assertThat(control.canisters().get(0).cycles()).isEqualTo(before.add(BigInteger.TEN));
    }
}
