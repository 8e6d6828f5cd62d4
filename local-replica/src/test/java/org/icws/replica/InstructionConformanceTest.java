package org.icws.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.ic4j.types.Principal;
import org.icws.replica.wasm.Script;
import org.icws.replica.wasm.ScriptCanister;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** How instructions are counted and limited. */
class InstructionConformanceTest extends ConformanceCases {
    private static final int WORK = BUFFER + 0x5000;

    @Override
    @BeforeAll
    void start() {
        // Long enough that nothing is stopped by the time it takes.
        network = new ScriptNetwork(config -> config.withExecutionTimeLimit(Duration.ofMinutes(2)));
        // Its code is compiled while other cases run; interpreted, it would take long to reach a limit.
        network.installWith("canister_inspect_message");
    }

    @TestFactory
    Stream<DynamicTest> instructions() {
        counting();
        limits();
        return cases.stream();
    }

    private static Script count(long counter) {
        return s().call("performance_counter", counter).replyNumber();
    }

    /** Both counters, each as a number. */
    private static Script both() {
        return s().store(BUFFER, s().call("performance_counter", 0))
                .store(BUFFER + 8, s().call("performance_counter", 1))
                .appendReply(BUFFER, 16)
                .reply();
    }

    private static ByteBuffer numbers(TestAgent.Outcome outcome) {
        assertThat(outcome.replied()).as(outcome.message()).isTrue();
        return ByteBuffer.wrap(outcome.reply()).order(ByteOrder.LITTLE_ENDIAN);
    }

    private void counting() {
        rule(
                "the same message takes the same instructions each time and everywhere [SPEC-can, performance_counter]",
                () -> {
                    long first = ScriptNetwork.number(network.update(canister, count(0)));
                    assertThat(first).isPositive();
                    for (int i = 0; i < 20; i++) {
                        assertThat(ScriptNetwork.number(network.update(canister, count(0))))
                                .isEqualTo(first);
                    }
                    Principal other = network.install(ScriptCanister.wasm());
                    assertThat(ScriptNetwork.number(network.update(other, count(0))))
                            .isEqualTo(first);
                });
        rule("more work takes more instructions [SPEC-can, performance_counter]", () -> {
            Script longer = s();
            for (int i = 0; i < 100; i++) {
                longer.push(1).drop();
            }
            long little = ScriptNetwork.number(network.update(canister, count(0)));
            long much = ScriptNetwork.number(network.update(canister, longer.then(count(0))));
            assertThat(much).isGreaterThan(little + 100 * 2);
        });
        rule("both counters agree in the first message of a call [SPEC-can, performance_counter]", () -> {
            ByteBuffer counters = numbers(network.update(canister, both()));
            assertThat(counters.getLong(8)).isGreaterThan(counters.getLong(0)).isLessThan(counters.getLong(0) + 1000);
        });
        rule("counter 0 begins anew in a callback, counter 1 goes on [SPEC-can, performance_counter]", () -> {
            Script call =
                    ScriptNetwork.call0(canister.getValue(), "ask", s().reply().bytes(), both(), s().reply("rejected"));
            ByteBuffer counters = numbers(network.update(canister, call));
            ByteBuffer alone = numbers(network.update(canister, both()));
            assertThat(counters.getLong(8))
                    .as("the call took instructions before its callback")
                    .isGreaterThan(counters.getLong(0) + (alone.getLong(8) - alone.getLong(0)) + 100);
        });
        rule("counter 1 goes on in the callbacks of composite queries too [SPEC-can, performance_counter]", () -> {
            Script call =
                    ScriptNetwork.call0(canister.getValue(), "ask", s().reply().bytes(), both(), s().reply("rejected"));
            ByteBuffer counters = numbers(network.agent.query(canister, "compose", call.bytes()));
            ByteBuffer alone = numbers(network.agent.query(canister, "compose", both().bytes()));
            assertThat(counters.getLong(8))
                    .as("the call took instructions before its callback")
                    .isGreaterThan(counters.getLong(0) + (alone.getLong(8) - alone.getLong(0)) + 100);
        });
        rule("counter 1 counts the callbacks that trapped too [SPEC-can, performance_counter]", () -> {
            long little = earlier(numbers(network.update(canister, afterTrap(s().trap()))));
            Script works = s().push(0).endIfZero(WORK);
            long much = earlier(numbers(network.update(canister, afterTrap(works))));
            assertThat(much).isGreaterThan(little + 100 * 10);
        });
        rule("queries count too [SPEC-can, performance_counter]", () -> assertThat(
                        ScriptNetwork.number(network.query(canister, count(0))))
                .isPositive());
    }

    private static long earlier(ByteBuffer counters) {
        return counters.getLong(8) - counters.getLong(0);
    }

    /** Two calls; the callback of the first traps, at once or after some work, that of the second tells the counters. */
    private Script afterTrap(Script firstCallback) {
        Script work = s();
        for (int i = 0; i < 100; i++) {
            work.call("performance_counter", 0).drop();
        }
        Script first = calling("ask", s().reply(), BUFFER + 0x1000, firstCallback, s());
        Script second = calling("ask", s().reply(), BUFFER + 0x3000, both(), s());
        return s().script(WORK, work.trap()).then(perform(first)).then(perform(second));
    }

    private void limits() {
        rule("an inspection may take 200 million instructions [LIMITS, IC0522]", () -> {
            Principal inspecting = network.replica.createCanister(List.of(network.agent.sender()));
            byte[] wasm = ScriptCanister.with(Set.of("canister_inspect_message"));
            byte[] spins = s().script(ScriptCanister.INSPECT, s().spin()).bytes();
            network.replica.install(inspecting, wasm, spins);
            assertFails(
                    network.update(inspecting, s().reply()),
                    "IC0522",
                    "Canister exceeded the limit of 200000000 instructions for single message execution.");
        });
        rule("a query may take 5 thousand million instructions [LIMITS, IC0522]", () -> {
            assertFails(
                    network.query(canister, s().spin()),
                    "IC0522",
                    "Error from Canister " + canister
                            + ": Canister exceeded the limit of 5000000000 instructions for single message execution.");
            assertThat(ScriptNetwork.text(network.query(canister, s().reply("well"))))
                    .isEqualTo("well");
        });
    }
}
