package org.icws.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.ic4j.types.Principal;
import org.icws.protocol.candid.CandidValue;
import org.icws.replica.wasm.Script;
import org.icws.replica.wasm.ScriptCanister;
import org.icws.replica.wasm.SystemApi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** Every system function in every context: allowed exactly where the interface specification's "Overview of imports" says so. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApiAvailabilityTest {
    private static final int NAME = 0x20000;
    private static final int BUFFER = 0x21000;

    private ScriptNetwork network;
    private Principal canister;
    private Principal inspecting;
    private Principal peer;

    @BeforeAll
    void start() {
        network = new ScriptNetwork();
        canister = network.canister;
        peer = network.install(ScriptCanister.wasm());
        inspecting = network.installWith("canister_inspect_message");
    }

    @AfterAll
    void stop() {
        network.close();
    }

    /** Symbols of the specification, and how a script gets to run there and what is then said of it. */
    private Map<String, Function<Script, String>> contexts() {
        Map<String, Function<Script, String>> result = new LinkedHashMap<>();
        result.put("I", this::inInit);
        result.put("G", this::inPreUpgrade);
        result.put("U", script -> said(network.update(script)));
        result.put("RQ", script -> said(network.agent.update(canister, "ask", script.bytes())));
        result.put("NRQ", script -> said(network.query(script)));
        result.put("CQ", script -> said(network.agent.query(canister, "compose", script.bytes())));
        result.put("Ry", script -> said(network.update(calling("run", script, new Script()))));
        result.put("Rt", script -> said(network.update(calling("nothing", new Script(), script))));
        result.put("CRy", script -> composed(calling("ask", script, new Script())));
        result.put("CRt", script -> composed(calling("nothing", new Script(), script)));
        result.put("C", script -> inCleanup(script, cleaning -> network.update(cleaning)));
        result.put(
                "CC",
                script -> inCleanup(script, cleaning -> network.agent.query(canister, "compose", cleaning.bytes())));
        result.put("F", this::inInspection);
        result.put("T", this::inTimer);
        return result;
    }

    private static String said(TestAgent.Outcome outcome) {
        return String.valueOf(outcome.message());
    }

    private String composed(Script script) {
        return said(network.agent.query(canister, "compose", script.bytes()));
    }

    private Script calling(String method, Script onReply, Script onReject) {
        byte[] argument = new Script().reply().bytes();
        return ScriptNetwork.prepare(peer.getValue(), method, argument, onReply, onReject)
                .call("call_perform")
                .drop();
    }

    private String installing(String mode, Script argument) {
        return said(network.manage(
                canister,
                "install_code",
                "mode",
                CandidValue.variant(mode),
                "canister_id",
                network.id(canister),
                "wasm_module",
                CandidValue.blob(ScriptCanister.wasm()),
                "arg",
                CandidValue.blob(argument.bytes())));
    }

    private String inInit(Script script) {
        return installing("reinstall", script);
    }

    private String inPreUpgrade(Script script) {
        network.update(new Script().script(ScriptCanister.PRE_UPGRADE, script).reply());
        String said = installing("upgrade", new Script());
        installing("reinstall", new Script());
        return said;
    }

    private String inCleanup(Script script, Function<Script, TestAgent.Outcome> run) {
        byte[] argument = new Script().reply().bytes();
        int before = log().size();
        run.apply(ScriptNetwork.prepare(peer.getValue(), "ask", argument, new Script().trap(), new Script())
                .script(BUFFER, script)
                .call("call_on_cleanup", 0, BUFFER)
                .call("call_perform")
                .drop());
        List<String> lines = log();
        return String.join("\n", lines.subList(Math.min(before, lines.size()), lines.size()));
    }

    private List<String> log() {
        return network.replica.canisterLog(canister);
    }

    private String inInspection(Script script) {
        network.replica
                .control()
                .reinstall(
                        inspecting,
                        ScriptCanister.with(Set.of("canister_inspect_message")),
                        new Script().script(ScriptCanister.INSPECT, script).bytes());
        return said(network.update(inspecting, new Script().reply()));
    }

    private String inTimer(Script script) {
        int before = log().size();
        network.update(new Script()
                .script(ScriptCanister.TIMER, script)
                .call("global_timer_set", 1)
                .drop()
                .reply());
        network.awaitIdle();
        List<String> lines = log();
        return String.join("\n", lines.subList(Math.min(before, lines.size()), lines.size()));
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
            arguments[arguments.length - 1] = arguments.length == 0 ? 0 : BUFFER + 0x800;
        }
        return script.call(function.name(), arguments);
    }

    @TestFactory
    Stream<DynamicContainer> availability() {
        return contexts().entrySet().stream()
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

    private static void check(SystemApi.Function function, Function<Script, String> context, boolean allowed) {
        String said = context.apply(calling(function));
        String refusal = "\"ic0_" + function.name() + "\" cannot be executed in ";
        if (allowed) {
            assertThat(said).doesNotContain(refusal);
        } else {
            assertThat(said).contains(refusal);
        }
    }

    @org.junit.jupiter.api.Test
    void theTableNamesTheFunctionsOfTheSpecification() {
        assertThat(SystemApi.functions())
                .hasSize(76)
                .extracting(SystemApi.Function::name)
                .doesNotHaveDuplicates();
        assertThat(Arrays.asList("I", "G"))
                .isSubsetOf(SystemApi.function("cycles_burn128").contexts());
    }
}
