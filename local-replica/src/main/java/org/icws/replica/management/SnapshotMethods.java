package org.icws.replica.management;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.icws.protocol.candid.CandidValue;
import org.icws.replica.execution.CanisterFault;
import org.icws.replica.execution.ErrorCode;
import org.icws.replica.execution.Response;
import org.icws.replica.management.CanisterMethods.Method;
import org.icws.replica.state.Canister;
import org.icws.replica.state.CanisterHistory;
import org.icws.replica.state.CanisterSnapshot;

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
        String replaced = request.arguments()
                .optionalBlob("replace_snapshot")
                .map(id -> existing(canister, id))
                .orElse(null);
        if (replaced == null && canister.snapshots().size() >= MAX_SNAPSHOTS) {
            throw new CanisterFault(
                    ErrorCode.CANISTER_REJECTED,
                    "Canister " + canister.id() + " has reached the maximum number of snapshots allowed: "
                            + MAX_SNAPSHOTS + ".");
        }
        CanisterSnapshot snapshot = new CanisterSnapshot(
                snapshotId(canister),
                request.timeNanos(),
                canister.version(),
                canister.wasm().image(),
                canister.certifiedData(),
                canister.chunks().all());
        if (replaced != null) {
            canister.snapshots().remove(replaced);
        }
        canister.changedRarely();
        canister.snapshots().put(HexFormat.of().formatHex(snapshot.id()), snapshot);
        if (request.arguments().flag("uninstall_code")) {
            code.uninstall(canister, request.changeOrigin(), request.timeNanos(), request.answers());
        }
        return ManagementRequest.reply(describe(snapshot));
    }

    /** A number that the canister never had before, and its principal. */
    private static byte[] snapshotId(Canister canister) {
        long number = canister.nextId();
        canister.nextId(number + 1);
        byte[] owner = canister.id().getValue();
        return ByteBuffer.allocate(Long.BYTES + owner.length)
                .putLong(number)
                .put(owner)
                .array();
    }

    private static String existing(Canister canister, byte[] id) {
        String key = HexFormat.of().formatHex(id);
        if (!canister.snapshots().containsKey(key)) {
            throw new CanisterFault(
                    ErrorCode.SNAPSHOT_NOT_FOUND,
                    "Could not find the snapshot ID " + key + " for canister " + canister.id() + ".");
        }
        return key;
    }

    private Response load(ManagementRequest request) {
        Canister canister = request.canister();
        CanisterSnapshot snapshot =
                canister.snapshots().get(existing(canister, request.arguments().blob("snapshot_id")));
        canister.install(host.restore(canister, snapshot.image(), request.timeNanos()));
        canister.certifiedData(snapshot.certifiedData());
        canister.changedRarely();
        canister.chunks().clear();
        snapshot.chunks().forEach(canister.chunks()::add);
        canister.changed();
        request.note(new CanisterHistory.Details.LoadSnapshot(
                snapshot.id(), snapshot.canisterVersion(), snapshot.takenAtNanos()));
        return ManagementRequest.nothing();
    }

    private static Response delete(ManagementRequest request) {
        Canister canister = request.canister();
        canister.changedRarely();
        canister.snapshots().remove(existing(canister, request.arguments().blob("snapshot_id")));
        return ManagementRequest.nothing();
    }

    private static Response list(ManagementRequest request) {
        Canister canister = request.canister();
        if (!canister.controllers().contains(request.call().caller())
                && !canister.settings()
                        .snapshotVisibility()
                        .allows(request.call().caller())) {
            throw CanisterMethods.notController(canister.id(), "list_canister_snapshots");
        }
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
