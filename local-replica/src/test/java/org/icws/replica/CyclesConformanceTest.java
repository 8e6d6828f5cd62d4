package org.icws.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.ic4j.types.Principal;
import org.icws.protocol.candid.CandidValue;
import org.icws.replica.wasm.Script;
import org.icws.replica.wasm.ScriptCanister;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** What happens to cycles: one case a rule of the interface specification ("Cycles") or of the public test suite. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CyclesConformanceTest {
    private static final BigInteger INITIAL = BigInteger.valueOf(100_000_000_000_000L);
    private static final int BUFFER = 0x20000;

    private final List<DynamicTest> cases = new ArrayList<>();
    private ScriptNetwork network;
    private Principal sender;
    private Principal receiver;

    @BeforeAll
    void start() {
        network = new ScriptNetwork();
    }

    @AfterAll
    void stop() {
        network.close();
    }

    private interface Check {
        void run();
    }

    private void rule(String rule, Check check) {
        cases.add(dynamicTest(rule, () -> {
            sender = network.install(ScriptCanister.wasm());
            receiver = network.install(ScriptCanister.wasm());
            check.run();
        }));
    }

    private static Script s() {
        return new Script();
    }

    private BigInteger balance(Principal canister) {
        return network.replica.control().canisters().stream()
                .filter(info -> info.id().equals(canister))
                .findFirst()
                .orElseThrow()
                .cycles();
    }

    /** The sender sends 1,000 cycles, the receiver does what the script says, the sender passes the reply on. */
    private TestAgent.Outcome send(Script receiving) {
        return send(receiving, s().replyBytes("msg_arg_data"), s().replyBytes("msg_reject_msg"));
    }

    private TestAgent.Outcome send(Script receiving, Script onReply, Script onReject) {
        return network.update(
                sender,
                ScriptNetwork.call(
                        receiver.getValue(), "run", receiving.bytes(), BigInteger.valueOf(1_000), onReply, onReject));
    }

    private void assertMoved(long amount) {
        network.awaitIdle();
        assertThat(balance(sender)).isEqualTo(INITIAL.subtract(BigInteger.valueOf(amount)));
        assertThat(balance(receiver)).isEqualTo(INITIAL.add(BigInteger.valueOf(amount)));
    }

    @TestFactory
    Stream<DynamicTest> cycles() {
        String source = " [SPEC-can, cycles]";
        rule("a new canister has 100 trillion cycles [local convention]", () -> assertThat(balance(sender))
                .isEqualTo(INITIAL));
        rule("the balance is what ic0 says" + source, () -> assertThat(ScriptNetwork.number(network.update(
                        sender, s().call("canister_cycle_balance").replyNumber())))
                .isEqualTo(INITIAL.longValue()));
        rule("the 128-bit balance is little-endian" + source, () -> assertThat(
                        network.update(sender, s().reply128("canister_cycle_balance128"))
                                .reply())
                .startsWith(0x00, 0x40, 0x7a, 0x10)
                .hasSize(16));
        rule("the liquid balance is the balance [local convention]", () -> assertThat(
                        network.update(sender, s().reply128("canister_liquid_cycle_balance128"))
                                .reply())
                .isEqualTo(network.update(sender, s().reply128("canister_cycle_balance128"))
                        .reply()));
        rule("users send no cycles" + source, () -> assertThat(ScriptNetwork.number(
                        network.update(sender, s().call("msg_cycles_available").replyNumber())))
                .isZero());
        rule("accepting nothing that was sent gives nothing" + source, () -> assertThat(ScriptNetwork.number(
                        network.update(sender, s().call("msg_cycles_accept", 50).replyNumber())))
                .isZero());
        rule("the receiver sees what was sent" + source, () -> assertThat(ScriptNetwork.number(
                        send(s().call("msg_cycles_available").replyNumber())))
                .isEqualTo(1_000));
        rule("cycles that are not accepted come back" + source, () -> {
            send(s().reply());
            assertMoved(0);
        });
        rule("accepted cycles stay with the receiver" + source, () -> {
            assertThat(ScriptNetwork.number(
                            send(s().call("msg_cycles_accept", 300).replyNumber())))
                    .isEqualTo(300);
            assertMoved(300);
        });
        rule("no more is accepted than was sent" + source, () -> {
            assertThat(ScriptNetwork.number(
                            send(s().call("msg_cycles_accept", 5_000).replyNumber())))
                    .isEqualTo(1_000);
            assertMoved(1_000);
        });
        rule("accepting twice adds up to what was sent" + source, () -> {
            assertThat(ScriptNetwork.number(send(s().call("msg_cycles_accept", 600)
                            .drop()
                            .call("msg_cycles_accept", 600)
                            .replyNumber())))
                    .isEqualTo(400);
            assertMoved(1_000);
        });
        rule("accepting reduces what is available" + source, () -> assertThat(
                        ScriptNetwork.number(send(s().call("msg_cycles_accept", 600)
                                .drop()
                                .call("msg_cycles_available")
                                .replyNumber())))
                .isEqualTo(400));
        rule("accepting 128 bits writes the amount" + source, () -> {
            assertThat(send(s().reply128("msg_cycles_accept128", 0, 7)).reply()).startsWith(7, 0);
            assertMoved(7);
        });
        rule("a trap gives accepted cycles back" + source, () -> {
            send(s().call("msg_cycles_accept", 300).drop().trap());
            assertMoved(0);
        });
        rule("a reject keeps accepted cycles" + source, () -> {
            send(s().call("msg_cycles_accept", 300).drop().call("msg_reject", 0, 0));
            assertMoved(300);
        });
        rule("not replying keeps accepted cycles" + source, () -> {
            send(s().call("msg_cycles_accept", 300).drop());
            assertMoved(300);
        });
        rule("the callback sees what came back" + source, () -> assertThat(ScriptNetwork.number(send(
                        s().call("msg_cycles_accept", 300).drop().reply(),
                        s().call("msg_cycles_refunded").replyNumber(),
                        s())))
                .isEqualTo(700));
        rule("the reject callback sees what came back" + source, () -> assertThat(ScriptNetwork.number(
                        send(s().trap(), s(), s().call("msg_cycles_refunded").replyNumber())))
                .isEqualTo(1_000));
        rule("a trap in the callback keeps the refund [SPEC-abs]", () -> {
            send(s().reply(), s().trap(), s());
            assertMoved(0);
        });
        rule("a missing receiver sends all back" + source, () -> {
            network.update(
                    sender,
                    ScriptNetwork.call("foo".getBytes(), "x", new byte[0], BigInteger.TEN, s().reply(), s().reply()));
            assertMoved(0);
        });
        rule("cycles of a call that is dropped come back [SPEC-can, call_new]", () -> {
            network.update(
                    sender,
                    s().call("call_new", 0, 0, 0, 0, 0, 0, 0, 0)
                            .call("call_cycles_add", 900)
                            .call("call_new", 0, 0, 0, 0, 0, 0, 0, 0)
                            .reply());
            assertMoved(0);
        });
        rule("cycles of a call that is not performed come back [SPEC-can, call_new]", () -> {
            network.update(
                    sender,
                    s().call("call_new", 0, 0, 0, 0, 0, 0, 0, 0)
                            .call("call_cycles_add", 900)
                            .reply());
            assertMoved(0);
        });
        rule("sending more than there is traps and changes nothing" + source, () -> {
            TestAgent.Outcome outcome = network.update(
                    sender,
                    s().store(BUFFER, 1)
                            .call("call_new", 0, 0, 0, 0, 0, 0, 0, 0)
                            .call("call_cycles_add128", 1, 0));
            assertThat(outcome.errorCode()).as(outcome.message()).isEqualTo("IC0207");
            assertMoved(0);
        });
        rule("attaching takes from the balance at once" + source, () -> assertThat(ScriptNetwork.number(network.update(
                        sender,
                        s().call("call_new", 0, 0, 0, 0, 0, 0, 0, 0)
                                .call("call_cycles_add", 900)
                                .call("canister_cycle_balance")
                                .replyNumber())))
                .isEqualTo(INITIAL.longValue() - 900));
        rule("burning destroys cycles [SPEC-can, cycles_burn128]", () -> {
            network.update(sender, s().call("cycles_burn128", 0, 500, BUFFER).reply());
            assertThat(balance(sender)).isEqualTo(INITIAL.subtract(BigInteger.valueOf(500)));
        });
        rule("burning stops at zero [SPEC-can, cycles_burn128]", () -> {
            network.update(sender, s().call("cycles_burn128", 5, 0, BUFFER).reply());
            assertThat(balance(sender)).isZero();
        });
        rule("what a query called as update burns is gone, unlike its other changes [SPEC-abs]", () -> {
            Script burns = s().store(BUFFER + 64, 1)
                    .call("cycles_burn128", 0, 500, BUFFER)
                    .reply();
            network.agent.update(sender, "ask", burns.bytes());
            network.awaitIdle();
            assertThat(balance(sender)).isEqualTo(INITIAL.subtract(BigInteger.valueOf(500)));
            assertThat(ScriptNetwork.number(
                            network.query(sender, s().load(BUFFER + 64).replyNumber())))
                    .isZero();
        });
        rule("new code may burn, and it counts as burnt [SPEC-can, cycles_burn128]", () -> {
            network.replica
                    .control()
                    .reinstall(
                            sender,
                            ScriptCanister.wasm(),
                            s().call("cycles_burn128", 0, 500, BUFFER).bytes());
            assertThat(balance(sender)).isEqualTo(INITIAL.subtract(BigInteger.valueOf(500)));
            assertThat(network.manage(sender, "canister_metrics", "canister_id", network.id(sender)))
                    .satisfies(metrics -> assertThat(ScriptNetwork.record(metrics)
                                    .get("cycles_consumed")
                                    .asRecord()
                                    .get("burned_cycles")
                                    .asBigInteger())
                            .isEqualTo(BigInteger.valueOf(500)));
        });
        rule("a query called by a canister may accept [6.2, msg_cycles_accept in RQ]", () -> {
            network.update(
                    sender,
                    ScriptNetwork.call(
                            receiver.getValue(),
                            "ask",
                            s().call("msg_cycles_accept", 300).replyNumber().bytes(),
                            BigInteger.valueOf(1_000),
                            s().reply(),
                            s()));
            assertMoved(300);
        });
        rule("more than 64 bits move at once" + source, () -> {
            BigInteger much = BigInteger.ONE.shiftLeft(66);
            network.replica.control().topUp(sender, much);
            network.update(
                    sender,
                    ScriptNetwork.call(
                            receiver.getValue(),
                            "run",
                            s().call("msg_cycles_accept128", 4, 0, BUFFER)
                                    .reply()
                                    .bytes(),
                            much,
                            s().reply(),
                            s()));
            network.awaitIdle();
            assertThat(balance(sender)).isEqualTo(INITIAL);
            assertThat(balance(receiver)).isEqualTo(INITIAL.add(much));
        });
        rule("an offer over 64 bits traps in the 64-bit function" + source, () -> {
            BigInteger much = BigInteger.ONE.shiftLeft(66);
            network.replica.control().topUp(sender, much);
            network.update(
                    sender,
                    ScriptNetwork.call(
                            receiver.getValue(),
                            "run",
                            s().call("msg_cycles_available").drop().reply().bytes(),
                            much,
                            s().reply("replied"),
                            s().reply("rejected")));
            network.awaitIdle();
            assertThat(balance(sender)).isEqualTo(INITIAL.add(much));
        });
        rule("a freezing threshold freezes nobody here [local convention, 6.4]", () -> {
            network.manage(
                    sender,
                    "update_settings",
                    "canister_id",
                    network.id(sender),
                    "settings",
                    CandidValue.record(
                            "freezing_threshold",
                            CandidValue.some(
                                    CandidValue.nat(BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE)))));
            assertThat(network.update(sender, s().reply128("canister_liquid_cycle_balance128"))
                            .reply())
                    .isEqualTo(network.update(sender, s().reply128("canister_cycle_balance128"))
                            .reply());
        });
        rule("execution is free [local convention, 6.4]", () -> {
            network.update(sender, s().reply());
            network.update(sender, s().trap());
            assertThat(balance(sender)).isEqualTo(INITIAL);
        });
        rule("a balance over 64 bits traps in the 64-bit function" + source, () -> {
            network.replica.control().topUp(sender, BigInteger.ONE.shiftLeft(64));
            assertThat(network.update(sender, s().call("canister_cycle_balance").drop())
                            .errorCode())
                    .isEqualTo("IC0504");
            assertThat(network.update(sender, s().reply128("canister_cycle_balance128"))
                            .replied())
                    .isTrue();
        });
        rule("uninstalling gives waiting callers their cycles back [SPEC-mgmt, uninstall_code]", () -> {
            network.replica.control().uninstall(receiver);
            send(s().reply());
            assertMoved(0);
        });
        rule("a stopped receiver sends all back [SPEC-abs]", () -> {
            network.replica.control().stop(receiver);
            send(s().reply());
            assertMoved(0);
        });
        return cases.stream();
    }
}
