package org.icws.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.icws.replica.wasm.ScriptCanister.FREE;

import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.ic4j.types.Principal;
import org.icws.protocol.request.SignedRequest;
import org.icws.replica.wasm.Script;
import org.icws.replica.wasm.ScriptCanister;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** How messages are executed: one case a rule of the interface specification ("Message execution", "Callback invocation", "Upgrades"). */
class ExecutionConformanceTest extends ConformanceCases {
    private static final int LATER = 0x7200;
    private static final int OTHER = 0x7400;

    /** Memory that is empty is a script that ends at once. */
    private static final int NOTHING = 0x7000;

    private static final int NAMED = 0x30000;

    @TestFactory
    Stream<DynamicTest> conformance() {
        ingress();
        contexts();
        cleanup();
        order();
        return cases.stream();
    }

    private void ingress() {
        rule("a call that expires while it waits is rejected with code 2 [SPEC-abs, IC0202]", () -> {
            ScriptNetwork own = new ScriptNetwork();
            try (own) {
                own.replica.control().pause();
                SignedRequest request = own.agent.sign(
                        own.canister, "run", s().increment(BUFFER, 1).reply().bytes());
                TestAgent.require(own.agent.post(TestAgent.path(2, own.canister, "call"), request.envelope()), 202);
                own.clock.advance(Duration.ofMinutes(6));
                own.replica.control().resume();
                own.awaitIdle();
                TestAgent.Outcome outcome = TestAgent.status(
                        own.agent.readState(
                                own.canister, List.of(List.of("request_status".getBytes(), request.requestId()))),
                        request.requestId());
                assertFails(outcome, "IC0202", "expired");
                assertThat(ScriptNetwork.number(own.query(s().load(BUFFER).replyNumber())))
                        .isZero();
            }
        });
        rule("what the system says of a canister begins with its name [IC]", () -> assertThat(
                        network.update(canister, s().trap()).message())
                .startsWith("Error from Canister " + canister + ": Canister trapped"));
    }

    private void contexts() {
        String source = " [SPEC-abs, call contexts]";
        rule("a trap in a callback leaves the call open while other calls are" + source, () -> {
            Script script = perform(calling("run", s().reply(), LATER, s().trap(), s()))
                    .then(perform(calling("run", s().reply(), OTHER, s().reply("second"), s())));
            assertThat(ScriptNetwork.text(network.update(canister, script))).isEqualTo("second");
        });
        rule("a trap in the last callback answers the call" + source, () -> {
            Script script = perform(calling("run", s().reply(), LATER, s(), s()))
                    .then(perform(calling("run", s().reply(), OTHER, s().trap(), s())));
            assertFails(network.update(canister, script), "IC0502", "trapped");
        });
        rule(
                "a call without reply is answered when its last callback has run [SPEC-abs, IC0506]",
                () -> assertFails(
                        network.update(canister, perform(calling("run", s().reply(), LATER, s(), s()))),
                        "IC0506",
                        "did not reply"));
        rule("a callback that comes after the response runs and may make calls" + source, () -> {
            Script more = perform(calling("run", s().reply(), OTHER, s().increment(BUFFER, 10), s()));
            Script script = s().script(FREE, more)
                    .then(perform(calling("run", s().reply(), LATER, s().increment(BUFFER, 1), s())))
                    .reply("early");
            assertThat(ScriptNetwork.text(network.update(canister, script))).isEqualTo("early");
            network.awaitIdle();
            assertThat(stored(canister, BUFFER)).isEqualTo(1);
        });
        rule("the buffer of a callback that does not reply is discarded [SPEC-can, msg_reply_data_append]", () -> {
            Script script = perform(calling(
                            "run", s().reply(), LATER, s().data(FREE, "no").appendReply(FREE, 2), s()))
                    .then(perform(calling("run", s().reply(), OTHER, s().reply("yes"), s())));
            assertThat(ScriptNetwork.text(network.update(canister, script))).isEqualTo("yes");
        });
        rule("the caller in a callback is the caller of the call" + source, () -> {
            Script who = s().replyBytes("msg_caller");
            assertThat(network.update(canister, perform(calling("run", s().reply(), LATER, who, s())))
                            .reply())
                    .isEqualTo(network.agent.sender().getValue());
        });
        rule("an index that is not in the function table is told, and is no callback [IC0513]", () -> {
            Script script = s().then(calling("run", s().reply(), LATER, s(), s()))
                    .call("call_new", LATER + 0x180, 10, LATER + 0x190, 3, 99, 0, 99, 0)
                    .call("call_data_append", LATER + 0x100, s().reply().bytes().length)
                    .call("call_perform")
                    .drop();
            assertFails(network.update(canister, script), "IC0513", "function table");
        });
        rule("a payload of 10 MiB can be sent, more cannot [LIMITS]", () -> {
            Principal big = network.install(ScriptCanister.wasm());
            Script grow = s().grow(160).drop();
            Script append = s().call("call_new", 0, 0, 0, 0, 0, 0, 0, 0).call("call_data_append", 0, 10 << 20);
            assertThat(ScriptNetwork.text(
                            network.update(big, s().then(grow).then(append).reply("fits"))))
                    .isEqualTo("fits");
            assertFails(
                    network.update(big, s().then(append).call("call_data_append", 0, 1)),
                    "IC0504",
                    "payload size of 10485761, which exceeds the allowed limit of 10485760.");
        });
        rule("a 501st call to one canister is not enqueued, its cycles come back [IC, call_perform]", () -> {
            Principal busy = network.install(ScriptCanister.wasm());
            BigInteger before = network.status(busy).get("cycles").asBigInteger();
            Script script = s().data(NAMED, canister.getValue()).data(NAMED + 0x20, "run");
            for (int i = 0; i < 500; i++) {
                script.call("call_new", NAMED, 10, NAMED + 0x20, 3, -1, -1, -1, -1)
                        .call("call_perform")
                        .drop();
            }
            script.call("call_new", NAMED, 10, NAMED + 0x20, 3, -1, -1, -1, -1)
                    .call("call_cycles_add", 900)
                    .call("call_perform");
            assertThat(ScriptNetwork.number(network.update(busy, script.replyNumber())))
                    .isEqualTo(2);
            network.awaitIdle();
            assertThat(network.status(busy).get("cycles").asBigInteger()).isEqualTo(before);
            assertThat(ScriptNetwork.text(network.update(
                            busy,
                            ScriptNetwork.callAndForward(
                                    canister, "run", s().reply("free again").bytes()))))
                    .isEqualTo("free again");
        });
    }

    private void cleanup() {
        String source = " [SPEC-can, call_on_cleanup]";
        rule("cleanup works on the state before the callback, and its changes are kept" + source, () -> {
            Script script = s().script(NAMED, s().increment(BUFFER, 100))
                    .then(calling(
                            "run", s().reply(), LATER, s().increment(BUFFER, 1).trap(), s()))
                    .call("call_on_cleanup", 0, NAMED)
                    .call("call_perform")
                    .drop();
            assertFails(network.update(canister, script), "IC0502", "trapped");
            assertThat(stored(canister, BUFFER)).isEqualTo(100);
        });
        rule("a cleanup that traps changes nothing, the callback's trap is told" + source, () -> {
            Script script = s().script(
                            NAMED, s().increment(BUFFER, 100).data(FREE, "x").call("trap", FREE, 1))
                    .then(calling("run", s().reply(), LATER, s().trap(), s()))
                    .call("call_on_cleanup", 0, NAMED)
                    .call("call_perform")
                    .drop();
            assertFails(network.update(canister, script), "IC0502", "trapped");
            assertThat(stored(canister, BUFFER)).isZero();
        });
        rule("no cleanup without a trap" + source, () -> {
            Script script = s().script(NAMED, s().increment(BUFFER, 100))
                    .then(calling("run", s().reply(), LATER, s().reply("fine"), s()))
                    .call("call_on_cleanup", 0, NAMED)
                    .call("call_perform")
                    .drop();
            assertThat(ScriptNetwork.text(network.update(canister, script))).isEqualTo("fine");
            assertThat(stored(canister, BUFFER)).isZero();
        });
        rule("cleanup runs when the callback is not in the function table" + source, () -> {
            Script script = s().script(NAMED, s().increment(BUFFER, 100))
                    .then(calling("run", s().reply(), LATER, s(), s()))
                    .call("call_new", LATER + 0x180, 10, LATER + 0x190, 3, 99, 0, 99, 0)
                    .call("call_data_append", LATER + 0x100, s().reply().bytes().length)
                    .call("call_on_cleanup", 0, NAMED)
                    .call("call_perform")
                    .drop();
            assertFails(network.update(canister, script), "IC0513", "function table");
            assertThat(stored(canister, BUFFER)).isEqualTo(100);
        });
        rule("cleanup sees with which code the call was rejected [0.54]", () -> {
            Script script = s().script(NAMED, s().store(BUFFER, s().call("msg_reject_code")))
                    .then(calling("nothing", s().reply(), LATER, s(), s().trap()))
                    .call("call_on_cleanup", 0, NAMED)
                    .call("call_perform")
                    .drop();
            assertFails(network.update(canister, script), "IC0502", "trapped");
            assertThat(stored(canister, BUFFER)).isEqualTo(5);
        });
    }

    private void order() {
        rule("calls from one canister to another arrive in order [SPEC-http, ordering]", () -> {
            Principal peer = network.install(ScriptCanister.wasm());
            Script sends = s();
            for (int i = 1; i <= 9; i++) {
                Script digit = s().store(BUFFER + 8 * i, s().load(BUFFER))
                        .increment(BUFFER, 1)
                        .reply();
                sends.then(ScriptNetwork.call0(peer.getValue(), "run", digit.bytes(), s(), s()));
            }
            assertThat(ScriptNetwork.text(network.update(canister, sends.reply("sent"))))
                    .isEqualTo("sent");
            network.awaitIdle();
            for (int i = 1; i <= 9; i++) {
                assertThat(stored(peer, BUFFER + 8 * i)).as("call " + i).isEqualTo(i - 1);
            }
        });
        rule("a call of the canister itself waits until the message has ended [SPEC-abs]", () -> {
            Script script = s().then(perform(
                            calling("run", s().load(BUFFER).replyNumber(), LATER, s().replyBytes("msg_arg_data"), s())))
                    .store(BUFFER, 6);
            assertThat(ScriptNetwork.number(network.update(canister, script))).isEqualTo(6);
        });
    }
}
