package org.icws.replica.persistence;

import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import org.icws.replica.execution.CanisterImage;
import org.icws.replica.execution.CanisterModule;
import org.icws.replica.state.Canister;
import org.icws.replica.state.CanisterSnapshot;
import org.icws.replica.state.RareChange;

/** Changes of chunks, snapshots and history on disk: only what is new is written. Stateless. */
final class RareCodec {
    private static final int CHUNK = 0;
    private static final int NO_CHUNKS = 1;
    private static final int SNAPSHOT = 2;
    private static final int NO_SNAPSHOT = 3;
    private static final int PART = 4;

    private RareCodec() {}

    /** The changes, and the history as it is. */
    static void writeChanges(
            Out out, Canister canister, List<RareChange> changes, Function<CanisterModule, byte[]> modules) {
        out.number(canister.history().total())
                .list(canister.history().newest(Long.MAX_VALUE), change -> SettingsCodec.write(out, change));
        out.list(changes, change -> write(out, change, modules));
    }

    private static void write(Out out, RareChange change, Function<CanisterModule, byte[]> modules) {
        if (change instanceof RareChange.Chunk chunk) {
            out.number(CHUNK).blob(chunk.content());
        } else if (change instanceof RareChange.NoChunks) {
            out.number(NO_CHUNKS);
        } else if (change instanceof RareChange.Snapshot put) {
            out.number(SNAPSHOT);
            SnapshotCodec.write(out, put.snapshot(), modules);
        } else if (change instanceof RareChange.NoSnapshot gone) {
            out.number(NO_SNAPSHOT).blob(gone.id());
        } else if (change instanceof RareChange.Part part) {
            out.number(PART)
                    .blob(part.snapshotId())
                    .number(part.kind().ordinal())
                    .fixed64(part.offset())
                    .blob(part.content());
        }
    }

    /**
     * Applies what {@link #writeChanges} wrote.
     *
     * @param running the canister's code and memory; null = it has none
     */
    static void apply(In in, Canister canister, Function<byte[], CanisterModule> modules, CanisterImage running) {
        canister.history().restore(in.number(), in.list(() -> SettingsCodec.readChange(in)));
        in.list(() -> applyOne(in, canister, modules, running));
    }

    private static Canister applyOne(
            In in, Canister canister, Function<byte[], CanisterModule> modules, CanisterImage running) {
        switch ((int) in.number()) {
            case CHUNK -> canister.chunks().add(in.blob());
            case NO_CHUNKS -> canister.chunks().clear();
            case SNAPSHOT -> {
                CanisterSnapshot snapshot = SnapshotCodec.read(in, modules, SnapshotCodec.images(canister, running));
                canister.snapshots().put(key(snapshot.id()), snapshot);
            }
            case NO_SNAPSHOT -> canister.snapshots().remove(key(in.blob()));
            case PART -> take(in, canister);
            default -> throw new DamagedStateException("there is an unknown change of a canister");
        }
        return canister;
    }

    private static void take(In in, Canister canister) {
        byte[] id = in.blob();
        RareChange.Part part =
                new RareChange.Part(id, RareChange.Part.Kind.values()[(int) in.number()], in.fixed64(), in.blob());
        CanisterSnapshot snapshot = canister.snapshots().get(key(id));
        if (snapshot == null || snapshot.upload() == null) {
            throw new DamagedStateException("there is a part of a snapshot that does not exist");
        }
        snapshot.upload().take(part);
    }

    private static String key(byte[] id) {
        return HexFormat.of().formatHex(id);
    }
}
