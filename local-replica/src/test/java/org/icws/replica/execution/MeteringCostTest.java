package org.icws.replica.execution;

import static org.assertj.core.api.Assertions.assertThat;

import com.dylibso.chicory.compiler.InterpreterFallback;
import com.dylibso.chicory.compiler.MachineFactoryCompiler;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.icws.replica.execution.metering.InstructionMetering;
import org.icws.replica.wasm.ModuleBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Measures what counting costs (decision 0007): each piece of work compiled with and without counting, run in turns over the memory
 * that canisters have, each run a message of its own; medians of the fast quarter. Only on request, on a quiet machine: {@code -Dicws.metering.cost=true}; with {@code -Dicws.metering.module=FILE} also the
 * exported functions {@code -Dicws.metering.export=NAME,NAME} of a module that imports nothing, such as that of the crate
 * {@code metering-cost} beside the test canisters.
 */
class MeteringCostTest {
    private static final long PLENTY = Long.MAX_VALUE / 2;
    /** HotSpot takes its time for the largest functions, a hash's for example, and what it has not compiled tells nothing. */
    private static final long WARM_UP_NANOS = 8_000_000_000L;

    private static final int RUNS = 100;
    private static final int ROUNDS = 300_000;
    private static final int DEPTH = 18;
    private static final int NANOS_PER_MICRO = 1_000;

    /** Compiled code that can be run again and again. */
    private record Work(Instance instance, CowMemory memory, int counter, String export) {
        static Work of(byte[] bytes, int counter, String export) {
            WasmModule module = Parser.parse(bytes);
            List<CowMemory> memories = new ArrayList<>();
            Instance instance = Instance.builder(module)
                    .withStart(false)
                    .withMemoryFactory(limits -> {
                        memories.add(new CowMemory(limits));
                        return memories.get(0);
                    })
                    .withMachineFactory(MachineFactoryCompiler.builder(module)
                            .withInterpreterFallback(InterpreterFallback.SILENT)
                            .compile())
                    .build();
            return new Work(instance, memories.get(0), counter, export);
        }

        long nanos() {
            if (counter >= 0) {
                instance.global(counter).setValueLow(PLENTY);
            }
            memory.begin();
            long start = System.nanoTime();
            instance.export(export).apply();
            long taken = System.nanoTime() - start;
            memory.commit();
            return taken;
        }
    }

    /** Loads, adds and stores in a loop. */
    private static byte[] memory() {
        return new ModuleBuilder()
                .globals(1)
                .export("run", c -> c.i32(ROUNDS)
                        .globalSet(0)
                        .loop()
                        .i32(64)
                        .i32(64)
                        .load64(0)
                        .i64(7)
                        .add64()
                        .store64(0)
                        .globalGet(0)
                        .i32(1)
                        .sub32()
                        .globalSet(0)
                        .globalGet(0)
                        .brIf(0)
                        .end())
                .build();
    }

    /** The same in a function that a loop calls. */
    private static byte[] calls() {
        return new ModuleBuilder()
                .globals(1)
                .function(
                        "add",
                        ">",
                        c -> c.i32(64).i32(64).load64(0).i64(7).add64().store64(0))
                .export("run", c -> c.i32(ROUNDS)
                        .globalSet(0)
                        .loop()
                        .call("add")
                        .globalGet(0)
                        .i32(1)
                        .sub32()
                        .globalSet(0)
                        .globalGet(0)
                        .brIf(0)
                        .end())
                .build();
    }

    /** A function that does nothing but call itself twice. */
    private static byte[] recursion() {
        return new ModuleBuilder()
                .function("both", "i>", c -> c.local(0)
                        .ifTrue()
                        .local(0)
                        .i32(1)
                        .sub32()
                        .call("both")
                        .local(0)
                        .i32(1)
                        .sub32()
                        .call("both")
                        .end())
                .export("run", c -> c.i32(DEPTH).call("both"))
                .build();
    }

    private static Map<String, byte[]> modules() {
        Map<String, byte[]> modules = new LinkedHashMap<>();
        modules.put("memory in a loop", memory());
        modules.put("calls in a loop", calls());
        modules.put("plain recursion", recursion());
        return modules;
    }

    @Test
    void theWorkThatIsMeasuredIsDoneWithAndWithoutCounting() {
        modules().forEach((name, module) -> {
            InstructionMetering.Metered metered =
                    InstructionMetering.meter(module, PLENTY).orElseThrow();
            Work without = Work.of(module, -1, "run");
            Work with = Work.of(metered.bytes(), metered.counter(), "run");
            assertThat(without.nanos()).isPositive();
            assertThat(with.nanos()).isPositive();
            assertThat(with.instance().memory().readLong(64))
                    .as(name)
                    .isEqualTo(without.instance().memory().readLong(64));
            assertThat(PLENTY - with.instance().global(metered.counter()).getValueLow())
                    .as(name)
                    .isGreaterThan(ROUNDS);
        });
    }

    @Test
    @Timeout(600)
    @EnabledIfSystemProperty(
            named = "icws.metering.cost",
            matches = "true",
            disabledReason = "measures, and needs a quiet machine")
    void whatCountingCosts() throws IOException {
        modules().forEach((name, module) -> measure(name, module, "run"));
        String file = System.getProperty("icws.metering.module");
        if (file != null) {
            byte[] module = Files.readAllBytes(Path.of(file));
            for (String export :
                    System.getProperty("icws.metering.export", "run").split(",")) {
                measure(export, module, export);
            }
        }
    }

    private static void measure(String name, byte[] module, String export) {
        InstructionMetering.Metered metered =
                InstructionMetering.meter(module, PLENTY).orElseThrow();
        Work without = Work.of(module, -1, export);
        Work with = Work.of(metered.bytes(), metered.counter(), export);
        long warm = System.nanoTime() + WARM_UP_NANOS;
        while (System.nanoTime() - warm < 0) {
            without.nanos();
            with.nanos();
        }
        long[] plain = new long[RUNS];
        long[] counting = new long[RUNS];
        for (int i = 0; i < RUNS; i++) {
            plain[i] = without.nanos();
            counting[i] = with.nanos();
        }
        assertThat(with.instance().global(metered.counter()).getValueLow())
                .as("it has counted")
                .isLessThan(PLENTY);
        long a = fast(plain);
        long b = fast(counting);
        System.out.printf(
                Locale.ROOT,
                "%-24s %9d us without, %9d us with counting, factor %.2f%n",
                name,
                a / NANOS_PER_MICRO,
                b / NANOS_PER_MICRO,
                (double) b / a);
    }

    /** The median of the fast quarter. */
    private static long fast(long[] nanos) {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 8];
    }
}
