package org.icws.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.icws.replica.wasm.ScriptCanister.FREE;

import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.ic4j.types.Principal;
import org.icws.protocol.candid.CandidEncoder;
import org.icws.protocol.candid.CandidValue;
import org.icws.replica.wasm.Script;
import org.icws.replica.wasm.ScriptCanister;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Calls between canisters and what traps undo: one case a rule of the interface specification or the public replica. */
class CallConformanceTest extends ConformanceCases {
    @TestFactory
    Stream<DynamicTest> conformance() {
        calling();
        atomicity();
        return cases.stream();
    }

    private void calling() {
        String source = " [SPEC-can, inter-canister calls]";
        for (String function : List.of(
                "call_data_append",
                "call_on_cleanup",
                "call_with_best_effort_response",
                "call_cycles_add",
                "call_cycles_add128",
                "call_perform")) {
            long[] none = new long
                    [org.icws.replica.wasm.SystemApi.function(function)
                            .parameters()
                            .length()];
            violates(
                    function + " without call_new traps" + source,
                    s().call(function, none),
                    "no call is under construction");
            violates(
                    function + " after call_perform traps" + source,
                    s().call("call_new", 0, 0, 0, 0, 0, 0, 0, 0)
                            .call("call_perform")
                            .drop()
                            .call(function, none),
                    "no call is under construction");
        }
        violates("a callee longer than 29 bytes traps [IC]", s().call("call_new", 0, 30, 0, 0, 0, 0, 0, 0), "29 bytes");
        violates(
                "a method name longer than 20,000 bytes traps" + source,
                s().call("call_new", 0, 0, 0, 20_001, 0, 0, 0, 0),
                "20000");
        violates(
                "a second cleanup traps" + source,
                s().call("call_new", 0, 0, 0, 0, 0, 0, 0, 0)
                        .call("call_on_cleanup", 0, 0)
                        .call("call_on_cleanup", 0, 0),
                "at most once");
        violates(
                "a second time-out traps" + source,
                s().call("call_new", 0, 0, 0, 0, 0, 0, 0, 0)
                        .call("call_with_best_effort_response", 5)
                        .call("call_with_best_effort_response", 5),
                "already set");
        says(
                "a call that is not performed is forgotten" + source,
                s().call("call_new", 0, 0, 0, 0, 0, 0, 0, 0).reply("ok"),
                "ok");
        rule("a call's reply reaches the callback" + source, () -> assertThat(ScriptNetwork.text(
                        network.update(canister, self("run", s().reply("inner").bytes()))))
                .isEqualTo("inner"));
        rule("a query method can be called, its changes are dropped" + source, () -> {
            network.update(canister, self("ask", s().store(BUFFER, 5).reply().bytes()));
            assertThat(ScriptNetwork.number(
                            network.query(canister, s().load(BUFFER).replyNumber())))
                    .isZero();
        });
        rule("an unknown short id is a reject with code 3 [HS]", () -> {
            String reply = ScriptNetwork.text(
                    network.update(canister, ScriptNetwork.callAndForward(FOO, "x", FOO, BigInteger.ZERO)));
            assertThat((int) reply.charAt(0)).isEqualTo(3);
            assertThat(reply).contains("not found");
        });
        rule("a missing method is a reject with code 5 [IC]", () -> assertThat(
                        (int) ScriptNetwork.text(network.update(canister, self("nothing", FOO)))
                                .charAt(0))
                .isEqualTo(5));
        rule("an explicit reject reaches the callback with code 4" + source, () -> {
            String reply = ScriptNetwork.text(network.update(
                    canister,
                    self("run", s().data(FREE, "no").call("msg_reject", FREE, 2).bytes())));
            assertThat((int) reply.charAt(0)).isEqualTo(4);
            assertThat(reply).endsWith("no");
        });
        rule("a trap in the callee is a reject with code 5" + source, () -> assertThat((int) ScriptNetwork.text(
                                network.update(canister, self("run", s().trap().bytes())))
                        .charAt(0))
                .isEqualTo(5));
        rule("a callee that does not reply is a reject with code 5" + source, () -> assertThat(
                        (int) ScriptNetwork.text(network.update(canister, self("run", s().bytes())))
                                .charAt(0))
                .isEqualTo(5));
        rule("the callee sees the canister as caller" + source, () -> assertThat(network.update(
                                canister,
                                self("run", s().replyBytes("msg_caller").bytes()))
                        .reply())
                .isEqualTo(canister.getValue()));
        rule("a callback index outside of the table fails harmlessly [SPEC-can, call_new]", () -> {
            Script oneWay = s().data(FREE, canister.getValue())
                    .data(FREE + 32, "run")
                    .call("call_new", FREE, 10, FREE + 32, 3, -1, -1, -1, -1)
                    .call("call_perform")
                    .drop()
                    .reply("sent");
            assertThat(ScriptNetwork.text(network.update(canister, oneWay))).isEqualTo("sent");
        });
        rule(
                "a callback of another type is a trap [SPEC-abs, callback invocation]",
                () -> assertFails(
                        network.update(
                                canister,
                                s().data(FREE, canister.getValue())
                                        .data(FREE + 32, "run")
                                        .call("call_new", FREE, 10, FREE + 32, 3, 1, 0, 1, 0)
                                        .call("call_perform")
                                        .drop()),
                        "IC0502",
                        "signature"));
        rule("a reply in a callback after the reply traps and changes nothing" + source, () -> {
            Script late = ScriptNetwork.call(
                            canister.getValue(),
                            "ask",
                            s().reply().bytes(),
                            BigInteger.ZERO,
                            s().store(BUFFER, 3).reply(),
                            s())
                    .reply("first");
            assertThat(ScriptNetwork.text(network.update(canister, late))).isEqualTo("first");
            network.awaitIdle();
            assertThat(ScriptNetwork.number(
                            network.query(canister, s().load(BUFFER).replyNumber())))
                    .isZero();
        });
        rule("the callback of a best-effort call comes with code 6 after its deadline [SPEC-can]", () -> {
            Principal silent = network.install(ScriptCanister.wasm());
            network.replica.control().controllers(silent, List.of(silent));
            // The callee waits for its own stop, which waits for the callee: nobody answers before the deadline.
            byte[] stop = CandidEncoder.encode(CandidValue.record("canister_id", CandidValue.principal(silent)));
            Script waiting = ScriptNetwork.call0(new byte[0], "stop_canister", stop, s(), s());
            Script call = ScriptNetwork.prepare(
                            silent.getValue(),
                            "run",
                            waiting.bytes(),
                            s().reply("replied"),
                            s().store(0x700, s().call("msg_reject_code"))
                                    .appendReply(0x700, 8)
                                    .reply())
                    .call("call_with_best_effort_response", 1)
                    .call("call_perform")
                    .drop();
            var answer = network.agent.updateLater(canister, "run", call.bytes());
            Await.until(() -> network.replica.control().canisters().stream()
                    .anyMatch(info -> info.id().equals(silent) && info.status().equals("stopping")));
            assertThat(answer).isNotDone();
            network.clock.advance(Duration.ofSeconds(2));
            assertThat(ScriptNetwork.number(answer.join())).isEqualTo(6);
        });
        rule("a bounded-wait call waits for five minutes at most, without a word [SPEC-can, MAX_CALL_TIMEOUT]", () -> {
            assertThat(toDeadline(100_000)).isBetween(299_900_000_000L, 300_100_000_000L);
        });
        rule("a bounded-wait call shows its deadline to the callee [SPEC-can, msg_deadline]", () -> {
            assertThat(toDeadline(10)).isBetween(9_900_000_000L, 10_100_000_000L);
        });
    }

    /** How far off the deadline is that the callee of a bounded-wait call sees, in nanoseconds. */
    private long toDeadline(int seconds) {
        Script call = ScriptNetwork.prepare(
                        canister.getValue(),
                        "run",
                        s().call("msg_deadline").replyNumber().bytes(),
                        s().replyBytes("msg_arg_data"),
                        s())
                .call("call_with_best_effort_response", seconds)
                .call("call_perform")
                .drop();
        return ScriptNetwork.number(network.update(canister, call)) - network.clock.nanos();
    }

    private void atomicity() {
        String source = " [SPEC-abs, message execution]";
        rule("a trap undoes linear memory" + source, () -> {
            network.update(canister, s().store(BUFFER, 1).trap());
            assertThat(ScriptNetwork.number(
                            network.query(canister, s().load(BUFFER).replyNumber())))
                    .isZero();
        });
        rule("a trap undoes growth" + source, () -> {
            network.update(canister, s().grow(3).drop().trap());
            assertThat(ScriptNetwork.number(network.query(canister, s().pages().replyNumber())))
                    .isEqualTo(8);
        });
        rule("a trap undoes stable memory" + source, () -> {
            network.update(canister, s().call("stable64_grow", 3).drop().trap());
            assertThat(ScriptNetwork.number(
                            network.query(canister, s().call("stable64_size").replyNumber())))
                    .isZero();
        });
        rule("a trap undoes the timer" + source, () -> {
            network.update(canister, s().call("global_timer_set", 77).drop().trap());
            assertThat(ScriptNetwork.number(network.update(
                            canister, s().call("global_timer_set", 0).replyNumber())))
                    .isZero();
        });
        rule(
                "a trap undoes a reply" + source,
                () -> assertFails(network.update(canister, s().reply("no").trap()), "IC0502", "trapped"));
        rule("a trap undoes calls" + source, () -> {
            Principal peer = network.install(ScriptCanister.wasm());
            network.update(
                    canister,
                    ScriptNetwork.callAndForward(
                                    peer, "run", s().store(BUFFER, 4).reply().bytes())
                            .trap());
            network.awaitIdle();
            assertThat(ScriptNetwork.number(network.query(peer, s().load(BUFFER).replyNumber())))
                    .isZero();
        });
        rule("what was done before a call stays when the callback traps" + source, () -> {
            TestAgent.Outcome outcome = network.update(
                    canister,
                    s().store(BUFFER, 6)
                            .then(ScriptNetwork.call(
                                    canister.getValue(),
                                    "ask",
                                    s().reply().bytes(),
                                    BigInteger.ZERO,
                                    s().store(BUFFER, 7).trap(),
                                    s())));
            assertFails(outcome, "IC0502", "trapped");
            assertThat(ScriptNetwork.number(
                            network.query(canister, s().load(BUFFER).replyNumber())))
                    .isEqualTo(6);
        });
        querySays(
                "a query sees its own changes [SPEC-abs]",
                s().data(BUFFER, "q").appendReply(BUFFER, 1).reply(),
                "q");
    }
}
