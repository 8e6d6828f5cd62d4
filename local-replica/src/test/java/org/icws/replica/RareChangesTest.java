package org.icws.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.ic4j.types.Principal;
import org.icws.protocol.candid.CandidEncoder;
import org.icws.protocol.candid.CandidValue;
import org.icws.protocol.hash.RepresentationHash;
import org.icws.protocol.principal.Principals;
import org.icws.replica.wasm.ScriptCanister;
import org.junit.jupiter.api.Test;

/** What canisters have besides their memory: chunks, snapshots, history, log and counts, and how it is kept. */
class RareChangesTest extends KeptScriptNetworkCases {
    private static final int MEGABYTE = 1 << 20;

    private final Random random = new Random(11);

    private TestAgent.Outcome call(String method, Object... fields) {
        List<Object> all = new ArrayList<>(List.of("canister_id", network.id(canister)));
        all.addAll(List.of(fields));
        return network.manage(canister, method, all.toArray());
    }

    private byte[] noise(int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }

    private long journal() throws IOException {
        return files(directory, "journal-").stream()
                .mapToLong(file -> file.toFile().length())
                .sum();
    }

    private CandidValue.Record status() {
        return network.status(canister);
    }

    @Test
    void chunksAreWrittenOnceEachAndOutliveAKill() throws IOException {
        long before = journal();
        for (int i = 0; i < 10; i++) {
            assertThat(call("upload_chunk", "chunk", CandidValue.blob(noise(MEGABYTE)))
                            .replied())
                    .isTrue();
        }
        // The argument of the call, the queued message, and the chunk itself.
        assertThat(journal() - before).isLessThan(32L * MEGABYTE);
        byte[] hashes = call("stored_chunks").reply();
        restart();
        assertThat(call("stored_chunks", "x", CandidValue.nat(1)).reply()).isEqualTo(hashes);

        call("clear_chunk_store");
        call("upload_chunk", "chunk", CandidValue.blob(noise(100)));
        byte[] one = call("stored_chunks", "x", CandidValue.nat(2)).reply();
        assertThat(one).hasSizeLessThan(hashes.length);
        restart();
        assertThat(call("stored_chunks", "x", CandidValue.nat(3)).reply()).isEqualTo(one);
    }

    @Test
    void partsOfAnUploadedSnapshotAreWrittenOnceEachAndOutliveAKill() throws IOException {
        byte[] module = ScriptCanister.wasm();
        byte[] id = announced(module.length, 64 * 65536L);
        upload(id, "wasm_module", 0, module);
        long before = journal();
        byte[] first = noise(MEGABYTE);
        upload(id, "stable_memory", 100, first);
        upload(id, "stable_memory", MEGABYTE + 100, noise(MEGABYTE));
        upload(id, "stable_memory", 2 * MEGABYTE + 100, noise(MEGABYTE));
        assertThat(journal() - before).isLessThan(10L * MEGABYTE);
        restart();
        byte[] read = ScriptNetwork.record(call(
                        "read_canister_snapshot_data",
                        "snapshot_id",
                        CandidValue.blob(id),
                        "kind",
                        CandidValue.variant(
                                "stable_memory",
                                CandidValue.record(
                                        "offset", CandidValue.nat64(100), "size", CandidValue.nat64(MEGABYTE)))))
                .get("chunk")
                .asBlob();
        assertThat(read).isEqualTo(first);
        assertThat(call("delete_canister_snapshot", "snapshot_id", CandidValue.blob(id))
                        .replied())
                .isTrue();
        restart();
        assertThat(call("read_canister_snapshot_metadata", "snapshot_id", CandidValue.blob(id))
                        .errorCode())
                .isEqualTo("IC0305");
    }

    private byte[] announced(int moduleBytes, long stableBytes) {
        CandidValue global = CandidValue.variant("i32", new CandidValue.Fixed(CandidValue.FixedKind.INT32, 0));
        byte[] argument = CandidEncoder.encode(CandidValue.record(
                "canister_id",
                network.id(canister),
                "wasm_module_size",
                CandidValue.nat64(moduleBytes),
                "globals",
                CandidValue.vec(List.of(global, global)),
                "wasm_memory_size",
                CandidValue.nat64(8 * 65536L),
                "stable_memory_size",
                CandidValue.nat64(stableBytes),
                "certified_data",
                CandidValue.blob(new byte[0])));
        return ScriptNetwork.record(network.agent.update(
                        canister, Principals.MANAGEMENT, "upload_canister_snapshot_metadata", argument))
                .get("snapshot_id")
                .asBlob();
    }

    private void upload(byte[] id, String kind, long offset, byte[] part) {
        TestAgent.Outcome outcome = call(
                "upload_canister_snapshot_data",
                "snapshot_id",
                CandidValue.blob(id),
                "kind",
                CandidValue.variant(kind, CandidValue.record("offset", CandidValue.nat64(offset))),
                "chunk",
                CandidValue.blob(part));
        assertThat(outcome.replied()).as(outcome.message()).isTrue();
    }

    @Test
    void aSnapshotThatWasTakenIsNotWrittenAgainWithLaterChangesOfTheHistory() throws IOException {
        network.update(canister, s().call("stable64_grow", 80).drop().reply());
        byte[] noise = noise(16 * 1024);
        for (int i = 0; i < 256; i++) {
            network.update(
                    canister,
                    s().data(BUFFER, noise)
                            .call("stable64_write", i * 16384L, BUFFER, noise.length)
                            .reply());
        }
        assertThat(call("take_canister_snapshot").replied()).isTrue();
        long before = journal();
        for (int i = 0; i < 5; i++) {
            network.replica.control().controllers(canister, List.of(network.agent.sender(), Principals.canisterId(i)));
        }
        assertThat(journal() - before).isLessThan(MEGABYTE);
        restart();
        assertThat(ScriptNetwork.record(call("canister_status"))
                        .get("memory_metrics")
                        .asRecord()
                        .get("snapshots_size")
                        .asLong())
                .isGreaterThan(80 * 65536L);
    }

    @Test
    void whatQueriesAndUpdatesHaveCountedGoesOnAfterARestart() {
        for (int i = 0; i < 3; i++) {
            network.query(s().reply("four"));
        }
        network.update(s().reply());
        CandidValue.Record before = status().get("query_stats").asRecord();
        assertThat(before.get("num_calls_total").asLong()).isEqualTo(3);
        long updates = network.replica.canisters().get(0).updates();
        restart();
        CandidValue.Record after = status().get("query_stats").asRecord();
        for (String name : List.of(
                "num_calls_total",
                "num_instructions_total",
                "request_payload_bytes_total",
                "response_payload_bytes_total")) {
            assertThat(after.get(name)).as(name).isEqualTo(before.get(name));
        }
        assertThat(network.replica.canisters().get(0).updates()).isEqualTo(updates);
        network.query(canister, s().reply("four"));
        assertThat(status().get("query_stats").asRecord().get("num_calls_total").asLong())
                .isEqualTo(4);
    }

    @Test
    void theLogsMemoryIsThatOfTheLinesThatAreKept() {
        assertThat(logMemory()).isZero();
        network.update(
                s().data(BUFFER, "ten bytes!").call("debug_print", BUFFER, 10).reply());
        network.query(s().data(BUFFER, "a query").call("debug_print", BUFFER, 7).reply());
        assertThat(logMemory()).as("what queries print is not kept").isEqualTo(10);
        for (int i = 0; i < 5; i++) {
            network.update(s().call("debug_print", 0x30000, 1000 + i).reply());
        }
        assertThat(logMemory()).as("4096 bytes at most").isEqualTo(1001 + 1002 + 1003 + 1004);
    }

    private long logMemory() {
        return status().get("memory_metrics")
                .asRecord()
                .get("log_memory_store_size")
                .asLong();
    }

    @Test
    void theHistoryHasTheHashOfTheVariablesACanisterIsCreatedWith() {
        CandidValue variable =
                CandidValue.record("name", CandidValue.text("A"), "value", CandidValue.text("the value"));
        CandidValue settings =
                CandidValue.record("environment_variables", CandidValue.some(CandidValue.vec(List.of(variable))));
        Principal created = ScriptNetwork.record(network.manage(
                        canister, "provisional_create_canister_with_cycles", "settings", CandidValue.some(settings)))
                .get("canister_id")
                .asPrincipal();
        byte[] expected = RepresentationHash.of(java.util.Map.of("A", "the value"));
        for (int restarts = 0; restarts < 2; restarts++) {
            assertThat(creation(created).get("environment_variables_hash"))
                    .isEqualTo(CandidValue.some(CandidValue.blob(expected)));
            assertThat(creation(canister).get("environment_variables_hash")).isEqualTo(CandidValue.none());
            restart();
        }
    }

    private CandidValue.Record creation(Principal of) {
        CandidValue.Record info = ScriptNetwork.record(network.manageByCanister(
                java.math.BigInteger.ZERO,
                "canister_info",
                "canister_id",
                network.id(of),
                "num_requested_changes",
                CandidValue.some(CandidValue.nat64(20))));
        return info.get("recent_changes")
                .asList()
                .get(0)
                .asRecord()
                .get("details")
                .asVariant()
                .value()
                .asRecord();
    }
}
