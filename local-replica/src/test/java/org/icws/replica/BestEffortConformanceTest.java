package org.icws.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.ic4j.types.Principal;
import org.icws.protocol.candid.CandidEncoder;
import org.icws.protocol.candid.CandidValue;
import org.icws.replica.wasm.Script;
import org.icws.replica.wasm.ScriptCanister;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Bounded-wait calls whose answer comes after the caller has stopped to wait. */
class BestEffortConformanceTest extends ConformanceCases {
    private static final String SPEC = " [SPEC-abs, call expiry and dropping expired messages]";
    private static final String REFUNDS = " [IC pull request 7093, refunds of late responses]";
    private static final int SYS_UNKNOWN = 6;
    private static final int ATTACHED = 1_000;
    private static final int ACCEPTED = 300;

    /** A reject callback adds 1 here, a reply callback 100. */
    private static final int CALLBACKS = BUFFER;

    private static final Duration AFTER_THE_DEADLINE = Duration.ofSeconds(2);

    /** A canister that does not come to a stop gives up after five minutes. */
    private static final Duration AFTER_THE_STOP = Duration.ofSeconds(301);

    private Principal callee;

    @TestFactory
    Stream<DynamicTest> conformance() {
        late(
                "a late reply runs no callback, after the one with code 6" + SPEC,
                accepting().reply("late"),
                ACCEPTED);
        late(
                "a late reject runs no callback either" + SPEC,
                accepting().data(BUFFER, "late").call("msg_reject", BUFFER, 4),
                ACCEPTED);
        late(
                "a late trap gives all cycles back, and runs no callback" + REFUNDS,
                accepting().trap(),
                0);
        rule("what comes late is not taken for the answer of the next call" + SPEC, () -> {
            expire(accepting().reply("late"));
            assertThat(ScriptNetwork.number(call(callee -> new Script()).join()))
                    .as("the callee is stopping, so the new call is refused")
                    .isEqualTo(5);
            answerLate();
            assertThat(stored(canister, CALLBACKS)).as("one callback a call").isEqualTo(2);
        });
        rule("a canister that no longer waits can be upgraded and stopped, and gets its cycles back" + REFUNDS, () -> {
            BigInteger before = balance(canister);
            expire(accepting().reply("late"));
            network.replica.control().stop(canister);
            network.replica.control().upgrade(canister, ScriptCanister.wasm(), s().bytes());
            answerLate();
            assertThat(before.subtract(balance(canister))).isEqualTo(BigInteger.valueOf(ACCEPTED));
        });
        return cases.stream();
    }

    private static Script accepting() {
        return s().call("msg_cycles_accept", ACCEPTED).drop();
    }

    private void late(String rule, Script answer, int accepted) {
        rule(rule, () -> {
            BigInteger callerBefore = balance(canister);
            TestAgent.Outcome outcome = expire(answer).join();
            ByteBuffer seen = ByteBuffer.wrap(outcome.reply()).order(ByteOrder.LITTLE_ENDIAN);
            assertThat(seen.getLong()).isEqualTo(SYS_UNKNOWN);
            assertThat(seen.getLong()).as("refunded when the time is over").isZero();
            BigInteger calleeBefore = balance(callee);
            assertThat(callerBefore.subtract(balance(canister))).isEqualTo(BigInteger.valueOf(ATTACHED));
            answerLate();
            assertThat(stored(canister, CALLBACKS)).as("callbacks").isEqualTo(1);
            assertThat(callerBefore.subtract(balance(canister))).isEqualTo(BigInteger.valueOf(accepted));
            assertThat(balance(callee).subtract(calleeBefore)).isEqualTo(BigInteger.valueOf(accepted));
        });
    }

    private interface ForCallee {
        Script script(Principal callee);
    }

    /** Makes a call that is answered long after its deadline, and waits for the deadline. */
    private CompletableFuture<TestAgent.Outcome> expire(Script lateAnswer) {
        callee = network.install(ScriptCanister.wasm());
        network.replica.control().controllers(callee, List.of(callee));
        CompletableFuture<TestAgent.Outcome> outcome = call(self -> waiting(self, lateAnswer));
        Await.until(() -> info(callee).status().equals("stopping"));
        assertThat(outcome).isNotDone();
        network.clock.advance(AFTER_THE_DEADLINE);
        outcome.join();
        return outcome;
    }

    private CompletableFuture<TestAgent.Outcome> call(ForCallee what) {
        Script onReject = s().increment(CALLBACKS, 1)
                .store(0x700, s().call("msg_reject_code"))
                .store(0x708, s().call("msg_cycles_refunded"))
                .appendReply(0x700, 16)
                .reply();
        Script call = ScriptNetwork.prepare(
                        callee.getValue(),
                        "run",
                        what.script(callee).bytes(),
                        s().increment(CALLBACKS, 100).reply(),
                        onReject)
                .call("call_cycles_add", ATTACHED)
                .call("call_with_best_effort_response", 1)
                .call("call_perform")
                .drop();
        return network.agent.updateLater(canister, "run", call.bytes());
    }

    /** The callee waits for its own stop, which waits for the callee. */
    private static Script waiting(Principal callee, Script lateAnswer) {
        byte[] stop = CandidEncoder.encode(CandidValue.record("canister_id", CandidValue.principal(callee)));
        return ScriptNetwork.call0(new byte[0], "stop_canister", stop, s(), lateAnswer);
    }

    private void answerLate() {
        network.clock.advance(AFTER_THE_STOP);
        network.awaitIdle();
        // The callee has nothing left to wait for, so its stop can succeed now.
        network.replica.control().stop(callee);
    }

    private CanisterInfo info(Principal of) {
        return network.replica.control().canisters().stream()
                .filter(info -> info.id().equals(of))
                .findFirst()
                .orElseThrow();
    }

    private BigInteger balance(Principal of) {
        return info(of).cycles();
    }
}
