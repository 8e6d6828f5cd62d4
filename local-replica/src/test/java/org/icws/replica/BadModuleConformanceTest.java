package org.icws.replica;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.ic4j.types.Principal;
import org.icws.protocol.candid.CandidEncoder;
import org.icws.protocol.candid.CandidValue;
import org.icws.protocol.principal.Principals;
import org.icws.replica.wasm.Code;
import org.icws.replica.wasm.ModuleBuilder;
import org.icws.replica.wasm.Script;
import org.icws.replica.wasm.ScriptCanister;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Modules and arguments that are no good: each is refused with code and reason, and the canister is as before. */
class BadModuleConformanceTest extends ConformanceCases {

    @TestFactory
    Stream<DynamicTest> badModules() {
        damaged();
        imports();
        traps();
        limits();
        exports();
        arguments();
        return cases.stream();
    }

    private static ModuleBuilder module() {
        return new ModuleBuilder();
    }

    /** Tried in each way code can get into a canister. */
    private void refused(String rule, String errorCode, Supplier<byte[]> wasm, String... text) {
        rule(rule, () -> {
            byte[] bytes = wasm.get();
            Script remember = s().store(BUFFER, 42).reply();
            ScriptNetwork.text(network.update(canister, remember));
            byte[] before = hash(canister);
            for (String mode : new String[] {"reinstall", "upgrade"}) {
                assertRefused(install(canister, mode, bytes, new Script().bytes()), errorCode, text);
                assertThat(ScriptNetwork.number(
                                network.query(canister, s().load(BUFFER).replyNumber())))
                        .as("the canister's memory after a failed " + mode)
                        .isEqualTo(42);
                assertThat(hash(canister)).isEqualTo(before);
            }
            Principal empty = network.replica.createCanister(List.of(network.agent.sender()));
            assertRefused(install(empty, "install", bytes, new Script().bytes()), errorCode, text);
            assertThat(network.query(empty, s().reply()).errorCode()).isEqualTo("IC0537");
            assertThat(install(empty, "install", ScriptCanister.wasm(), new Script().bytes())
                            .replied())
                    .isTrue();
        });
    }

    private static void assertRefused(TestAgent.Outcome outcome, String errorCode, String... text) {
        assertThat(outcome.replied()).isFalse();
        assertThat(outcome.errorCode()).as(outcome.message()).isEqualTo(errorCode);
        assertThat(outcome.rejectCode()).isEqualTo(errorCode.charAt(3) - '0');
        assertThat(outcome.message()).contains(text);
    }

    private byte[] hash(Principal of) {
        return network.status(of).get("module_hash").toString().getBytes(UTF_8);
    }

    private TestAgent.Outcome install(Principal target, String mode, byte[] wasm, byte[] argument) {
        CandidValue how =
                mode.equals("upgrade") ? CandidValue.variant(mode, CandidValue.none()) : CandidValue.variant(mode);
        return network.manage(
                target,
                "install_code",
                "mode",
                how,
                "canister_id",
                network.id(target),
                "wasm_module",
                CandidValue.blob(wasm),
                "arg",
                CandidValue.blob(argument));
    }

    private void damaged() {
        refused("a module is Wasm [SPEC-can, IC0505]", "IC0505", () -> "no module".getBytes(UTF_8), "not valid");
        refused("a module is not empty [SPEC-can, IC0505]", "IC0505", () -> new byte[0], "not valid");
        refused("a module is complete [SPEC-can, IC0505]", "IC0505", () -> cut(ScriptCanister.wasm()), "not valid");
        refused(
                "a compressed module is complete [SPEC-can, IC0505]",
                "IC0505",
                () -> cut(gzip(ScriptCanister.wasm())),
                "gzip");
        refused(
                "a module's code has the types it says [SPEC-can, IC0505]",
                "IC0505",
                () -> module().export(
                                "canister_update x",
                                c -> c.i64(1).i32(1).add32().drop())
                        .build(),
                "not valid");
        refused(
                "a module uses only variables it has [SPEC-can, IC0505]",
                "IC0505",
                () -> module().export("canister_update x", c -> c.local(3).drop())
                        .build(),
                "not valid");
        refused(
                "a module uses only globals it has [SPEC-can, IC0505]",
                "IC0505",
                () -> module().export("canister_update x", c -> c.globalGet(0).drop())
                        .build(),
                "not valid");
    }

    private void imports() {
        refused(
                "an import exists [SPEC-can, IC0505]",
                "IC0505",
                () -> module().imports("fly", ">").build(),
                "Module imports function 'fly' from 'ic0' that is not exported by the runtime.");
        refused(
                "imports are of ic0 [SPEC-can, IC0505]",
                "IC0505",
                () -> module().importModule("env").imports("abort", ">").build(),
                "'abort' from 'env'");
        refused(
                "an import has its type [SPEC-can, IC0505]",
                "IC0505",
                () -> module().imports("msg_reply", "i>").build(),
                "msg_reply");
    }

    private void traps() {
        refused(
                "a start function that traps [SPEC-can, IC0502]",
                "IC0502",
                () -> module().function("begin", ">", Code::unreachable)
                        .start("begin")
                        .build(),
                "trapped");
        refused(
                "a start function may not ask for the caller [6.1, IC0504]",
                "IC0504",
                () -> module().imports("msg_caller_size", ">i")
                        .function("begin", ">", c -> c.call("msg_caller_size").drop())
                        .start("begin")
                        .build(),
                "start");
        refused(
                "an active data segment beyond memory [SPEC-can, IC0502]",
                "IC0502",
                () -> module().data(65536, "x").build(),
                "");
        refused(
                "an initialisation that traps [SPEC-can, IC0502]",
                "IC0502",
                () -> module().export("canister_init", Code::unreachable)
                        .export("canister_post_upgrade", Code::unreachable)
                        .build(),
                "trapped");
        rule("an initialisation that cannot read its argument traps with its own words [SPEC-can, IC0503]", () -> {
            Principal empty = network.replica.createCanister(List.of(network.agent.sender()));
            byte[] argument = s().data(BUFFER, "no such argument")
                    .call("trap", BUFFER, 16)
                    .bytes();
            assertRefused(install(empty, "install", ScriptCanister.wasm(), argument), "IC0503", "no such argument");
            assertThat(network.query(empty, s().reply()).errorCode()).isEqualTo("IC0537");
        });
    }

    private void limits() {
        refused(
                "a module has at most 50000 functions [LIMITS, IC0505]",
                "IC0505",
                () -> functions(50_001),
                "Wasm module defined 50001 functions",
                "50000");
        refused(
                "a module has at most 1000 globals [LIMITS, IC0505]",
                "IC0505",
                () -> module().globals(1001).build(),
                "Wasm module defined 1001 globals",
                "1000");
        rule("a module may have 1000 globals [LIMITS]", () -> assertThat(
                        install(canister, "reinstall", module().globals(1000).build(), new byte[0])
                                .replied())
                .isTrue());
        refused(
                "a module exports at most 1000 methods [LIMITS, IC0505]",
                "IC0505",
                () -> {
                    ModuleBuilder many = module();
                    for (int i = 0; i < 1001; i++) {
                        many.export("canister_query " + i, c -> c);
                    }
                    return many.build();
                },
                "exceeds 1000.");
        refused(
                "the names of methods have together at most 20000 characters [LIMITS, IC0505]",
                "IC0505",
                () -> module().export("canister_query " + "x".repeat(20_001), c -> c)
                        .build(),
                "exceeds 20000.");
        refused(
                "a module has at most 16 metadata sections [LIMITS, IC0505]",
                "IC0505",
                () -> {
                    ModuleBuilder many = module();
                    for (int i = 0; i < 17; i++) {
                        many.custom("icp:public " + i, "x");
                    }
                    return many.build();
                },
                "17 custom sections");
        refused(
                "metadata has together at most 1 MiB [LIMITS, IC0505]",
                "IC0505",
                () -> module().custom("icp:public x", "x".repeat(1024 * 1024)).build(),
                "1048577",
                "1048576");
        refused(
                "a module's code has at most 11 MiB [LIMITS, IC0505]",
                "IC0505",
                () -> gzip(longCode()),
                "code section");
        refused(
                "a compressed module unpacks to at most 100 MiB [LIMITS, IC0505]",
                "IC0505",
                () -> gzip(new byte[100 * 1024 * 1024 + 1]),
                "unpacks to more than");
    }

    private static byte[] functions(int count) {
        ModuleBuilder many = module();
        for (int i = 0; i < count; i++) {
            many.function("f" + i, ">", c -> c);
        }
        return many.build();
    }

    private static byte[] longCode() {
        return module().function("f", ">", c -> {
                    for (int i = 0; i < 4 * 1024 * 1024; i++) {
                        c.drop();
                    }
                    return c;
                })
                .function("g", ">", c -> {
                    for (int i = 0; i < 7 * 1024 * 1024; i++) {
                        c.drop();
                    }
                    return c;
                })
                .build();
    }

    private void exports() {
        refused(
                "a method is not both update and query [SPEC-can, IC0505]",
                "IC0505",
                () -> module().export("canister_query x", c -> c)
                        .export("canister_update x", c -> c)
                        .build(),
                "Duplicate function 'x'");
        refused(
                "names that begin with canister_ are reserved [SPEC-can, IC0505]",
                "IC0505",
                () -> module().export("canister_fly", c -> c).build(),
                "reserved function 'canister_fly'");
        refused(
                "entry points have neither parameters nor results [SPEC-can, IC0505]",
                "IC0505",
                () -> module().exported("canister_init", "i>", c -> c).build(),
                "function signature",
                "canister_init");
        refused(
                "metadata is public or private [SPEC-can, IC0505]",
                "IC0505",
                () -> module().custom("icp:secret x", "x").build(),
                "icp:secret x");
        refused(
                "a name of metadata is used once [8.3, IC0505]",
                "IC0505",
                () -> module().custom("icp:public x", "1")
                        .custom("icp:private x", "2")
                        .build(),
                "already exists");
    }

    private void arguments() {
        rule("an argument of the management canister decodes [8.3, IC0408]", () -> {
            TestAgent.Outcome outcome =
                    network.agent.update(canister, Principals.MANAGEMENT, "install_code", new byte[] {1, 2, 3});
            assertRefused(outcome, "IC0408", "candid");
        });
        rule("a mode of installation is known [8.3, IC0408]", () -> {
            TestAgent.Outcome outcome = install(canister, "replace", ScriptCanister.wasm(), new byte[0]);
            assertRefused(outcome, "IC0408", "candid");
        });
        rule("an argument has all fields that are not optional [8.3, IC0408]", () -> {
            byte[] argument = CandidEncoder.encode(CandidValue.record("canister_id", network.id(canister)));
            assertRefused(
                    network.agent.update(canister, Principals.MANAGEMENT, "install_code", argument),
                    "IC0408",
                    "candid");
        });
    }

    private static byte[] cut(byte[] bytes) {
        return Arrays.copyOf(bytes, bytes.length - 20);
    }

    private static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
