package org.icws.replica.execution.metering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.dylibso.chicory.compiler.MachineFactoryCompiler;
import com.dylibso.chicory.runtime.ExecutionListener;
import com.dylibso.chicory.runtime.HostFunction;
import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.FunctionImport;
import com.dylibso.chicory.wasm.types.OpCode;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.icws.replica.wasm.Code;
import org.icws.replica.wasm.ModuleBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A module that counts does what it did before, and counts exactly what an observer sees it execute. */
class InstructionMeteringTest {
    private static final long LIMIT = 1_000_000_000L;
    private static final int PROGRAMS = 400;

    /** They mark places and are not executed. */
    private static final Set<OpCode> MARKS = EnumSet.of(OpCode.END, OpCode.ELSE, OpCode.LOOP);

    /** One run of a module. */
    private static final class Run {
        private long observed;
        private final int counter;
        private final Instance instance;

        /** @param counter the global that counts; negative = an observer counts */
        Run(byte[] bytes, int counter, boolean compiled) {
            this.counter = counter;
            WasmModule module = Parser.parse(bytes);
            LongSupplier count = this::count;
            HostFunction[] functions = module.importSection().stream()
                    .map(FunctionImport.class::cast)
                    .map(item -> new HostFunction(
                            item.module(),
                            item.name(),
                            module.typeSection().getType(item.typeIndex()),
                            (self, arguments) -> new long[] {count.getAsLong()}))
                    .toArray(HostFunction[]::new);
            Instance.Builder builder = Instance.builder(module)
                    .withImportValues(
                            ImportValues.builder().addFunction(functions).build())
                    .withStart(false);
            if (counter < 0) {
                builder.withUnsafeExecutionListener(observer());
            } else if (compiled) {
                builder.withMachineFactory(MachineFactoryCompiler.compile(module));
            }
            instance = builder.build();
        }

        private ExecutionListener observer() {
            return (instruction, stack) -> {
                observed += MARKS.contains(instruction.opcode()) ? 0 : 1;
                boolean moves = instruction.opcode() == OpCode.MEMORY_COPY
                        || instruction.opcode() == OpCode.MEMORY_FILL
                        || instruction.opcode() == OpCode.MEMORY_INIT;
                observed += moves ? stack.peek() : 0;
            };
        }

        long count() {
            return counter < 0 ? observed : LIMIT - instance.global(counter).getValueLow();
        }

        Run go() {
            instance.export("run").apply();
            return this;
        }

        byte[] memory() {
            return instance.memory().readBytes(0, 65536);
        }
    }

    private static Run metered(byte[] module, boolean compiled) {
        InstructionMetering.Metered metered =
                InstructionMetering.meter(module, LIMIT).orElseThrow();
        return new Run(metered.bytes(), metered.counter(), compiled);
    }

    private static void assertCountsWhatIsExecuted(byte[] module, boolean compiled, String name) {
        Run reference = new Run(module, -1, false).go();
        Run run = metered(module, compiled).go();
        assertThat(run.count()).as(name).isEqualTo(reference.count());
        assertThat(run.memory()).as(name).isEqualTo(reference.memory());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void randomProgramsDoTheSameAndCountWhatTheyExecute(boolean looks) {
        long total = 0;
        for (int seed = 0; seed < PROGRAMS; seed++) {
            byte[] program = RandomProgram.build(seed, looks);
            assertCountsWhatIsExecuted(program, false, "program " + seed);
            total += metered(program, false).go().count();
        }
        assertThat(total / PROGRAMS).as("the programs do something").isGreaterThan(50);
    }

    @Test
    void compiledCodeCountsTheSame() {
        for (int seed = 0; seed < PROGRAMS; seed += 20) {
            assertCountsWhatIsExecuted(RandomProgram.build(seed, true), true, "program " + seed);
        }
    }

    private static long count(UnaryOperator<Code> body) {
        return metered(new ModuleBuilder().export("run", body).build(), false)
                .go()
                .count();
    }

    @Test
    void aStraightLineCountsItsInstructions() {
        assertThat(count(code -> code)).isZero();
        assertThat(count(code -> code.i32(1).drop())).isEqualTo(2);
        assertThat(count(code -> code.i32(1).drop().ret().i32(1).drop())).isEqualTo(3);
    }

    @Test
    void memoryThatIsCopiedCountsByTheByte() {
        assertThat(count(code -> code.i32(0, 8, 1000).memoryCopy())).isEqualTo(4 + 1000);
    }

    private static void assertStops(byte[] module, long limit) {
        for (boolean compiled : new boolean[] {false, true}) {
            Run run = metered(module, compiled);
            run.instance.global(run.counter).setValueLow(limit);
            assertThatThrownBy(run::go).isInstanceOf(ChicoryException.class);
            assertThat(run.instance.global(run.counter).getValueLow()).isNegative();
        }
    }

    @Test
    void anEndlessLoopStopsItself() {
        assertStops(new ModuleBuilder().export("run", Code::endlessLoop).build(), 5_000_000);
    }

    @Test
    void endlessCallsOfAShortFunctionStopThemselves() {
        byte[] module = new ModuleBuilder()
                .function("f", ">", code -> code.i32(1).drop())
                .export("run", code -> code.loop().call("f").br(0).end())
                .build();
        assertStops(module, 5_000_000);
    }

    private static long left(Run run, long limit) {
        run.instance.global(run.counter).setValueLow(limit);
        run.go();
        return run.instance.global(run.counter).getValueLow();
    }

    @Test
    void whatStaysBelowTheLimitIsNotStopped() {
        byte[] module = new ModuleBuilder()
                .function("f", ">", code -> code.i32(1).drop())
                .export("run", code -> code.call("f"))
                .build();
        assertThat(left(metered(module, false), 3)).isZero();
        assertStops(module, 2);
    }

    @Test
    void codeWithoutLoopsAndCallsDoesNotStopItselfButTellsThatItHasExecutedTooMuch() {
        byte[] module =
                new ModuleBuilder().export("run", code -> code.i32(1).drop()).build();
        assertThat(left(metered(module, false), 2)).isZero();
        assertThat(left(metered(module, false), 1)).isEqualTo(-1);
        assertThat(left(metered(module, true), 1)).isEqualTo(-1);
    }

    /** Counts down from 1,000. */
    private static Code loopOfThousand(Code code) {
        return code.i32(1_000)
                .globalSet(0)
                .loop()
                .globalGet(0)
                .i32(1)
                .sub32()
                .globalSet(0)
                .globalGet(0)
                .brIf(0)
                .end();
    }

    @Test
    void loopsOfLongFunctionsCountButDoNotLook() {
        byte[] module = new ModuleBuilder()
                .globals(1)
                .export("run", code -> {
                    for (int i = 0; i < 3_000; i++) {
                        code.i32(1).drop();
                    }
                    return loopOfThousand(code);
                })
                .build();
        assertCountsWhatIsExecuted(module, true, "long");
        assertStops(module, 1_000);
    }

    @Test
    void invalidModulesDoNotBecomeValid() {
        assertThat(InstructionMetering.meter(new byte[] {1, 2, 3}, LIMIT)).isEmpty();
        byte[] foreignLocal =
                new ModuleBuilder().export("run", code -> code.local(0).drop()).build();
        assertThat(InstructionMetering.meter(foreignLocal, LIMIT)).isEmpty();
        byte[] foreignGlobal = new ModuleBuilder()
                .export("run", code -> code.globalGet(0).drop())
                .build();
        assertThat(InstructionMetering.meter(foreignGlobal, LIMIT)).isEmpty();
    }

    @Test
    void damagedModulesAreLeftToTheParser() {
        byte[] module = RandomProgram.build(1, true);
        for (int length = 0; length < module.length; length++) {
            byte[] cut = Arrays.copyOf(module, length);
            InstructionMetering.meter(cut, LIMIT)
                    .ifPresent(metered -> assertThat(parses(metered.bytes())).isEqualTo(parses(cut)));
        }
    }

    private static boolean parses(byte[] module) {
        try {
            Parser.parse(module);
            return true;
        } catch (RuntimeException e) {
            return false;
        }
    }
}
