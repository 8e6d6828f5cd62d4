package org.icws.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.ArrayList;
import java.util.List;
import org.ic4j.types.Principal;
import org.icws.replica.wasm.Script;
import org.icws.replica.wasm.ScriptCanister;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestInstance;

/** Cases that each have a rule, its source, and a canister of their own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ConformanceCases {
    static final int MEMORY_END = 8 * 65536;
    static final int BUFFER = 0x20000;
    static final byte[] FOO = "foo".getBytes();

    final List<DynamicTest> cases = new ArrayList<>();
    ScriptNetwork network;
    Principal canister;

    @BeforeAll
    void start() {
        network = new ScriptNetwork();
    }

    @AfterAll
    void stop() {
        network.close();
    }

    interface Check {
        void run();
    }

    /** Each case has a canister of its own. */
    final void rule(String rule, Check check) {
        cases.add(dynamicTest(rule, () -> {
            canister = network.install(ScriptCanister.wasm());
            check.run();
        }));
    }

    final void traps(String rule, Script script, String errorCode, String text) {
        rule(rule, () -> assertFails(network.update(canister, script), errorCode, text));
    }

    final void violates(String rule, Script script, String text) {
        traps(rule, script, "IC0504", text);
    }

    final void answers(String rule, Script script, long number) {
        rule(rule, () -> assertThat(ScriptNetwork.number(network.update(canister, script.replyNumber())))
                .isEqualTo(number));
    }

    final void says(String rule, Script script, String text) {
        rule(rule, () -> assertThat(ScriptNetwork.text(network.update(canister, script)))
                .isEqualTo(text));
    }

    final void querySays(String rule, Script script, String text) {
        rule(rule, () -> assertThat(ScriptNetwork.text(network.query(canister, script)))
                .isEqualTo(text));
    }

    static void assertFails(TestAgent.Outcome outcome, String errorCode, String text) {
        assertThat(outcome.replied()).isFalse();
        assertThat(outcome.errorCode()).as(outcome.message()).isEqualTo(errorCode);
        assertThat(outcome.rejectCode()).isEqualTo(errorCode.charAt(3) - '0');
        assertThat(outcome.message()).contains(text);
    }

    static Script s() {
        return new Script();
    }

    final Script self(String method, byte[] argument) {
        return ScriptNetwork.callAndForward(canister, method, argument);
    }

    final long stored(Principal of, int address) {
        return ScriptNetwork.number(network.query(of, s().load(address).replyNumber()));
    }

    /** A call of the canister itself, with scripts for what comes back at an address of their own. */
    final Script calling(String method, Script what, int at, Script onReply, Script onReject) {
        return s().script(at, onReply)
                .script(at + 0x80, onReject)
                .script(at + 0x100, what)
                .data(at + 0x180, canister.getValue())
                .data(at + 0x190, method)
                .call("call_new", at + 0x180, 10, at + 0x190, method.length(), 0, at, 0, at + 0x80)
                .call("call_data_append", at + 0x100, what.bytes().length);
    }

    static Script perform(Script call) {
        return s().then(call).call("call_perform").drop();
    }
}
