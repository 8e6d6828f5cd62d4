package org.icws.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.ic4j.types.Principal;
import org.icws.protocol.candid.CandidValue;
import org.icws.replica.wasm.ModuleBuilder;
import org.icws.replica.wasm.Script;
import org.icws.replica.wasm.ScriptCanister;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each kind of execution has a limit of its own; small ones are set here, so that they are reached at once. */
class InstructionLimitsTest {
    private static final int BUFFER = 0x20000;
    private static final long UPDATE = 100_000;
    private static final long INSTALL = 1_000_000;
    private static final long INSPECTION = 50_000;

    /** One nested call is charged with 50 million, so two are too many. */
    private static final long QUERY = 50_300_000;

    private final ScriptNetwork network = new ScriptNetwork(
            config -> config.withInstructionLimits(new InstructionLimits(UPDATE, QUERY, INSTALL, INSPECTION)));

    @AfterEach
    void stop() {
        network.close();
    }

    private static Script s() {
        return new Script();
    }

    /** More than an update may take, less than an installation. */
    private Script work() {
        Script work = s();
        for (int i = 0; i < 1_000; i++) {
            work.push(1).drop();
        }
        assertThat(taken(work)).isBetween(2 * UPDATE, INSTALL / 2);
        return work;
    }

    private long taken(Script work) {
        return ScriptNetwork.number(
                network.query(s().then(work).call("performance_counter", 0).replyNumber()));
    }

    private static void assertStopped(TestAgent.Outcome outcome, long limit) {
        assertThat(outcome.errorCode()).as(outcome.message()).isEqualTo("IC0522");
        assertThat(outcome.rejectCode()).isEqualTo(5);
        assertThat(outcome.message())
                .endsWith("Canister exceeded the limit of " + limit + " instructions for single message execution.");
    }

    private long stored() {
        return ScriptNetwork.number(network.query(s().load(BUFFER).replyNumber()));
    }

    @Test
    void theDefaultsAreThePublicNetworks() {
        InstructionLimits limits = ReplicaConfig.defaults().instructionLimits();
        assertThat(limits)
                .isEqualTo(new InstructionLimits(40_000_000_000L, 5_000_000_000L, 300_000_000_000L, 200_000_000));
        assertThatIllegalArgumentException().isThrownBy(() -> new InstructionLimits(1, 1, 0, 1));
    }

    @Test
    void anUpdateOverItsLimitIsRolledBackAndRejected() {
        assertStopped(network.update(s().store(BUFFER, 7).then(work()).reply()), UPDATE);
        assertThat(stored()).isZero();
        assertThat(network.update(s().store(BUFFER, 8).reply()).replied()).isTrue();
        assertThat(stored()).isEqualTo(8);
    }

    @Test
    void eachMessageOfACallHasTheWholeLimit() {
        Script most = s();
        for (int i = 0; i < 300; i++) {
            most.push(1).drop();
        }
        Principal peer = network.install(ScriptCanister.wasm());
        byte[] asked = s().then(most).reply().bytes();
        Script twice = s().then(most).then(ScriptNetwork.call0(peer.getValue(), "run", asked, s().reply("both"), s()));
        assertThat(ScriptNetwork.text(network.update(twice))).isEqualTo("both");
    }

    @Test
    void anInstallationMayTakeMoreThanAnUpdateButNotWithoutLimit() {
        Principal fresh = network.replica.createCanister(List.of(network.agent.sender()));
        assertThatThrownBy(() -> network.replica.install(
                        fresh, ScriptCanister.wasm(), s().spin().bytes()))
                .isInstanceOf(ReplicaException.class)
                .hasMessageContaining("limit of " + INSTALL + " instructions");
        assertThat(network.status(fresh).get("module_hash")).isEqualTo(CandidValue.none());
        network.replica.install(fresh, ScriptCanister.wasm(), work().bytes());
        assertThat(network.update(fresh, s().reply("installed")).replied()).isTrue();
    }

    @Test
    void aStartFunctionHasTheLimitOfAnInstallation() {
        Principal fresh = network.replica.createCanister(List.of(network.agent.sender()));
        byte[] wasm = new ModuleBuilder()
                .function("spin", ">", code -> code.loop().br(0).end())
                .start("spin")
                .build();
        assertThatThrownBy(() -> network.replica.install(fresh, wasm, new byte[0]))
                .isInstanceOf(ReplicaException.class)
                .hasMessageContaining("limit of " + INSTALL + " instructions");
    }

    @Test
    void anUpgradeOverTheLimitLeavesTheCanisterAsItWas() {
        network.update(s().store(BUFFER, 9).reply());
        Script spin = s().spin();
        assertStopped(upgrade(spin), INSTALL);
        assertThat(stored()).isEqualTo(9);
        network.update(
                s().script(ScriptCanister.PRE_UPGRADE, s().store(BUFFER, 10).then(s().spin()))
                        .reply());
        assertStopped(upgrade(s()), INSTALL);
        assertThat(stored()).isEqualTo(9);
    }

    private TestAgent.Outcome upgrade(Script afterwards) {
        return network.manage(
                network.canister,
                "install_code",
                "mode",
                CandidValue.variant("upgrade", CandidValue.none()),
                "canister_id",
                network.id(network.canister),
                "wasm_module",
                CandidValue.blob(ScriptCanister.wasm()),
                "arg",
                CandidValue.blob(afterwards.bytes()));
    }

    private TestAgent.Outcome compose(Script script) {
        return network.agent.query(network.canister, "compose", script.bytes());
    }

    private Script asking(Principal peer, Script question, Script onReply) {
        return ScriptNetwork.call0(peer.getValue(), "ask", question.bytes(), onReply, s().replyBytes("msg_reject_msg"));
    }

    @Test
    void theQueriesOfACompositeQueryCountTogether() {
        Principal peer = network.install(ScriptCanister.wasm());
        Script work = work();
        assertThat(taken(work)).isBetween(160_000L, 250_000L);
        assertThat(ScriptNetwork.text(compose(asking(peer, s().then(work).reply(), s().reply("one")))))
                .isEqualTo("one");
        TestAgent.Outcome both =
                compose(s().then(work).then(asking(peer, s().then(work).reply(), s().reply("two"))));
        assertThat(both.errorCode()).as(both.message()).isEqualTo("IC0526");
        assertThat(both.message()).contains("instruction limit");
        assertThat(ScriptNetwork.text(network.query(s().reply("well")))).isEqualTo("well");
    }

    @Test
    void aCallWithinACompositeQueryHasItsPriceAndAnUncaughtSpinStopsTheWholeQuery() {
        Principal peer = network.install(ScriptCanister.wasm());
        Principal other = network.install(ScriptCanister.wasm());
        Script second = ScriptNetwork.call0(other.getValue(), "ask", s().reply().bytes(), s(), s());
        TestAgent.Outcome twoCalls = compose(asking(peer, s().reply(), s()).then(second));
        assertThat(twoCalls.errorCode()).as(twoCalls.message()).isEqualTo("IC0526");

        TestAgent.Outcome spun = compose(asking(peer, s().spin(), s().reply()));
        assertThat(spun.errorCode()).as(spun.message()).isEqualTo("IC0526");
        assertStopped(compose(s().spin()), QUERY);
    }
}
