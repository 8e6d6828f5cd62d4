package org.icws.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.icws.replica.wasm.RawModule.hex;
import static org.icws.replica.wasm.RawModule.join;
import static org.icws.replica.wasm.RawModule.repeat;
import static org.icws.replica.wasm.RawModule.unsigned;

import java.util.stream.Stream;
import org.ic4j.types.Principal;
import org.icws.protocol.candid.CandidValue;
import org.icws.replica.wasm.ModuleBuilder;
import org.icws.replica.wasm.RawModule;
import org.icws.replica.wasm.Script;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Which Wasm a canister may consist of: the features and the sizes of the public network. */
class WasmFeatureConformanceTest extends ConformanceCases {
    private static final String FEATURES = " [6.5, Wasm features, IC0505]";
    private static final String SIZES = " [ERRDOC, IC0505]";

    @TestFactory
    Stream<DynamicTest> modules() {
        features();
        damaged();
        functions();
        tables();
        exports();
        traps();
        return cases.stream();
    }

    private TestAgent.Outcome install(byte[] wasm) {
        Principal empty = network.replica.createCanister(java.util.List.of(network.agent.sender()));
        return network.manage(
                empty,
                "install_code",
                "mode",
                CandidValue.variant("install"),
                "canister_id",
                network.id(empty),
                "wasm_module",
                CandidValue.blob(wasm),
                "arg",
                CandidValue.blob(new byte[0]));
    }

    private void refused(String rule, byte[] wasm, String text) {
        rule(rule, () -> {
            assertFails(install(wasm), "IC0505", "Canister's Wasm module is not valid: ");
            assertThat(install(wasm).message()).contains(text);
            assertThat(ScriptNetwork.text(network.update(canister, s().reply("unharmed"))))
                    .isEqualTo("unharmed");
        });
    }

    private void accepted(String rule, byte[] wasm) {
        rule(rule, () -> {
            TestAgent.Outcome outcome = install(wasm);
            assertThat(outcome.replied()).as(outcome.message()).isTrue();
        });
    }

    private void features() {
        refused("there are no tail calls" + FEATURES, RawModule.function("00 12 00 0b"), "'tail calls'");
        refused(
                "there are no indirect tail calls" + FEATURES,
                RawModule.function("00 4100 13 0000 0b"),
                "'tail calls'");
        refused("there are no atomic instructions" + FEATURES, RawModule.function("00 fe0300 0b"), "'threads'");
        refused(
                "there is no shared memory" + FEATURES,
                new RawModule().section(5, "01 030102").bytes(),
                "'threads'");
        refused(
                "there is one memory at most" + FEATURES,
                new RawModule().section(5, "02 0001 0001").bytes(),
                "'multiple memories'");
        refused(
                "there are no exceptions" + FEATURES,
                new RawModule().section(1, "01 600000").section(13, "01 0000").bytes(),
                "'exceptions'");
        refused(
                "there are no handlers of exceptions" + FEATURES,
                RawModule.function("00 1f 40 00 0b 0b"),
                "'exceptions'");
        refused(
                "there are no typed references" + FEATURES,
                RawModule.function("00 d000 14 00 0b"),
                "'function references'");
        refused(
                "there are no structures" + FEATURES,
                new RawModule().section(1, "01 5f00").bytes(),
                "'garbage collection'");
        refused(
                "there is no 128-bit arithmetic" + FEATURES,
                RawModule.function("00 4200 4200 4200 4200 fc13 1a 1a 0b"),
                "");
        accepted("references may be looked at" + FEATURES, RawModule.function("00 d070 d1 1a 0b"));
        accepted("a block may have several results" + FEATURES, RawModule.function("00 02 40 0b 0b"));
        accepted("conversions may saturate" + FEATURES, RawModule.function("00 4300000000 fc00 1a 0b"));
    }

    private void damaged() {
        refused(
                "more types cannot be announced than there is room for [SPEC-can, IC0505]",
                new RawModule().section(1, unsigned(0xFFFF_FFFFL)).bytes(),
                "");
        refused(
                "more targets of a branch cannot be announced than there is room for [SPEC-can, IC0505]",
                RawModule.function(join(hex("00 02 40 4100 0e"), unsigned(0xFFFF_FFFFL), hex("00 0b 0b"))),
                "");
    }

    private void functions() {
        refused(
                "a function has at most 1000000 instructions" + SIZES,
                RawModule.function(join(hex("00"), repeat(1_000_000, "01"), hex("0b"))),
                "Wasm module contains a function at index 0 with complexity 1000001 which exceeds the maximum complexity"
                        + " allowed 1000000.");
        refused(
                "branches count fifty times" + SIZES,
                RawModule.function(join(hex("00"), repeat(20_001, "03 40 0b"), hex("0b"))),
                "Wasm module contains a function at index 0 with complexity 1020052 which exceeds the maximum complexity"
                        + " allowed 1000000.");
        accepted(
                "a function may be nearly that complex" + SIZES,
                RawModule.function(join(hex("00"), repeat(19_000, "03 40 0b"), hex("0b"))));
        refused(
                "a function has at most 2000 local variables" + SIZES,
                RawModule.function(join(hex("02"), unsigned(1_999), hex("7f 02 7e 0b"))),
                "Wasm module contains a function at index 0 with 2001 locals that exceeds the maximum allowed number of"
                        + " locals 2000.");
        accepted(
                "a function may have 2000 local variables" + SIZES,
                RawModule.function(join(hex("01"), unsigned(2_000), hex("7f 0b"))));
        refused(
                "the number of local variables cannot overflow" + SIZES,
                RawModule.function(join(hex("02"), unsigned(0xFFFF_FFFFL), hex("7f"), unsigned(2), hex("7f 0b"))),
                "4294967297 locals");
        refused(
                "a function has at most 1000 parameters" + SIZES,
                new RawModule()
                        .section(1, join(hex("01 60"), unsigned(1_001), repeat(1_001, "7f"), hex("00")))
                        .bytes(),
                "1001 parameters");
        accepted(
                "a branch may have very many targets" + SIZES,
                RawModule.function(
                        join(hex("00 02 40 4100 0e"), unsigned(1_000_000), repeat(1_000_001, "00"), hex("0b 0b"))));
    }

    private void tables() {
        refused(
                "there is one table at most" + SIZES,
                new RawModule().section(4, "02 700001 700001").bytes(),
                "2 tables");
        refused(
                "a table has at most 1000000 elements" + SIZES,
                new RawModule()
                        .section(4, join(hex("01 7000"), unsigned(1_000_001)))
                        .bytes(),
                "1000001 elements");
        refused(
                "a table does not fill the memory of the host" + SIZES,
                new RawModule()
                        .section(4, join(hex("01 7000"), unsigned(0xFFFF_FFFFL)))
                        .bytes(),
                "4294967295 elements");
        accepted(
                "a table may have 1000000 elements" + SIZES,
                new RawModule()
                        .section(4, join(hex("01 7000"), unsigned(1_000_000)))
                        .bytes());
    }

    private void exports() {
        String called = "`canister_update <name>`, `canister_query <name>`, or `canister_composite_query <name>`";
        ModuleBuilder many = new ModuleBuilder();
        for (int i = 0; i < 1_001; i++) {
            many.export("canister_query " + i, c -> c);
        }
        refused(
                "who exports too many methods is told so" + SIZES,
                many.build(),
                "Wasm module has an invalid export section. The number of exported functions called " + called
                        + " exceeds 1000.");
        refused(
                "who exports too long names is told so" + SIZES,
                new ModuleBuilder()
                        .export("canister_query " + "x".repeat(20_001), c -> c)
                        .build(),
                "Wasm module has an invalid export section. The sum of `<name>` lengths in exported functions called "
                        + called + " exceeds 20000.");
        rule("who installs over code is told how to [ERRDOC, IC0538]", () -> {
            TestAgent.Outcome outcome = network.manage(
                    canister,
                    "install_code",
                    "mode",
                    CandidValue.variant("install"),
                    "canister_id",
                    network.id(canister),
                    "wasm_module",
                    CandidValue.blob(new RawModule().bytes()),
                    "arg",
                    CandidValue.blob(new byte[0]));
            assertFails(
                    outcome,
                    "IC0538",
                    "Canister " + canister
                            + " cannot be installed because the canister is not empty. Try installing with"
                            + " mode='reinstall' instead.");
        });
        rule("who calls a canister without code is told so [ERRDOC, IC0537]", () -> {
            Principal empty = network.replica.createCanister(java.util.List.of(network.agent.sender()));
            String text = "Error from Canister " + empty
                    + ": Attempted to execute a message, but the canister contains no Wasm module.";
            assertFails(network.update(empty, new Script()), "IC0537", text);
            assertFails(network.query(empty, new Script()), "IC0537", text);
        });
    }

    /** Runs a function twice: interpreted, and once it has been compiled. */
    private void trapped(String rule, byte[] wasm, String text) {
        rule(rule, () -> {
            Principal target = network.install(wasm);
            for (int again = 0; again < 2; again++) {
                TestAgent.Outcome outcome = network.agent.update(target, "run", new byte[0]);
                assertFails(outcome, "IC0502", "Error from Canister " + target + ": Canister trapped: " + text);
            }
            assertThat(ScriptNetwork.text(network.update(canister, s().reply("unharmed"))))
                    .isEqualTo("unharmed");
        });
    }

    private void traps() {
        String source = " [ERRDOC, IC0502]";
        trapped(
                "a division by zero traps" + source,
                RawModule.function("00 4101 4100 6d 1a 0b"),
                "integer division by 0");
        trapped(
                "a function that is not in the table traps" + source,
                indirect("00 4105 11 00 00 0b"),
                "table out of bounds");
        trapped("a recursion without end traps" + source, RawModule.function("00 10 00 0b"), "stack overflow");
        trapped(
                "a recursion without end in a function with many variables traps" + source,
                RawModule.function(join(hex("01"), unsigned(2_000), hex("7e 10 00 0b"))),
                "stack overflow");
        trapped("an indirect recursion without end traps" + source, indirect("00 4100 11 00 00 0b"), "stack overflow");
    }

    private static byte[] indirect(String body) {
        byte[] code = hex(body);
        return new RawModule()
                .section(1, "01 600000")
                .section(3, "01 00")
                .section(4, "01 700001")
                .section(7, join(hex("01 13"), "canister_update run".getBytes(), hex("0000")))
                .section(9, "01 00 4100 0b 01 00")
                .section(10, join(hex("01"), unsigned(code.length), code))
                .bytes();
    }
}
