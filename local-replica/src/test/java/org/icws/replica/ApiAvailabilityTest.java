package org.icws.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.icws.replica.wasm.ModuleBuilder;
import org.icws.replica.wasm.Script;
import org.icws.replica.wasm.SystemApi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** Every system function in every context: allowed exactly where the interface specification's "Overview of imports" says so. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApiAvailabilityTest {
    private static final int NAME = 0x20000;
    private static final int BUFFER = 0x21800;

    private CanisterContexts contexts;

    @BeforeAll
    void start() {
        contexts = new CanisterContexts();
    }

    @AfterAll
    void stop() {
        contexts.close();
    }

    private Map<String, Function<SystemApi.Function, String>> all() {
        Map<String, Function<SystemApi.Function, String>> result = new LinkedHashMap<>();
        contexts.all().forEach((symbol, run) -> result.put(symbol, function -> run.apply(calling(function))));
        result.put("s", function -> contexts.installing("reinstall", startingWith(function), new Script()));
        return result;
    }

    /** A call with arguments that are in range: zeros, but a name where one is wanted. */
    private static Script calling(SystemApi.Function function) {
        long[] arguments = new long[function.parameters().length()];
        Script script = new Script();
        if (function.name().startsWith("env_var_value")) {
            script.data(NAME, "A");
            arguments[0] = NAME;
            arguments[1] = 1;
        }
        if (function.name().endsWith("128") || function.name().startsWith("cost_")) {
            arguments[arguments.length - 1] = arguments.length == 0 ? 0 : BUFFER;
        }
        return script.call(function.name(), arguments);
    }

    /** A module whose start function calls a system function with zeros. */
    private static byte[] startingWith(SystemApi.Function function) {
        return new ModuleBuilder()
                .pages(1)
                .imports(function.name(), function.signature())
                .function("begin", ">", code -> {
                    for (char type : function.parameters().toCharArray()) {
                        code = type == 'i' ? code.i32(0) : code.i64(0);
                    }
                    code.call(function.name());
                    return function.result().isEmpty() ? code : code.drop();
                })
                .start("begin")
                .build();
    }

    @TestFactory
    Stream<DynamicContainer> availability() {
        return all().entrySet().stream()
                .map(context -> dynamicContainer(
                        "context " + context.getKey(),
                        SystemApi.functions().stream().map(function -> {
                            boolean allowed = function.contexts().contains(context.getKey());
                            return dynamicTest(
                                    "ic0." + function.name() + (allowed ? " may" : " must not") + " be called in "
                                            + context.getKey() + " [SPEC-can, overview of imports]",
                                    () -> check(function, context.getValue(), allowed));
                        })));
    }

    private static void check(
            SystemApi.Function function, Function<SystemApi.Function, String> context, boolean allowed) {
        String said = context.apply(function);
        String refusal = "\"ic0_" + function.name() + "\" cannot be executed in ";
        if (allowed) {
            assertThat(said).doesNotContain(refusal);
        } else {
            assertThat(said).contains(refusal);
        }
    }

    @Test
    void theTableNamesTheFunctionsOfTheSpecification() {
        assertThat(SystemApi.functions())
                .hasSize(76)
                .extracting(SystemApi.Function::name)
                .doesNotHaveDuplicates();
        assertThat(Arrays.asList("I", "G"))
                .isSubsetOf(SystemApi.function("cycles_burn128").contexts());
    }
}
