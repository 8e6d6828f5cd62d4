package org.icws.replica.management;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.icws.protocol.candid.CandidEncoder;
import org.icws.protocol.candid.CandidValue;
import org.icws.replica.execution.CanisterModule;
import org.icws.replica.execution.WasmCanister;
import org.icws.replica.state.Canister;
import org.icws.replica.state.CanisterHistory;
import org.icws.replica.state.CanisterSnapshot;
import org.icws.replica.state.CanisterStatus;
import org.icws.replica.state.QueryStatistics;

/** What the management canister tells about a canister. Stateless; runs on the canister's thread. */
final class StatusReport {
    private StatusReport() {}

    static byte[] status(Canister canister) {
        CandidValue zero = CandidValue.nat(0);
        return CandidEncoder.encode(CandidValue.record(
                "status",
                CandidValue.variant(canister.status().name().toLowerCase(Locale.ROOT)),
                "ready_for_migration",
                CandidValue.bool(canister.status() == CanisterStatus.STOPPED),
                "version",
                CandidValue.nat64(canister.version()),
                "settings",
                SettingsArguments.encode(canister.settings()),
                "module_hash",
                moduleHash(canister),
                "memory_size",
                CandidValue.nat(memorySize(canister)),
                "memory_metrics",
                memoryMetrics(canister),
                "cycles",
                CandidValue.nat(canister.cycles()),
                "reserved_cycles",
                zero,
                "idle_cycles_burned_per_day",
                zero,
                "query_stats",
                queryStatistics(canister.queryStatistics())));
    }

    private static CandidValue queryStatistics(QueryStatistics statistics) {
        return CandidValue.record(
                "num_calls_total",
                CandidValue.nat(statistics.calls()),
                "num_instructions_total",
                CandidValue.nat(statistics.instructions()),
                "request_payload_bytes_total",
                CandidValue.nat(statistics.requestBytes()),
                "response_payload_bytes_total",
                CandidValue.nat(statistics.responseBytes()));
    }

    private static CandidValue moduleHash(Canister canister) {
        CanisterModule module = canister.module();
        return module == null ? CandidValue.none() : CandidValue.some(CandidValue.blob(module.hash()));
    }

    private static long memorySize(Canister canister) {
        return metrics(canister).values().stream().mapToLong(Long::longValue).sum();
    }

    private static CandidValue memoryMetrics(Canister canister) {
        Map<String, CandidValue> fields = new HashMap<>();
        metrics(canister).forEach((name, bytes) -> fields.put(name, CandidValue.nat(bytes)));
        return CandidValue.record(fields);
    }

    private static Map<String, Long> metrics(Canister canister) {
        WasmCanister wasm = canister.wasm();
        CanisterModule module = canister.module();
        long custom = module == null
                ? 0
                : module.metadata().values().stream()
                        .mapToLong(section -> section.content().length)
                        .sum();
        return Map.of(
                "wasm_memory_size",
                wasm == null ? 0 : wasm.linearBytes(),
                "stable_memory_size",
                wasm == null ? 0 : wasm.stableBytes(),
                "global_memory_size",
                wasm == null ? 0 : wasm.globalBytes(),
                "wasm_binary_size",
                module == null ? 0L : module.size(),
                "custom_sections_size",
                custom,
                "canister_history_size",
                100L * canister.history().newest(Long.MAX_VALUE).size(),
                "wasm_chunk_store_size",
                canister.chunks().size(),
                "snapshots_size",
                canister.snapshots().values().stream()
                        .mapToLong(CanisterSnapshot::size)
                        .sum(),
                "log_memory_store_size",
                LogReport.bytes(canister));
    }

    /** The answer of {@code canister_metrics}. */
    static byte[] metricsOf(Canister canister) {
        CandidValue zero = CandidValue.nat(0);
        return CandidEncoder.encode(CandidValue.record(
                "cycles_consumed",
                CandidValue.record(
                        "memory",
                        zero,
                        "compute_allocation",
                        zero,
                        "ingress_induction",
                        zero,
                        "instructions",
                        zero,
                        "request_and_response_transmission",
                        zero,
                        "uninstall",
                        zero,
                        "canister_creation",
                        zero,
                        "http_outcalls",
                        CandidValue.nat(canister.consumed().httpOutcalls()),
                        "burned_cycles",
                        CandidValue.nat(canister.consumed().burned()))));
    }

    static byte[] info(Canister canister, Arguments arguments) {
        long requested = arguments.optionalNat64("num_requested_changes").orElse(0L);
        long requestedChanges = requested < 0 ? Long.MAX_VALUE : requested;
        List<CandidValue> changes = canister.history().newest(requestedChanges).stream()
                .map(StatusReport::change)
                .toList();
        return CandidEncoder.encode(CandidValue.record(
                "total_num_changes",
                CandidValue.nat64(canister.history().total()),
                "recent_changes",
                CandidValue.vec(changes),
                "module_hash",
                moduleHash(canister),
                "controllers",
                SettingsArguments.principals(canister.controllers())));
    }

    private static CandidValue change(CanisterHistory.Change change) {
        return CandidValue.record(
                "timestamp_nanos",
                CandidValue.nat64(change.timeNanos()),
                "canister_version",
                CandidValue.nat64(change.version()),
                "origin",
                origin(change.origin()),
                "details",
                details(change.details()));
    }

    private static CandidValue origin(CanisterHistory.Origin origin) {
        if (origin.user()) {
            return CandidValue.variant(
                    "from_user", CandidValue.record("user_id", CandidValue.principal(origin.principal())));
        }
        return CandidValue.variant(
                "from_canister",
                CandidValue.record(
                        "canister_id",
                        CandidValue.principal(origin.principal()),
                        "canister_version",
                        origin.version() == null
                                ? CandidValue.none()
                                : CandidValue.some(CandidValue.nat64(origin.version()))));
    }

    private static CandidValue details(CanisterHistory.Details details) {
        if (details instanceof CanisterHistory.Details.Creation creation) {
            return CandidValue.variant(
                    "creation",
                    CandidValue.record(
                            "controllers",
                            SettingsArguments.principals(creation.controllers()),
                            "environment_variables_hash",
                            creation.variablesHash() == null
                                    ? CandidValue.none()
                                    : CandidValue.some(CandidValue.blob(creation.variablesHash()))));
        }
        if (details instanceof CanisterHistory.Details.CodeDeployment deployment) {
            return CandidValue.variant(
                    "code_deployment",
                    CandidValue.record(
                            "mode",
                            CandidValue.variant(deployment.mode()),
                            "module_hash",
                            CandidValue.blob(deployment.moduleHash())));
        }
        if (details instanceof CanisterHistory.Details.LoadSnapshot load) {
            return loaded(load);
        }
        if (details instanceof CanisterHistory.Details.ControllersChange controllers) {
            return CandidValue.variant(
                    "controllers_change",
                    CandidValue.record("controllers", SettingsArguments.principals(controllers.controllers())));
        }
        return CandidValue.variant("code_uninstall");
    }

    private static CandidValue loaded(CanisterHistory.Details.LoadSnapshot load) {
        return CandidValue.variant(
                "load_snapshot",
                CandidValue.record(
                        "canister_version",
                        CandidValue.nat64(load.version()),
                        "snapshot_id",
                        CandidValue.blob(load.snapshotId()),
                        "taken_at_timestamp",
                        CandidValue.nat64(load.takenAtNanos()),
                        "from_canister_id",
                        load.from() == null ? CandidValue.none() : CandidValue.some(CandidValue.principal(load.from())),
                        "source",
                        CandidValue.variant(
                                load.uploaded() ? "metadata_upload" : "taken_from_canister", CandidValue.RESERVED)));
    }
}
