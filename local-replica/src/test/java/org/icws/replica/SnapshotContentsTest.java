package org.icws.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ic4j.types.Principal;
import org.icws.protocol.candid.CandidDecoder;
import org.icws.protocol.candid.CandidEncoder;
import org.icws.protocol.candid.CandidValue;
import org.icws.protocol.principal.Principals;
import org.icws.replica.wasm.Script;
import org.icws.replica.wasm.ScriptCanister;
import org.junit.jupiter.api.Test;

/** Snapshots that leave a canister in parts and come into another one (interface specification, "Canister snapshots"). */
class SnapshotContentsTest extends KeptScriptNetworkCases {
    private static final String ID = "canister_id";
    private static final long DAY_NANOS = 86_400_000_000_000L;

    private TestAgent.Outcome call(Principal target, String method, Object... fields) {
        List<Object> all = new ArrayList<>(List.of(ID, network.id(target)));
        all.addAll(List.of(fields));
        return network.manage(target, method, all.toArray());
    }

    private static void assertRejected(TestAgent.Outcome outcome, String errorCode, String text) {
        assertThat(outcome.replied()).as(outcome.message()).isFalse();
        assertThat(outcome.errorCode()).as(outcome.message()).isEqualTo(errorCode);
        assertThat(outcome.message()).contains(text);
    }

    private byte[] taken() {
        network.update(s().store(BUFFER, 77)
                .call("stable64_grow", 2)
                .drop()
                .data(BUFFER + 8, "stable")
                .call("stable64_write", 65_000, BUFFER + 8, 6)
                .call("certified_data_set", BUFFER + 8, 6)
                .script(ScriptCanister.TIMER, s().increment(BUFFER, 1000))
                .call("global_timer_set", network.clock.nanos() + DAY_NANOS)
                .drop()
                .grow(1)
                .drop()
                .reply());
        call(canister, "upload_chunk", "chunk", CandidValue.blob(new byte[] {1, 2, 3}));
        return ScriptNetwork.record(call(canister, "take_canister_snapshot"))
                .get("id")
                .asBlob();
    }

    private CandidValue.Record metadata(Principal owner, byte[] snapshot) {
        return ScriptNetwork.record(
                call(owner, "read_canister_snapshot_metadata", "snapshot_id", CandidValue.blob(snapshot)));
    }

    private byte[] part(byte[] snapshot, CandidValue.Variant kind) {
        return ScriptNetwork.record(call(
                        canister,
                        "read_canister_snapshot_data",
                        "snapshot_id",
                        CandidValue.blob(snapshot),
                        "kind",
                        kind))
                .get("chunk")
                .asBlob();
    }

    private static CandidValue.Variant range(String kind, long offset, long size) {
        return CandidValue.variant(
                kind, CandidValue.record("offset", CandidValue.nat64(offset), "size", CandidValue.nat64(size)));
    }

    /** An upload with the metadata of another snapshot and nothing else yet. */
    private byte[] announced(Principal target, CandidValue.Record metadata) {
        Map<String, CandidValue> fields = new LinkedHashMap<>();
        for (String name : List.of(
                "wasm_module_size",
                "globals",
                "wasm_memory_size",
                "stable_memory_size",
                "certified_data",
                "global_timer",
                "on_low_wasm_memory_hook_status")) {
            fields.put(name, metadata.get(name));
        }
        fields.put(ID, network.id(target));
        byte[] argument = CandidEncoder.encode(CandidValue.record(fields));
        TestAgent.Outcome outcome =
                network.agent.update(target, Principals.MANAGEMENT, "upload_canister_snapshot_metadata", argument);
        return ScriptNetwork.record(outcome).get("snapshot_id").asBlob();
    }

    private TestAgent.Outcome upload(Principal target, byte[] snapshot, CandidValue.Variant kind, byte[] chunk) {
        return call(
                target,
                "upload_canister_snapshot_data",
                "snapshot_id",
                CandidValue.blob(snapshot),
                "kind",
                kind,
                "chunk",
                CandidValue.blob(chunk));
    }

    /** Copies all parts of a snapshot, in pieces that fit into neither pages nor each other. */
    private byte[] copied(byte[] snapshot, Principal target) {
        CandidValue.Record metadata = metadata(canister, snapshot);
        byte[] copy = announced(target, metadata);
        for (String kind : List.of("wasm_module", "wasm_memory", "stable_memory")) {
            long size = metadata.get(kind + "_size").asLong();
            for (long from = 0; from < size; from += 100_001) {
                long length = Math.min(100_001, size - from);
                CandidValue.Variant to =
                        CandidValue.variant(kind, CandidValue.record("offset", CandidValue.nat64(from)));
                assertThat(upload(target, copy, to, part(snapshot, range(kind, from, length)))
                                .replied())
                        .isTrue();
            }
        }
        for (CandidValue chunk : metadata.get("wasm_chunk_store").asList()) {
            byte[] content = part(snapshot, CandidValue.variant("wasm_chunk", chunk));
            assertThat(upload(target, copy, CandidValue.variant("wasm_chunk"), content)
                            .replied())
                    .isTrue();
        }
        return copy;
    }

    private TestAgent.Outcome load(Principal target, byte[] snapshot) {
        return call(target, "load_canister_snapshot", "snapshot_id", CandidValue.blob(snapshot));
    }

    private long number(Principal target, Script script) {
        return ScriptNetwork.number(network.query(target, script.replyNumber()));
    }

    private void assertSameAs(Principal target, byte[] snapshot) {
        TestAgent.Outcome loaded = load(target, snapshot);
        assertThat(loaded.replied()).as(loaded.message()).isTrue();
        assertThat(number(target, s().load(BUFFER))).isEqualTo(77);
        assertThat(number(target, s().pages())).isEqualTo(9);
        assertThat(ScriptNetwork.text(network.query(
                        target,
                        s().call("stable64_read", BUFFER, 65_000, 6)
                                .appendReply(BUFFER, 6)
                                .reply())))
                .isEqualTo("stable");
        assertThat(CandidDecoder.decode(call(target, "stored_chunks").reply())
                        .get(0)
                        .asList())
                .hasSize(1);
    }

    @Test
    void aSnapshotIsReadInPartsAndUploadedToAnotherCanisterWhereItGoesOn() {
        byte[] snapshot = taken();
        Principal other = network.replica.createCanister(List.of(network.agent.sender()));
        byte[] copy = copied(snapshot, other);
        CandidValue.Record metadata = metadata(other, copy);
        assertThat(metadata.get("source").asVariant().is("metadata_upload")).isTrue();
        assertThat(metadata.get("globals"))
                .isEqualTo(metadata(canister, snapshot).get("globals"));
        assertThat(metadata.get("globals").asList()).hasSize(2);

        assertSameAs(other, copy);
        network.clock.advance(java.time.Duration.ofDays(2));
        network.awaitIdle();
        assertThat(number(other, s().load(BUFFER))).as("the timer came with it").isEqualTo(1077);
        CandidValue.Record info = ScriptNetwork.record(network.agent.query(
                other,
                Principals.MANAGEMENT,
                "canister_info",
                CandidEncoder.encode(CandidValue.record(
                        ID, network.id(other), "num_requested_changes", CandidValue.some(CandidValue.nat64(1))))));
        CandidValue.Variant change = info.get("recent_changes")
                .asList()
                .get(0)
                .asRecord()
                .get("details")
                .asVariant();
        assertThat(change.is("load_snapshot")).isTrue();
        assertThat(change.value().asRecord().get("source").asVariant().is("metadata_upload"))
                .isTrue();
    }

    @Test
    void anUploadOutlivesAKillOfTheNetwork() {
        Principal other = network.replica.createCanister(List.of(network.agent.sender()));
        byte[] copy = copied(taken(), other);
        network.replica.kill();
        ReplicaConfig config = ReplicaConfig.defaults().withClock(network.clock).withDataDirectory(directory);
        try (LocalReplica again = LocalReplica.start(config)) {
            TestAgent agent = new TestAgent(again, network.clock, 1);
            // Another request than any before.
            network.clock.advance(java.time.Duration.ofSeconds(1));
            TestAgent.Outcome loaded = agent.update(
                    other,
                    Principals.MANAGEMENT,
                    "load_canister_snapshot",
                    CandidEncoder.encode(
                            CandidValue.record(ID, network.id(other), "snapshot_id", CandidValue.blob(copy))));
            assertThat(loaded.replied()).as(loaded.message()).isTrue();
            assertThat(ScriptNetwork.number(agent.query(
                            other, "ask", s().load(BUFFER).replyNumber().bytes())))
                    .isEqualTo(77);
        }
    }

    @Test
    void aSnapshotIsLoadedOntoAnotherCanisterByWhoeverControlsBoth() {
        byte[] snapshot = taken();
        Principal other = network.replica.createCanister(List.of(network.agent.sender()));
        assertSameAs(other, snapshot);
        network.replica.control().controllers(canister, List.of(Principals.canisterId(1)));
        assertRejected(load(other, snapshot), "IC0512", "Only controllers of canister " + canister);
    }

    @Test
    void partsBeyondTheEndAndUploadsToWhatWasTakenAreRefused() {
        byte[] snapshot = taken();
        CandidValue.Record metadata = metadata(canister, snapshot);
        assertThat(metadata.get("source").asVariant().is("taken_from_canister")).isTrue();
        long memory = metadata.get("wasm_memory_size").asLong();
        assertRejected(
                call(
                        canister,
                        "read_canister_snapshot_data",
                        "snapshot_id",
                        CandidValue.blob(snapshot),
                        "kind",
                        range("wasm_memory", memory - 1, 2)),
                "IC0504",
                "not within");
        CandidValue.Variant start =
                CandidValue.variant("wasm_memory", CandidValue.record("offset", CandidValue.nat64(0)));
        assertRejected(upload(canister, snapshot, start, new byte[1]), "IC0504", "was taken of the canister");
        byte[] copy = announced(canister, metadata);
        CandidValue.Variant end =
                CandidValue.variant("wasm_memory", CandidValue.record("offset", CandidValue.nat64(memory - 1)));
        assertRejected(upload(canister, copy, end, new byte[2]), "IC0504", "not within");
        assertRejected(upload(canister, Arrays.copyOf(copy, 3), start, new byte[1]), "IC0305", "Could not find");
    }

    @Test
    void whatIsIncompleteOrDoesNotFitIsRefusedAndTheCanisterIsAsBefore() {
        byte[] snapshot = taken();
        network.update(s().store(BUFFER, 5).reply());
        CandidValue.Record metadata = metadata(canister, snapshot);
        assertRejected(load(canister, announced(canister, metadata)), "IC0505", "not valid");

        Principal target = canister;
        Map<String, CandidValue> fields = new LinkedHashMap<>();
        List.of("wasm_module_size", "wasm_memory_size", "stable_memory_size", "certified_data")
                .forEach(name -> fields.put(name, metadata.get(name)));
        fields.put("globals", CandidValue.vec(List.of()));
        fields.put(ID, network.id(target));
        byte[] without = ScriptNetwork.record(network.agent.update(
                        target,
                        Principals.MANAGEMENT,
                        "upload_canister_snapshot_metadata",
                        CandidEncoder.encode(CandidValue.record(fields))))
                .get("snapshot_id")
                .asBlob();
        upload(
                target,
                without,
                CandidValue.variant("wasm_module", CandidValue.record("offset", CandidValue.nat64(0))),
                ScriptCanister.wasm());
        assertRejected(load(canister, without), "IC0504", "globals");
        assertThat(number(canister, s().load(BUFFER))).isEqualTo(5);
    }

    @Test
    void snapshotsAreReadByThoseTheSettingsAllow() {
        byte[] snapshot = taken();
        TestAgent stranger = new TestAgent(network.replica, network.clock, 9);
        byte[] argument = CandidEncoder.encode(
                CandidValue.record(ID, network.id(canister), "snapshot_id", CandidValue.blob(snapshot)));
        assertRejected(
                stranger.update(canister, Principals.MANAGEMENT, "read_canister_snapshot_metadata", argument),
                "IC0512",
                "Only controllers");
        call(
                canister,
                "update_settings",
                "settings",
                CandidValue.record("snapshot_visibility", CandidValue.some(CandidValue.variant("public"))));
        network.clock.advance(java.time.Duration.ofSeconds(1));
        assertThat(stranger.update(canister, Principals.MANAGEMENT, "read_canister_snapshot_metadata", argument)
                        .replied())
                .isTrue();
    }
}
