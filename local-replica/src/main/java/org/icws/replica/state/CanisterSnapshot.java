package org.icws.replica.state;

import java.util.List;
import org.icws.replica.execution.CanisterImage;

/**
 * A canister's code and memory at a moment (interface specification, "Canister snapshots"). Immutable.
 *
 * @param id names it: a number and the canister's principal
 * @param takenAtNanos when it was taken
 * @param canisterVersion of the canister at that time
 * @param image code and memory
 * @param certifiedData what was certified
 * @param chunks the parts of modules kept in the canister
 */
public record CanisterSnapshot(
        byte[] id,
        long takenAtNanos,
        long canisterVersion,
        CanisterImage image,
        byte[] certifiedData,
        List<byte[]> chunks) {
    /** Bytes it takes. */
    public long size() {
        return image.size();
    }
}
