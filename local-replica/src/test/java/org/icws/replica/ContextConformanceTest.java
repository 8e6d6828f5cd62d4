package org.icws.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.icws.protocol.candid.CandidValue;
import org.icws.replica.wasm.Script;
import org.icws.replica.wasm.SystemApi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** What system functions answer in each context, and how each copies. Cases are named after rule and source. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContextConformanceTest {
    private static final int BUFFER = 0x20000;
    private static final int SAID = 0x22000;
    private static final int NAME = 0x22100;
    private static final int MEMORY_END = 8 * 65536;
    private static final int NOTHING = 0x7000;
    private static final String SOURCE = " [SPEC-can]";

    private final List<DynamicTest> cases = new ArrayList<>();
    private CanisterContexts contexts;
    private Map<String, Function<Script, String>> all;

    @BeforeAll
    void start() {
        contexts = new CanisterContexts();
        all = contexts.all();
        all.put("T (heartbeat)", contexts::inHeartbeat);
        contexts.network.manage(
                contexts.canister,
                "update_settings",
                "canister_id",
                contexts.network.id(contexts.canister),
                "settings",
                CandidValue.record(
                        "environment_variables",
                        CandidValue.some(CandidValue.vec(List.of(CandidValue.record(
                                "name", CandidValue.text("A"), "value", CandidValue.text("the value")))))));
    }

    @AfterAll
    void stop() {
        contexts.close();
    }

    private static Script s() {
        return new Script();
    }

    /** Traps with the number as one character, which is how it gets out of every context. */
    private static Script say(Script number) {
        return s().push(SAID).then(number).push('0').add().storeNumber().call("trap", SAID, 1);
    }

    private static String said(long number) {
        return "with message: '" + (char) ('0' + number) + "'";
    }

    private void answers(String rule, Script number, String symbols, long expected) {
        for (String symbol : symbols.split(" ")) {
            cases.add(dynamicTest(
                    rule + " in " + symbol + SOURCE,
                    () -> assertThat(all.get(symbol).apply(say(number))).contains(said(expected))));
        }
    }

    private void isPositive(String rule, Script number) {
        all.keySet()
                .forEach(symbol -> cases.add(dynamicTest(rule + " in " + symbol + SOURCE, () -> assertThat(all.get(
                                        symbol)
                                .apply(s().then(number).endIfZero(NOTHING).then(say(s().push(7)))))
                        .contains(said(7)))));
    }

    @TestFactory
    Stream<DynamicTest> values() {
        answers("execution is replicated", s().call("in_replicated_execution"), "I G U RQ Ry Rt C T", 1);
        answers("execution is not replicated", s().call("in_replicated_execution"), "NRQ TQ CQ CRy CRt CC F", 0);
        answers("the caller is the user", s().call("msg_caller_size"), "I G U RQ NRQ CQ Ry Rt CRy CRt C CC F", 29);
        answers("the caller is the management canister", s().call("msg_caller_size"), "TQ T", 0);
        answers("there is a data certificate", s().call("data_certificate_present"), "NRQ CQ", 1);
        answers(
                "there is no data certificate",
                s().call("data_certificate_present"),
                "I G U RQ TQ Ry Rt CRy CRt C CC F T",
                0);
        String everywhere = "I G U RQ NRQ TQ CQ Ry Rt CRy CRt C CC F T";
        answers("a canister that runs has the status 1", s().call("canister_status"), everywhere, 1);
        answers("a canister's id has ten bytes", s().call("canister_self_size"), everywhere, 10);
        answers("the subnet's id has 29 bytes", s().call("subnet_self_size"), everywhere, 29);
        answers("stable memory is there", s().call("stable64_size"), everywhere, 0);
        answers("the environment has one variable", s().call("env_var_count"), "I G U RQ NRQ CQ Ry CRy C CC T", 1);
        answers("users have no deadline", s().call("msg_deadline"), "U RQ NRQ CQ Ry Rt CRy CRt", 0);
        answers("no cycles come from users", s().call("msg_cycles_available"), "U RQ Ry Rt", 0);
        answers("the reject code of a reply is 0", s().call("msg_reject_code"), "Ry CRy C", 0);
        answers("a missing method is the reject code 5", s().call("msg_reject_code"), "Rt CRt", 5);
        answers(
                "the argument is there as long as it is",
                s().call("msg_arg_data_size").push(-40).add().drop().push(1),
                "I U RQ NRQ TQ CQ Ry CRy F",
                1);
        isPositive("time runs", s().call("time"));
        isPositive("instructions are counted", s().call("performance_counter", 0));
        isPositive("instructions of the call are counted", s().call("performance_counter", 1));
        isPositive("there are cycles", s().call("canister_cycle_balance"));
        copies();
        heartbeat();
        return cases.stream();
    }

    private void heartbeat() {
        cases.add(dynamicTest("the caller of a heartbeat is the management canister" + SOURCE, () -> assertThat(
                        contexts.inHeartbeat(say(s().call("msg_caller_size"))))
                .contains(said(0))));
        cases.add(dynamicTest(
                "a heartbeat cannot reply" + SOURCE,
                () -> assertThat(contexts.inHeartbeat(s().call("msg_reply"))).contains("cannot be executed in")));
    }

    /** A function that copies, with the context it is looked at in and its first parameters. */
    private record Copying(String name, String context, long... first) {
        Script size() {
            return s().call(name + "_size", first);
        }

        Script copy(Script destination, Script offset, Script size) {
            return s().data(NAME, "A")
                    .push(first)
                    .then(destination)
                    .then(offset)
                    .then(size)
                    .call(name + "_copy");
        }
    }

    private void copies() {
        List<Copying> functions = List.of(
                new Copying("msg_arg_data", "U"),
                new Copying("msg_caller", "U"),
                new Copying("msg_caller_info_data", "U"),
                new Copying("msg_caller_info_signer", "U"),
                new Copying("msg_reject_msg", "Rt"),
                new Copying("canister_self", "U"),
                new Copying("subnet_self", "U"),
                new Copying("root_key", "U"),
                new Copying("msg_method_name", "F"),
                new Copying("data_certificate", "NRQ"),
                new Copying("env_var_name", "U", 0),
                new Copying("env_var_value", "U", NAME, 1));
        assertThat(functions).as("all functions that copy are here").hasSize((int) SystemApi.functions().stream()
                .filter(function -> function.name().endsWith("_copy"))
                .count());
        for (Copying function : functions) {
            Script toBuffer = s().push(BUFFER);
            Script named = s().data(NAME, "A");
            violates(function, "reads nothing beyond its end", function.copy(toBuffer, function.size(), s().push(1)));
            violates(
                    function,
                    "starts not behind its end",
                    function.copy(toBuffer, s().then(function.size()).push(1).add(), s().push(0)));
            violates(function, "does not wrap around", function.copy(toBuffer, s().push(0xFFFF_FFFFL), s().push(1)));
            violates(
                    function,
                    "writes nothing beyond memory",
                    function.copy(s().push(MEMORY_END + 1), s().push(0), s().push(0)));
            succeeds(
                    function,
                    "copies nothing at its end",
                    s().then(named).then(function.copy(toBuffer, function.size(), s().push(0))));
            succeeds(
                    function,
                    "copies all of it",
                    s().then(named).then(function.copy(toBuffer, s().push(0), function.size())));
        }
    }

    private void violates(Copying function, String rule, Script script) {
        cases.add(dynamicTest(
                "ic0." + function.name() + "_copy " + rule + " [SPEC-can, *_copy, IC0504]",
                () -> assertThat(all.get(function.context())
                                .apply(s().data(NAME, "A").then(script)))
                        .contains("Canister violated contract: ")
                        .containsAnyOf("beyond the", "out of bounds memory access")));
    }

    private void succeeds(Copying function, String rule, Script script) {
        cases.add(dynamicTest("ic0." + function.name() + "_copy " + rule + " [SPEC-can, *_copy]", () -> assertThat(
                        all.get(function.context()).apply(script.then(say(s().push(3)))))
                .contains(said(3))));
    }
}
