package org.icws.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.ic4j.types.Principal;
import org.icws.protocol.hash.Sha256;
import org.icws.protocol.principal.Principals;
import org.icws.replica.wasm.Code;
import org.icws.replica.wasm.ModuleBuilder;
import org.icws.replica.wasm.ProbeCanister;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallationTest {
    private static final int STORES = 20_000;

    private static final byte[] NO_ARG = {};

    private final LocalReplica replica = LocalReplica.start(ReplicaConfig.defaults());
    private final Principal canister = replica.createCanister(List.of());

    @AfterEach
    void stop() {
        replica.close();
    }

    private void assertRefused(byte[] wasm, String why) {
        assertThatThrownBy(() -> replica.install(canister, wasm, NO_ARG))
                .isInstanceOf(ReplicaException.class)
                .hasMessageContaining(why);
        assertThat(replica.canisters().get(0).moduleHash()).isNull();
    }

    @Test
    void idsAreGivenOutInOrderFromTheOldLocalRange() {
        assertThat(canister.toString()).isEqualTo("bnz7o-iuaaa-aaaaa-qaaaa-cai");
        assertThat(replica.createCanister(List.of())).isEqualTo(Principals.canisterId(0x8000_0000_0010_0001L));
    }

    @Test
    void aModuleIsKnownByItsHashAndMayBeCompressed() throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(ProbeCanister.wasm());
        }

        replica.install(canister, compressed.toByteArray(), NO_ARG);

        assertThat(replica.canisters().get(0).moduleHash())
                .isEqualTo(HexFormat.of().formatHex(Sha256.of(compressed.toByteArray())));
    }

    @Test
    void theEmptyModuleInstalls() {
        byte[] empty = {0, 'a', 's', 'm', 1, 0, 0, 0};
        assertThatCode(() -> replica.install(canister, empty, NO_ARG)).doesNotThrowAnyException();
    }

    @Test
    void damagedModulesAreRefusedWithASentence() {
        byte[] good = ProbeCanister.wasm();
        assertRefused("not a module".getBytes(), "not valid");
        assertRefused(new byte[0], "not valid");
        assertRefused(new byte[] {0x1f, (byte) 0x8b, 8, 0, 1}, "gzip");
        for (int length = 9; length < good.length; length += 97) {
            assertRefused(Arrays.copyOf(good, length), "not valid");
        }
    }

    @Test
    void anImportThatDoesNotExistIsNamed() {
        assertRefused(new ModuleBuilder().imports("fly", ">").build(), "function 'fly' from 'ic0'");
        assertRefused(
                new ModuleBuilder().importModule("env").imports("abort", ">").build(), "function 'abort' from 'env'");
        assertRefused(new ModuleBuilder().imports("msg_reply", "i>").build(), "msg_reply");
    }

    @Test
    void anInitThatTrapsLeavesTheCanisterEmpty() {
        assertRefused(
                new ModuleBuilder().export("canister_init", Code::unreachable).build(), "trapped");
        replica.install(canister, ProbeCanister.wasm(), NO_ARG);
        assertThat(replica.canisters().get(0).moduleHash()).isNotNull();
    }

    @Test
    void aSecondInstallationIsRefused() {
        replica.install(canister, ProbeCanister.wasm(), NO_ARG);
        assertThatThrownBy(() -> replica.install(canister, ProbeCanister.wasm(), NO_ARG))
                .hasMessageContaining("not empty");
    }

    @Test
    void theCanisterDecidesWhichCallsAreLetIn() {
        TestAgent agent = new TestAgent(replica, ReplicaClock.SYSTEM, 1);
        ModuleBuilder open = new ModuleBuilder()
                .imports("accept_message", ">")
                .imports("msg_reply", ">")
                .export("canister_inspect_message", c -> c.call("accept_message"))
                .export("canister_update go", c -> c.call("msg_reply"));
        replica.install(canister, open.build(), NO_ARG);
        assertThat(agent.update(canister, "go", NO_ARG).replied()).isTrue();

        Principal closed = replica.createCanister(List.of());
        ModuleBuilder shut = new ModuleBuilder()
                .imports("msg_reply", ">")
                .export("canister_inspect_message", c -> c)
                .export("canister_update go", c -> c.call("msg_reply"));
        replica.install(closed, shut.build(), NO_ARG);
        TestAgent.Outcome refused = agent.update(closed, "go", NO_ARG);
        assertThat(refused.rejectCode()).isEqualTo(4);
        assertThat(refused.errorCode()).isEqualTo("IC0406");
    }

    @Test
    void anUnknownCanisterIsNamed() {
        assertThatThrownBy(() -> replica.install(Principals.canisterId(5), ProbeCanister.wasm(), NO_ARG))
                .isInstanceOf(ReplicaException.class)
                .hasMessageContaining(Principals.canisterId(5) + " not found");
    }

    @Test
    void compiledCodeIsKeptOnDiskAndADamagedFileIsIgnored(@TempDir Path cache) throws IOException {
        installAndAwaitCompiled(cache);
        Path entry;
        try (Stream<Path> files = Files.list(cache)) {
            entry = files.filter(file -> file.toString().endsWith(".code"))
                    .findFirst()
                    .orElseThrow();
        }
        byte[] kept = Files.readAllBytes(entry);
        byte[] damaged = kept.clone();
        damaged[damaged.length / 2] ^= 1;
        Files.write(entry, damaged);

        installAndAwaitCompiled(cache);

        assertThat(Files.readAllBytes(entry)).hasSameSizeAs(kept).isNotEqualTo(damaged);
    }

    @Test
    void aModuleWhoseCodeIsOnDiskIsCompiledFromTheStart(@TempDir Path cache) {
        installAndAwaitCompiled(cache);
        try (LocalReplica other = LocalReplica.start(ReplicaConfig.defaults().withModuleCacheDirectory(cache))) {
            Principal id = other.createCanister(List.of());
            other.install(id, ProbeCanister.wasm(), NO_ARG);
            assertThat(other.canisters().get(0).compiled()).isTrue();
        }
    }

    /** A Java method cannot be longer than 64 KiB, so the function stays interpreted, also when the rest comes from the cache. */
    @Test
    void aFunctionThatIsTooLongToBeCompiledRunsFromTheCacheToo(@TempDir Path cache) throws IOException {
        ModuleBuilder module = new ModuleBuilder()
                .imports("msg_reply", ">")
                .imports("msg_reply_data_append", "ii>")
                .function("long", ">", InstallationTest::manyStores)
                .export("canister_update go", c -> c.call("long")
                        .i32(0, Integer.BYTES)
                        .call("msg_reply_data_append")
                        .call("msg_reply"));
        for (int i = 0; i < 2; i++) {
            try (LocalReplica other =
                    LocalReplica.start(ReplicaConfig.defaults().withModuleCacheDirectory(cache))) {
                Principal id = other.createCanister(List.of());
                other.install(id, module.build(), NO_ARG);
                Await.until(() -> other.canisters().get(0).compiled());
                TestAgent agent = new TestAgent(other, ReplicaClock.SYSTEM, 1);
                assertThat(agent.update(id, "go", NO_ARG).reply())
                        .isEqualTo(new byte[] {(byte) (STORES - 1), (byte) ((STORES - 1) >> 8), 0, 0});
            }
            try (Stream<Path> files = Files.list(cache)) {
                assertThat(files.map(Path::toString).filter(file -> file.endsWith(".code")))
                        .singleElement()
                        .asString()
                        .endsWith(".partial.code");
            }
        }
    }

    private static Code manyStores(Code code) {
        for (int i = 0; i < STORES; i++) {
            code.i32(0, i).store32(0);
        }
        return code;
    }

    private static void installAndAwaitCompiled(Path cache) {
        try (LocalReplica other = LocalReplica.start(ReplicaConfig.defaults().withModuleCacheDirectory(cache))) {
            Principal id = other.createCanister(List.of());
            other.install(id, ProbeCanister.wasm(), NO_ARG);
            Await.until(() -> other.canisters().get(0).compiled());
            TestAgent agent = new TestAgent(other, ReplicaClock.SYSTEM, 1);
            assertThat(agent.update(id, "inc", NO_ARG).replied()).isTrue();
            assertThat(agent.update(id, "trap_after_changes", NO_ARG).errorCode())
                    .isEqualTo("IC0502");
            assertThat(agent.update(id, "call_inc", NO_ARG).replied()).isTrue();
        }
    }
}
