package org.icws.replica.state;

import java.util.List;
import org.icws.replica.execution.CanisterImage;

/**
 * A canister's code and memory at a moment (interface specification, "Canister snapshots"). Immutable, but for an upload.
 *
 * @param id names it: a number and the canister's principal
 * @param takenAtNanos when it was taken
 * @param canisterVersion of the canister at that time
 * @param image code and memory; null = they are uploaded
 * @param upload code and memory as they are uploaded; null = they were taken
 * @param certifiedData what was certified
 * @param chunks the parts of modules kept in the canister, unless they are uploaded
 * @param timerNanos when the global timer is due, 0 = not armed; null = unknown
 * @param lowMemoryHook how things stood with the hook for low memory; null = unknown
 */
public record CanisterSnapshot(
        byte[] id,
        long takenAtNanos,
        long canisterVersion,
        CanisterImage image,
        SnapshotUpload upload,
        byte[] certifiedData,
        List<byte[]> chunks,
        Long timerNanos,
        LowMemoryHook lowMemoryHook) {
    /** Bytes it takes. */
    public long size() {
        return image == null ? upload.size() : image.size();
    }

    /** The parts of modules, taken or uploaded. */
    public List<byte[]> allChunks() {
        return upload == null ? chunks : upload.chunks().all();
    }
}
