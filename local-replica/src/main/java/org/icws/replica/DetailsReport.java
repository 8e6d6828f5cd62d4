package org.icws.replica;

import java.math.BigInteger;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.ic4j.types.Principal;
import org.icws.protocol.candid.CandidValue;
import org.icws.replica.execution.EnvironmentVariable;
import org.icws.replica.state.Canister;
import org.icws.replica.state.CanisterHistory;
import org.icws.replica.state.CanisterSettings;
import org.icws.replica.state.CanisterSnapshot;
import org.icws.replica.state.Visibility;

/** Turns what the network holds about a canister into what it tells, and changes of its settings into Candid. Stateless. */
final class DetailsReport {
    static final String LOG_VISIBILITY = "log_visibility";
    static final String SNAPSHOT_VISIBILITY = "snapshot_visibility";
    static final String STATUS_VISIBILITY = "status_visibility";

    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final HexFormat HEX = HexFormat.of();

    private DetailsReport() {}

    /** Reads only what any thread may read. */
    static CanisterDetails of(Canister canister) {
        return new CanisterDetails(
                canister.id(),
                settings(canister.settings()),
                canister.snapshots().values().stream()
                        .map(DetailsReport::snapshot)
                        .toList(),
                canister.history().newest(Long.MAX_VALUE).stream()
                        .map(DetailsReport::entry)
                        .toList(),
                canister.history().total());
    }

    static Instant instant(long nanos) {
        return Instant.ofEpochSecond(nanos / NANOS_PER_SECOND, nanos % NANOS_PER_SECOND);
    }

    static SnapshotInfo snapshot(CanisterSnapshot snapshot) {
        return new SnapshotInfo(
                HEX.formatHex(snapshot.id()),
                instant(snapshot.takenAtNanos()),
                snapshot.canisterVersion(),
                snapshot.size());
    }

    private static SettingsInfo settings(CanisterSettings settings) {
        Map<String, BigInteger> numbers = new LinkedHashMap<>();
        for (CanisterSettings.Number number : CanisterSettings.Number.values()) {
            numbers.put(number.wireName(), settings.number(number));
        }
        Map<String, SettingsInfo.Viewers> visibility = new LinkedHashMap<>();
        visibility.put(LOG_VISIBILITY, viewers(settings.logVisibility()));
        visibility.put(SNAPSHOT_VISIBILITY, viewers(settings.snapshotVisibility()));
        visibility.put(STATUS_VISIBILITY, viewers(settings.statusVisibility()));
        Map<String, String> variables = new LinkedHashMap<>();
        for (EnvironmentVariable variable : settings.variables()) {
            variables.put(variable.name(), variable.value());
        }
        return new SettingsInfo(settings.controllers(), numbers, visibility, variables);
    }

    private static SettingsInfo.Viewers viewers(Visibility visibility) {
        return new SettingsInfo.Viewers(visibility.everybody(), visibility.viewers());
    }

    private static HistoryEntry entry(CanisterHistory.Change change) {
        CanisterHistory.Details details = change.details();
        String kind = "code_uninstall";
        String words = "";
        if (details instanceof CanisterHistory.Details.Creation creation) {
            kind = "creation";
            words = "controllers " + names(creation.controllers());
        } else if (details instanceof CanisterHistory.Details.CodeDeployment deployment) {
            kind = "code_deployment";
            words = deployment.mode() + ", module " + HEX.formatHex(deployment.moduleHash());
        } else if (details instanceof CanisterHistory.Details.LoadSnapshot load) {
            kind = "load_snapshot";
            words = "snapshot " + HEX.formatHex(load.snapshotId()) + " of " + instant(load.takenAtNanos())
                    + (load.from() == null ? "" : ", from canister " + load.from());
        } else if (details instanceof CanisterHistory.Details.ControllersChange controllers) {
            kind = "controllers_change";
            words = "controllers " + names(controllers.controllers());
        }
        return new HistoryEntry(
                instant(change.timeNanos()),
                change.version(),
                change.origin().principal(),
                change.origin().user(),
                kind,
                words);
    }

    private static String names(List<Principal> principals) {
        return principals.isEmpty()
                ? "none"
                : principals.stream().map(Principal::toString).collect(Collectors.joining(", "));
    }

    /** The argument of {@code update_settings}, with what is to change only. */
    static CandidValue change(Principal canister, SettingsInfo change) {
        Map<String, CandidValue> fields = new LinkedHashMap<>();
        if (change.controllers() != null) {
            fields.put("controllers", principals(change.controllers()));
        }
        change.numbers().forEach((name, value) -> fields.put(known(name, value), CandidValue.nat(value)));
        change.visibility().forEach((name, viewers) -> fields.put(seen(name), visibility(viewers)));
        if (change.variables() != null) {
            fields.put(
                    "environment_variables",
                    CandidValue.vec(change.variables().entrySet().stream()
                            .map(variable -> CandidValue.record(
                                    "name",
                                    CandidValue.text(variable.getKey()),
                                    "value",
                                    CandidValue.text(variable.getValue())))
                            .toList()));
        }
        return CandidValue.record(
                "canister_id", CandidValue.principal(canister), "settings", CandidValue.record(fields));
    }

    /** A misspelt name would otherwise be ignored, as Candid wants it of unknown fields. */
    private static String known(String name, BigInteger value) {
        if (value.signum() < 0) {
            throw new ReplicaException("The setting '" + name + "' cannot be negative: " + value);
        }
        for (CanisterSettings.Number number : CanisterSettings.Number.values()) {
            if (number.wireName().equals(name)) {
                return name;
            }
        }
        throw new ReplicaException("A canister has no setting '" + name + "'");
    }

    private static String seen(String name) {
        if (!List.of(LOG_VISIBILITY, SNAPSHOT_VISIBILITY, STATUS_VISIBILITY).contains(name)) {
            throw new ReplicaException("A canister has no setting '" + name + "'");
        }
        return name;
    }

    private static CandidValue principals(List<Principal> principals) {
        return CandidValue.vec(principals.stream().map(CandidValue::principal).toList());
    }

    private static CandidValue visibility(SettingsInfo.Viewers viewers) {
        if (viewers.everybody()) {
            return CandidValue.variant("public");
        }
        return viewers.others().isEmpty()
                ? CandidValue.variant("controllers")
                : CandidValue.variant("allowed_viewers", principals(viewers.others()));
    }
}
