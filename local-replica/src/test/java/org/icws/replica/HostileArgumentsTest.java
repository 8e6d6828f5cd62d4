package org.icws.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.ic4j.types.Principal;
import org.icws.protocol.candid.CandidEncoder;
import org.icws.protocol.candid.CandidValue;
import org.icws.protocol.principal.Principals;
import org.icws.replica.wasm.Script;
import org.icws.replica.wasm.ScriptCanister;
import org.junit.jupiter.api.Test;

/**
 * Every value of every argument of the management canister is replaced by values of other types, and left out: each call is answered,
 * none finds the replica at a loss, and the network goes on.
 */
class HostileArgumentsTest {
    private static final byte[] NO_BYTES = {};
    private static final CandidValue HASH = CandidValue.blob(new byte[32]);

    private static final List<CandidValue> WRONG = List.of(
            CandidValue.text("x"),
            CandidValue.nat(BigInteger.ONE.shiftLeft(200)),
            CandidValue.bool(true),
            CandidValue.blob(new byte[40]),
            CandidValue.vec(List.of(CandidValue.text("x"))),
            CandidValue.record("x", CandidValue.nat(1)),
            CandidValue.variant("x"),
            CandidValue.variant("allowed_viewers", CandidValue.text("x")),
            CandidValue.some(CandidValue.some(CandidValue.text("x"))),
            CandidValue.none());

    private ScriptNetwork network;
    private Principal canister;

    private static CandidValue some(Object value) {
        return CandidValue.some((CandidValue) value);
    }

    private static CandidValue variables() {
        return CandidValue.vec(
                List.of(CandidValue.record("name", CandidValue.text("n"), "value", CandidValue.text("v"))));
    }

    private CandidValue settings() {
        return CandidValue.record(
                "controllers",
                some(CandidValue.vec(List.of(CandidValue.principal(network.agent.sender())))),
                "freezing_threshold",
                some(CandidValue.nat(5)),
                "log_visibility",
                some(CandidValue.variant(
                        "allowed_viewers", CandidValue.vec(List.of(CandidValue.principal(Principals.ANONYMOUS))))),
                "environment_variables",
                some(variables()));
    }

    private Object[] named(Object... more) {
        List<Object> fields = new ArrayList<>(List.of("canister_id", network.id(canister)));
        fields.addAll(List.of(more));
        return fields.toArray();
    }

    /** An argument that is right for each method; most calls would still be refused, for other reasons. */
    private Map<String, Object[]> arguments() {
        CandidValue start = CandidValue.record("start", CandidValue.nat64(0), "end", CandidValue.nat64(9));
        CandidValue upgrade = CandidValue.variant(
                "upgrade",
                some(CandidValue.record(
                        "skip_pre_upgrade",
                        some(CandidValue.bool(false)),
                        "wasm_memory_persistence",
                        some(CandidValue.variant("keep")))));
        Object[] code = {"mode", upgrade, "arg", CandidValue.blob(NO_BYTES), "sender_canister_version", some(nat64(7))};
        CandidValue snapshot = CandidValue.blob(new byte[18]);
        Map<String, Object[]> all = new LinkedHashMap<>();
        all.put(
                "provisional_create_canister_with_cycles",
                new Object[] {"amount", some(CandidValue.nat(1)), "settings", some(settings())});
        all.put("create_canister", new Object[] {"settings", some(settings()), "sender_canister_version", some(nat64(1))
        });
        all.put("provisional_top_up_canister", named("amount", CandidValue.nat(1)));
        all.put("update_settings", named("settings", settings(), "sender_canister_version", some(nat64(1))));
        all.put("install_code", joined(named("wasm_module", CandidValue.blob(NO_BYTES)), code));
        all.put(
                "install_chunked_code",
                joined(
                        new Object[] {
                            "target_canister",
                            network.id(canister),
                            "store_canister",
                            some(network.id(canister)),
                            "chunk_hashes_list",
                            CandidValue.vec(List.of(CandidValue.record("hash", HASH))),
                            "wasm_module_hash",
                            HASH
                        },
                        code));
        all.put("upload_chunk", named("chunk", CandidValue.blob(NO_BYTES)));
        all.put("canister_info", named("num_requested_changes", some(nat64(2))));
        all.put("canister_metadata", named("name", CandidValue.text("x")));
        all.put("fetch_canister_logs", named("filter", some(CandidValue.variant("by_idx", start))));
        all.put("take_canister_snapshot", named("replace_snapshot", some(snapshot)));
        all.put("load_canister_snapshot", named("snapshot_id", snapshot));
        all.put(
                "read_canister_snapshot_data",
                named(
                        "snapshot_id",
                        snapshot,
                        "kind",
                        CandidValue.variant("wasm_chunk", CandidValue.record("hash", HASH))));
        all.put(
                "upload_canister_snapshot_data",
                named(
                        "snapshot_id",
                        snapshot,
                        "kind",
                        CandidValue.variant("wasm_memory", CandidValue.record("offset", nat64(0))),
                        "chunk",
                        CandidValue.blob(NO_BYTES)));
        all.put("upload_canister_snapshot_metadata", metadata());
        all.put("http_request", outcall());
        for (String method : List.of(
                "stored_chunks",
                "clear_chunk_store",
                "canister_status",
                "canister_metrics",
                "deposit_cycles",
                "list_canister_snapshots",
                "read_canister_snapshot_metadata",
                "delete_canister_snapshot",
                "start_canister")) {
            all.put(method, named("snapshot_id", snapshot));
        }
        return all;
    }

    private Object[] metadata() {
        return named(
                "replace_snapshot",
                CandidValue.none(),
                "wasm_module_size",
                nat64(8),
                "globals",
                CandidValue.vec(List.of(CandidValue.variant("i32", CandidValue.nat(1)))),
                "wasm_memory_size",
                nat64(0),
                "stable_memory_size",
                nat64(0),
                "certified_data",
                CandidValue.blob(NO_BYTES),
                "global_timer",
                some(CandidValue.variant("active", nat64(1))),
                "on_low_wasm_memory_hook_status",
                some(CandidValue.variant("ready")));
    }

    private Object[] outcall() {
        return new Object[] {
            "url",
            CandidValue.text("https://localhost:1/"),
            "max_response_bytes",
            some(nat64(10)),
            "method",
            CandidValue.variant("get"),
            "headers",
            CandidValue.vec(List.of(CandidValue.record("name", CandidValue.text("n"), "value", CandidValue.text("v")))),
            "body",
            some(CandidValue.blob(NO_BYTES)),
            "is_replicated",
            some(CandidValue.bool(true))
        };
    }

    private static CandidValue nat64(long value) {
        return CandidValue.nat64(value);
    }

    private static Object[] joined(Object[] first, Object[] second) {
        List<Object> all = new ArrayList<>(List.of(first));
        all.addAll(List.of(second));
        return all.toArray();
    }

    /** The value itself, and each with one value inside replaced or left out. */
    private static List<CandidValue> spoilt(CandidValue value) {
        List<CandidValue> all = new ArrayList<>(WRONG);
        if (value instanceof CandidValue.Opt opt && opt.value() != null) {
            spoilt(opt.value()).forEach(inner -> all.add(CandidValue.some(inner)));
        } else if (value instanceof CandidValue.Record record) {
            record.fields().forEach((id, field) -> {
                TreeMap<Long, CandidValue> without = new TreeMap<>(record.fields());
                without.remove(id);
                all.add(new CandidValue.Record(without));
                spoilt(field).forEach(inner -> {
                    TreeMap<Long, CandidValue> changed = new TreeMap<>(record.fields());
                    changed.put(id, inner);
                    all.add(new CandidValue.Record(changed));
                });
            });
        } else if (value instanceof CandidValue.Vec vec && !vec.values().isEmpty()) {
            spoilt(vec.values().get(0)).forEach(inner -> all.add(CandidValue.vec(List.of(inner))));
        } else if (value instanceof CandidValue.Variant variant) {
            spoilt(variant.value()).forEach(inner -> all.add(new CandidValue.Variant(variant.id(), inner)));
        }
        return all;
    }

    private String byUser(String method, byte[] argument) {
        TestAgent.Outcome outcome = network.agent.update(canister, Principals.MANAGEMENT, method, argument);
        return outcome.replied() ? "" : outcome.errorCode() + outcome.message();
    }

    private String byCanister(String method, byte[] argument) {
        return ScriptNetwork.text(network.update(
                ScriptNetwork.callAndForward(NO_BYTES, method, argument, BigInteger.valueOf(1_000_000))));
    }

    @Test
    void whateverTheArgumentsAreCallsAreAnsweredAndTheNetworkGoesOn() {
        try (ScriptNetwork opened = new ScriptNetwork()) {
            network = opened;
            canister = network.install(ScriptCanister.wasm());
            Map<String, Object[]> arguments = arguments();
            int calls = 0;
            for (Map.Entry<String, Object[]> method : arguments.entrySet()) {
                for (CandidValue spoilt : spoilt(CandidValue.record(method.getValue()))) {
                    byte[] argument = CandidEncoder.encode(spoilt);
                    String by =
                            calls % 2 == 0 ? byUser(method.getKey(), argument) : byCanister(method.getKey(), argument);
                    assertThat(by).as(method.getKey() + " " + spoilt).doesNotContain("nternal error");
                    calls++;
                }
            }
            assertThat(calls).isGreaterThan(1000);
            assertThat(ScriptNetwork.text(network.update(new Script().reply("well"))))
                    .isEqualTo("well");
            assertThat(network.replica.control().status().failure()).isNull();
        }
    }
}
