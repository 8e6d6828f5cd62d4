package org.icws.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import org.ic4j.types.Principal;
import org.icws.protocol.candid.CandidDecoder;
import org.icws.protocol.candid.CandidEncoder;
import org.icws.protocol.candid.CandidValue;
import org.icws.protocol.hash.Sha256;
import org.icws.protocol.principal.Principals;
import org.icws.replica.wasm.Script;
import org.icws.replica.wasm.ScriptCanister;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ManagementCanisterTest {
    private static final String ID = "canister_id";
    private final ScriptNetwork network = new ScriptNetwork();
    private final Principal canister = network.canister;

    @AfterEach
    void stop() {
        network.close();
    }

    private static CandidValue blob(byte[] bytes) {
        return CandidValue.blob(bytes);
    }

    private Principal created(Object... fields) {
        TestAgent.Outcome outcome =
                network.manage(Principals.MANAGEMENT, "provisional_create_canister_with_cycles", fields);
        return ScriptNetwork.record(outcome).get(ID).asPrincipal();
    }

    private TestAgent.Outcome install(Principal target, String mode, byte[] wasm) {
        return network.manage(
                target,
                "install_code",
                "mode",
                CandidValue.variant(mode),
                ID,
                network.id(target),
                "wasm_module",
                blob(wasm),
                "arg",
                blob(new Script().bytes()));
    }

    private static void assertRejected(TestAgent.Outcome outcome, int code, String errorCode, String text) {
        assertThat(outcome.replied()).as(outcome.message()).isFalse();
        assertThat(outcome.errorCode()).as(outcome.message()).isEqualTo(errorCode);
        assertThat(outcome.rejectCode()).isEqualTo(code);
        assertThat(outcome.message()).contains(text);
    }

    @Test
    void aCanisterIsCreatedInstalledCalledStoppedAndDeletedOverHttp() {
        Principal created = created();
        assertThat(install(created, "install", ScriptCanister.wasm()).replied()).isTrue();
        assertThat(network.update(created, new Script().reply("alive")).replied())
                .isTrue();
        assertRejected(install(created, "install", ScriptCanister.wasm()), 5, "IC0538", "not empty");
        assertThat(install(created, "upgrade", ScriptCanister.wasm()).replied()).isTrue();
        assertThat(install(created, "reinstall", ScriptCanister.wasm()).replied())
                .isTrue();

        assertRejected(network.manage(created, "delete_canister", ID, network.id(created)), 5, "IC0510", "stopped");
        assertThat(network.manage(created, "stop_canister", ID, network.id(created))
                        .replied())
                .isTrue();
        assertThat(network.status(created).get("status").asVariant().is("stopped"))
                .isTrue();
        assertThat(network.manage(created, "uninstall_code", ID, network.id(created))
                        .replied())
                .isTrue();
        assertThat(network.manage(created, "delete_canister", ID, network.id(created))
                        .replied())
                .isTrue();
        assertRejected(
                network.manage(created, "start_canister", ID, network.id(created)),
                3,
                "IC0301",
                "Canister " + created + " not found");
    }

    @Test
    void aSpecifiedIdAndAnAmountAreHonoured() {
        Principal wanted = Principals.canisterId(77);
        Principal created = created(
                "specified_id",
                CandidValue.some(CandidValue.principal(wanted)),
                "amount",
                CandidValue.some(CandidValue.nat(5_000)));

        assertThat(created).isEqualTo(wanted);
        assertThat(network.status(wanted).get("cycles").asLong()).isEqualTo(5_000);
        assertRejected(
                network.manage(
                        Principals.MANAGEMENT,
                        "provisional_create_canister_with_cycles",
                        "specified_id",
                        CandidValue.some(CandidValue.principal(wanted))),
                2,
                "IC0205",
                "already");
        assertThat(network.manage(
                                wanted,
                                "provisional_top_up_canister",
                                ID,
                                network.id(wanted),
                                "amount",
                                CandidValue.nat(7))
                        .replied())
                .isTrue();
        assertThat(network.status(wanted).get("cycles").asLong()).isEqualTo(5_007);
    }

    @Test
    void onlyControllersManage() {
        Principal other = network.replica.createCanister(List.of(Principals.canisterId(1)));
        for (String method : List.of(
                "install_code",
                "uninstall_code",
                "start_canister",
                "stop_canister",
                "delete_canister",
                "upload_chunk",
                "stored_chunks",
                "clear_chunk_store",
                "update_settings",
                "take_canister_snapshot",
                "canister_status")) {
            assertRejected(
                    network.manage(other, method, ID, network.id(other)),
                    5,
                    "IC0512",
                    "Only controllers of canister " + other + " can call ic00 method " + method);
        }
    }

    @Test
    void whatOnlyCanistersMayCallIsRefusedToUsers() {
        for (String method : List.of("raw_rand", "deposit_cycles", "http_request", "canister_info")) {
            assertRejected(
                    network.manage(canister, method, ID, network.id(canister)), 4, "IC0406", "only by a canister");
        }
        assertRejected(network.manage(canister, "nonsense", ID, network.id(canister)), 4, "IC0407", "no method");
        assertRejected(
                network.manage(canister, "sign_with_ecdsa", ID, network.id(canister)), 4, "IC0407", "not available");
    }

    @Test
    void anArgumentThatDoesNotDecodeIsNamed() {
        TestAgent.Outcome outcome =
                network.agent.update(canister, Principals.MANAGEMENT, "start_canister", new byte[] {1, 2, 3});
        assertRejected(outcome, 4, "IC0408", "candid");
    }

    @Test
    void settingsAreKeptAndShownAndTheirLimitsEnforced() {
        TestAgent.Outcome outcome = network.manage(
                canister,
                "update_settings",
                ID,
                network.id(canister),
                "settings",
                CandidValue.record(
                        "controllers",
                        CandidValue.some(
                                CandidValue.vec(List.of(network.id(network.agent.sender()), network.id(canister)))),
                        "freezing_threshold",
                        CandidValue.some(CandidValue.nat(42)),
                        "log_visibility",
                        CandidValue.some(CandidValue.variant("public")),
                        "environment_variables",
                        CandidValue.some(CandidValue.vec(List.of(CandidValue.record(
                                "name", CandidValue.text("MODE"), "value", CandidValue.text("test")))))));
        assertThat(outcome.replied()).as(outcome.message()).isTrue();

        CandidValue.Record settings = network.status(canister).get("settings").asRecord();
        assertThat(settings.get("controllers").asList()).hasSize(2);
        assertThat(settings.get("freezing_threshold").asLong()).isEqualTo(42);
        assertThat(settings.get("log_visibility").asVariant().is("public")).isTrue();
        assertThat(settings.get("environment_variables").asList()).hasSize(1);
        assertThat(ScriptNetwork.number(
                        network.query(new Script().call("env_var_count").replyNumber())))
                .isEqualTo(1);
        assertThat(ScriptNetwork.text(network.query(new Script()
                        .data(ScriptCanister.FREE, "MODE")
                        .call("env_var_value_copy", ScriptCanister.FREE, 4, ScriptCanister.FREE + 64, 0, 4)
                        .appendReply(ScriptCanister.FREE + 64, 4)
                        .reply())))
                .isEqualTo("test");

        CandidValue many = CandidValue.some(CandidValue.vec(java.util.stream.LongStream.range(0, 11)
                .mapToObj(Principals::canisterId)
                .map(network::id)
                .toList()));
        assertRejected(
                network.manage(
                        canister,
                        "update_settings",
                        ID,
                        network.id(canister),
                        "settings",
                        CandidValue.record("controllers", many)),
                5,
                "IC0531",
                "10 controllers");
    }

    @Test
    void aModuleIsInstalledInChunks() {
        byte[] wasm = ScriptCanister.wasm();
        Principal target = created();
        byte[] first = Arrays.copyOf(wasm, wasm.length / 2);
        byte[] second = Arrays.copyOfRange(wasm, wasm.length / 2, wasm.length);
        for (byte[] chunk : List.of(first, second)) {
            CandidValue.Record hash = ScriptNetwork.record(
                    network.manage(target, "upload_chunk", ID, network.id(target), "chunk", blob(chunk)));
            assertThat(hash.get("hash").asBlob()).isEqualTo(Sha256.of(chunk));
        }
        TestAgent.Outcome stored = network.manage(target, "stored_chunks", ID, network.id(target));
        assertThat(CandidDecoder.decode(stored.reply()).get(0).asList()).hasSize(2);

        assertRejected(chunked(target, Sha256.of(first), first, second), 5, "IC0504", "does not match");
        TestAgent.Outcome installed = chunked(target, Sha256.of(wasm), first, second);
        assertThat(installed.replied()).as(installed.message()).isTrue();
        assertThat(network.status(target).get("module_hash").asOptional().get().asBlob())
                .isEqualTo(Sha256.of(wasm));

        network.manage(target, "clear_chunk_store", ID, network.id(target));
        assertRejected(chunked(target, Sha256.of(wasm), first, second), 5, "IC0504", "not found");
    }

    private TestAgent.Outcome chunked(Principal target, byte[] hash, byte[]... chunks) {
        return network.manage(
                target,
                "install_chunked_code",
                "mode",
                CandidValue.variant("reinstall"),
                "target_canister",
                network.id(target),
                "store_canister",
                CandidValue.none(),
                "chunk_hashes_list",
                CandidValue.vec(Arrays.stream(chunks)
                        .map(chunk -> CandidValue.record("hash", blob(Sha256.of(chunk))))
                        .toList()),
                "wasm_module_hash",
                blob(hash),
                "arg",
                blob(new Script().bytes()));
    }

    @Test
    void aSnapshotBringsBackMemoryAndStableMemory() {
        network.update(
                new Script().store(0x20000, 11).call("stable64_grow", 2).drop().reply());
        CandidValue.Record taken =
                ScriptNetwork.record(network.manage(canister, "take_canister_snapshot", ID, network.id(canister)));
        network.update(
                new Script().store(0x20000, 12).call("stable64_grow", 5).drop().reply());

        TestAgent.Outcome loaded = network.manage(
                canister, "load_canister_snapshot", ID, network.id(canister), "snapshot_id", taken.get("id"));

        assertThat(loaded.replied()).as(loaded.message()).isTrue();
        assertThat(ScriptNetwork.number(network.query(new Script().load(0x20000).replyNumber())))
                .isEqualTo(11);
        assertThat(ScriptNetwork.number(
                        network.query(new Script().call("stable64_size").replyNumber())))
                .isEqualTo(2);
        TestAgent.Outcome list = network.manage(canister, "list_canister_snapshots", ID, network.id(canister));
        assertThat(CandidDecoder.decode(list.reply()).get(0).asList()).hasSize(1);
        network.manage(canister, "delete_canister_snapshot", ID, network.id(canister), "snapshot_id", taken.get("id"));
        assertRejected(
                network.manage(
                        canister, "load_canister_snapshot", ID, network.id(canister), "snapshot_id", taken.get("id")),
                3,
                "IC0305",
                "Could not find the snapshot");
    }

    @Test
    void logsAreReadByQueryAndByThoseWhoMay() {
        network.update(new Script()
                .data(ScriptCanister.FREE, "hello")
                .call("debug_print", ScriptCanister.FREE, 5)
                .reply());
        byte[] argument = CandidEncoder.encode(CandidValue.record(ID, network.id(canister)));

        CandidValue.Record logs = ScriptNetwork.record(
                network.agent.query(canister, Principals.MANAGEMENT, "fetch_canister_logs", argument));

        CandidValue.Record line =
                logs.get("canister_log_records").asList().get(0).asRecord();
        assertThat(new String(line.get("content").asBlob())).isEqualTo("hello");
        TestAgent stranger = new TestAgent(network.replica, network.clock, 2);
        assertThat(stranger.query(canister, Principals.MANAGEMENT, "fetch_canister_logs", argument)
                        .errorCode())
                .isEqualTo("IC0406");
        assertThat(network.manage(canister, "fetch_canister_logs", ID, network.id(canister))
                        .errorCode())
                .isEqualTo("IC0406");
        assertThat(ScriptNetwork.record(
                                network.agent.query(canister, Principals.MANAGEMENT, "canister_status", argument))
                        .get("status")
                        .asVariant()
                        .is("running"))
                .isTrue();
    }

    @Test
    void canistersGetRandomnessAndInformation() {
        TestAgent.Outcome random = network.manageByCanister(BigInteger.ZERO, "raw_rand");
        assertThat(CandidDecoder.decode(random.reply()).get(0).asBlob()).hasSize(32);

        CandidValue.Record info = ScriptNetwork.record(network.manageByCanister(
                BigInteger.ZERO,
                "canister_info",
                ID,
                network.id(canister),
                "num_requested_changes",
                CandidValue.some(CandidValue.nat64(20))));
        assertThat(info.get("total_num_changes").asLong()).isEqualTo(2);
        assertThat(info.get("recent_changes").asList()).hasSize(2);
    }

    @Test
    void aCanisterCreatesAndFundsCanisters() {
        BigInteger before = network.status(canister).get("cycles").asBigInteger();
        CandidValue.Record created =
                ScriptNetwork.record(network.manageByCanister(BigInteger.valueOf(1_000), "create_canister"));
        Principal child = created.get(ID).asPrincipal();

        network.manageByCanister(BigInteger.valueOf(500), "deposit_cycles", ID, network.id(child));

        assertThat(network.status(canister).get("cycles").asBigInteger())
                .isEqualTo(before.subtract(BigInteger.valueOf(1_500)));
        CandidValue.Record status = ScriptNetwork.record(
                network.manageByCanister(BigInteger.ZERO, "canister_status", ID, network.id(child)));
        assertThat(status.get("cycles").asLong()).isEqualTo(1_500);
    }

    @Test
    void theWrongEffectiveCanisterIsABadRequest() {
        Principal other = network.replica.createCanister(List.of(network.agent.sender()));
        byte[] argument = CandidEncoder.encode(CandidValue.record(ID, network.id(canister)));
        var request = network.agent.sign(Principals.MANAGEMENT, "start_canister", argument);

        var response = network.agent.post(TestAgent.path(3, other, "call"), request.envelope());

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(new String(response.body())).contains("does not match effective canister id in URL");
    }

    @Test
    void aMemoryLimitStopsUpdatesThatGrowBeyondIt() {
        network.manage(
                canister,
                "update_settings",
                ID,
                network.id(canister),
                "settings",
                CandidValue.record("wasm_memory_limit", CandidValue.some(CandidValue.nat(10 * 65_536))));

        assertRejected(network.update(new Script().grow(3).drop().reply()), 5, "IC0539", "memory limit");
        assertThat(network.update(new Script().grow(2).drop().reply()).replied())
                .isTrue();
        assertThat(network.query(new Script().grow(3).drop().reply()).replied()).isTrue();
    }
}
