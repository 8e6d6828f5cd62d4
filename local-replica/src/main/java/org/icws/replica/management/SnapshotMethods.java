package org.icws.replica.management;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.ic4j.types.Principal;
import org.icws.protocol.candid.CandidValue;
import org.icws.protocol.principal.Principals;
import org.icws.replica.execution.CanisterFault;
import org.icws.replica.execution.CanisterImage;
import org.icws.replica.execution.CanisterModule;
import org.icws.replica.execution.ErrorCode;
import org.icws.replica.execution.Response;
import org.icws.replica.execution.WasmCanister;
import org.icws.replica.management.CanisterMethods.Method;
import org.icws.replica.state.Canister;
import org.icws.replica.state.CanisterHistory;
import org.icws.replica.state.CanisterSnapshot;
import org.icws.replica.state.RareChange;

/** Takes, puts back, lists and deletes snapshots of a canister. Runs on the canister's thread. */
final class SnapshotMethods {
    private static final int MAX_SNAPSHOTS = 10;

    private final CanisterHost host;
    private final CodeOperations code;

    SnapshotMethods(CanisterHost host, CodeOperations code) {
        this.host = host;
        this.code = code;
    }

    Stream<Method> methods() {
        return Stream.concat(SnapshotContents.methods(), own());
    }

    private Stream<Method> own() {
        return Stream.of(
                CanisterMethods.controllers("take_canister_snapshot", this::take),
                CanisterMethods.controllers("load_canister_snapshot", this::load),
                CanisterMethods.controllers("delete_canister_snapshot", SnapshotMethods::delete),
                new Method("list_canister_snapshots", Access.OWN_RULE, "canister_id", SnapshotMethods::list));
    }

    private Response take(ManagementRequest request) {
        Canister canister = request.canister();
        if (canister.wasm() == null) {
            throw new CanisterFault(
                    ErrorCode.NO_WASM_MODULE, "Failed to create snapshot for empty canister " + canister.id());
        }
        CanisterSnapshot snapshot = new CanisterSnapshot(
                nextId(canister),
                request.timeNanos(),
                canister.version(),
                canister.wasm().image(),
                null,
                canister.certifiedData(),
                canister.chunks().all(),
                canister.timerNanos(),
                canister.lowMemoryHook());
        put(request, snapshot);
        if (request.arguments().flag("uninstall_code")) {
            code.uninstall(canister, request.changeOrigin(), request.timeNanos(), request.answers());
        }
        return ManagementRequest.reply(describe(snapshot));
    }

    /** Keeps a snapshot, in the place of the one the argument names. */
    static void put(ManagementRequest request, CanisterSnapshot snapshot) {
        Canister canister = request.canister();
        CanisterSnapshot replaced = request.arguments()
                .optionalBlob("replace_snapshot")
                .map(id -> existing(canister, id))
                .orElse(null);
        if (replaced == null && canister.snapshots().size() >= MAX_SNAPSHOTS) {
            throw new CanisterFault(
                    ErrorCode.CANISTER_REJECTED,
                    "Canister " + canister.id() + " has reached the maximum number of snapshots allowed: "
                            + MAX_SNAPSHOTS + ".");
        }
        if (replaced != null) {
            canister.snapshots().remove(key(replaced.id()));
            canister.changedRarely(new RareChange.NoSnapshot(replaced.id()));
        }
        canister.changedRarely(new RareChange.Snapshot(snapshot));
        canister.snapshots().put(key(snapshot.id()), snapshot);
    }

    private static String key(byte[] id) {
        return HexFormat.of().formatHex(id);
    }

    /** A number that the canister never had before, and its principal. */
    static byte[] nextId(Canister canister) {
        long number = canister.nextId();
        canister.nextId(number + 1);
        byte[] owner = canister.id().getValue();
        return ByteBuffer.allocate(Long.BYTES + owner.length)
                .putLong(number)
                .put(owner)
                .array();
    }

    static CanisterSnapshot existing(Canister canister, byte[] id) {
        CanisterSnapshot snapshot = canister.snapshots().get(key(id));
        if (snapshot == null) {
            throw new CanisterFault(
                    ErrorCode.SNAPSHOT_NOT_FOUND,
                    "Could not find the snapshot ID " + key(id) + " for canister " + canister.id() + ".");
        }
        return snapshot;
    }

    private Response load(ManagementRequest request) {
        Canister canister = request.canister();
        byte[] id = request.arguments().blob("snapshot_id");
        Canister owner = owner(request, id);
        CanisterSnapshot snapshot = existing(owner, id);
        canister.install(host.restore(canister, image(canister, snapshot, request.timeNanos()), request.timeNanos()));
        canister.installedNanos(request.timeNanos());
        canister.certifiedData(snapshot.certifiedData());
        if (snapshot.timerNanos() != null) {
            canister.timerNanos(snapshot.timerNanos());
        }
        if (snapshot.lowMemoryHook() != null) {
            canister.lowMemoryHook(snapshot.lowMemoryHook());
        }
        canister.changedRarely(new RareChange.NoChunks());
        canister.chunks().clear();
        snapshot.allChunks().forEach(chunk -> {
            canister.changedRarely(new RareChange.Chunk(chunk));
            canister.chunks().add(chunk);
        });
        canister.changed();
        request.note(new CanisterHistory.Details.LoadSnapshot(
                snapshot.id(),
                snapshot.canisterVersion(),
                snapshot.takenAtNanos(),
                owner == canister ? null : owner.id(),
                snapshot.upload() != null));
        return ManagementRequest.nothing();
    }

    /** A snapshot's id ends with the canister it belongs to, which may be another one if the caller controls both. */
    private static Canister owner(ManagementRequest request, byte[] snapshotId) {
        Canister canister = request.canister();
        if (snapshotId.length <= Long.BYTES || snapshotId.length > Long.BYTES + Principals.MAX_BYTES) {
            return canister;
        }
        Principal id = Principals.of(Arrays.copyOfRange(snapshotId, Long.BYTES, snapshotId.length));
        Canister owner = request.directory().find(id).orElse(canister);
        if (owner != canister && !owner.controllers().contains(request.call().caller())) {
            throw CanisterMethods.notController(owner.id(), "load_canister_snapshot");
        }
        return owner;
    }

    private CanisterImage image(Canister canister, CanisterSnapshot snapshot, long timeNanos) {
        if (snapshot.image() != null) {
            return snapshot.image();
        }
        CanisterModule module = host.module(snapshot.upload().module());
        WasmCanister scratch = host.instantiate(canister, module, timeNanos);
        try {
            return SnapshotContents.image(snapshot.upload(), scratch.image());
        } finally {
            scratch.release();
        }
    }

    private static Response delete(ManagementRequest request) {
        Canister canister = request.canister();
        byte[] id = existing(canister, request.arguments().blob("snapshot_id")).id();
        canister.changedRarely(new RareChange.NoSnapshot(id));
        canister.snapshots().remove(key(id));
        return ManagementRequest.nothing();
    }

    static void requireVisible(ManagementRequest request) {
        Canister canister = request.canister();
        if (!canister.controllers().contains(request.call().caller())
                && !canister.settings()
                        .snapshotVisibility()
                        .allows(request.call().caller())) {
            throw CanisterMethods.notController(canister.id(), request.call().method());
        }
    }

    private static Response list(ManagementRequest request) {
        requireVisible(request);
        Canister canister = request.canister();
        Collection<CanisterSnapshot> all = canister.snapshots().values();
        return ManagementRequest.reply(
                CandidValue.vec(all.stream().map(SnapshotMethods::describe).toList()));
    }

    private static CandidValue describe(CanisterSnapshot snapshot) {
        return CandidValue.record(
                "id",
                CandidValue.blob(snapshot.id()),
                "taken_at_timestamp",
                CandidValue.nat64(snapshot.takenAtNanos()),
                "total_size",
                CandidValue.nat64(snapshot.size()));
    }
}
