package org.icws.replica.execution;

import static org.assertj.core.api.Assertions.assertThat;

import com.dylibso.chicory.compiler.MachineFactoryCompiler;
import com.dylibso.chicory.wasm.Parser;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import org.ic4j.types.Principal;
import org.icws.replica.InstructionLimits;
import org.icws.replica.execution.metering.InstructionMetering;
import org.icws.replica.wasm.Code;
import org.icws.replica.wasm.ModuleBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What executes too much or too long is rolled back, whether it stops itself, is stopped, or comes to its end. */
class ExecutionLimitsTest {
    private static final Duration SHORT = Duration.ofMillis(200);
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final InstructionLimits PLENTY = InstructionLimits.PUBLIC_NETWORK;

    private Watchdog watchdog;

    @AfterEach
    void stop() {
        watchdog.close();
        assertThat(Thread.interrupted()).as("left interrupted").isFalse();
    }

    private static InstructionLimits atMost(long instructions) {
        return new InstructionLimits(instructions, instructions, instructions, instructions);
    }

    private WasmCanister canister(UnaryOperator<Code> body, boolean compiled, Duration time, InstructionLimits limits) {
        byte[] plain = new ModuleBuilder()
                .globals(1)
                .function("leaf", ">", code -> code.i32(1).drop())
                .function("caller", ">", code -> code.call("leaf"))
                .export("run", code -> body.apply(code.i32(1).globalSet(0)))
                .build();
        InstructionMetering.Metered metered =
                InstructionMetering.meter(plain, 1_000).orElseThrow();
        CanisterModule module = new CanisterModule(
                Parser.parse(metered.bytes()), new byte[32], plain, false, OptionalInt.of(metered.counter()), Map.of());
        if (compiled) {
            module.compiled(MachineFactoryCompiler.compile(module.wasm()));
        }
        watchdog = new Watchdog(time);
        return WasmCanister.instantiate(module, new Nowhere(), watchdog, limits, 0);
    }

    private static void assertStopped(WasmCanister canister, String reason) {
        Optional<CanisterFault> fault = canister.run("run", new MessageContext(EntryPoint.UPDATE, 0), true);
        assertThat(fault).isPresent();
        assertThat(fault.get().code()).isEqualTo(ErrorCode.TIME_LIMIT);
        assertThat(fault.get()).hasMessageContaining(reason);
        assertThat(canister.image().globals()).as("rolled back").containsOnly(0);
    }

    /** More code than a function may have whose loops look at what is left. */
    private static Code lengthen(Code code) {
        for (int i = 0; i < 3_000; i++) {
            code.i32(1).drop();
        }
        return code;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anEndlessLoopIsStoppedByItsInstructions(boolean compiled) {
        assertStopped(canister(Code::endlessLoop, compiled, LONG, atMost(5_000_000)), "5000000 instructions");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anEndlessLoopThatHasPlentyOfInstructionsIsStoppedByTheTimeItTakes(boolean compiled) {
        assertStopped(canister(Code::endlessLoop, compiled, SHORT, PLENTY), "200 ms");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anEndlessLoopOfALongFunctionIsStoppedByTheTimeItTakes(boolean compiled) {
        assertStopped(canister(code -> lengthen(code).endlessLoop(), compiled, SHORT, atMost(10_000)), "200 ms");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aLoopOfALongFunctionThatCallsIsStoppedByTheCallee(boolean compiled) {
        UnaryOperator<Code> body =
                code -> lengthen(code).loop().call("caller").br(0).end();
        assertStopped(canister(body, compiled, LONG, atMost(5_000_000)), "5000000 instructions");
    }

    @Test
    void aShortFunctionDoesNotStopItselfButItsWorkIsRolledBack() {
        for (boolean compiled : new boolean[] {false, true}) {
            assertStopped(canister(code -> code.i32(1).drop(), compiled, LONG, atMost(3)), "3 instructions");
            watchdog.close();
            assertThat(canister(code -> code.i32(1).drop(), compiled, LONG, atMost(4))
                            .run("run", new MessageContext(EntryPoint.UPDATE, 0), true))
                    .isEmpty();
            watchdog.close();
        }
    }

    /** The canister does not ask where it is. */
    private static final class Nowhere implements CanisterEnvironment {
        @Override
        public Principal self() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Principal subnet() {
            throw new UnsupportedOperationException();
        }

        @Override
        public byte[] rootKeyDer() {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isController(Principal principal) {
            return false;
        }

        @Override
        public long version() {
            return 1;
        }

        @Override
        public long timerNanos() {
            return 0;
        }

        @Override
        public int status() {
            return 1;
        }

        @Override
        public List<EnvironmentVariable> variables() {
            return List.of();
        }

        @Override
        public void print(long timeNanos, boolean replicated, String line) {
            // Nobody reads it.
        }
    }
}
