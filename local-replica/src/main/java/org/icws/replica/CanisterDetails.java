package org.icws.replica;

import java.util.List;
import org.ic4j.types.Principal;

/**
 * What a controller can learn about a canister beyond its {@link CanisterInfo}.
 *
 * @param id its principal
 * @param settings all of them
 * @param snapshots oldest first
 * @param history the newest 50 changes, oldest first
 * @param changes how many changes there have been
 */
public record CanisterDetails(
        Principal id, SettingsInfo settings, List<SnapshotInfo> snapshots, List<HistoryEntry> history, long changes) {}
