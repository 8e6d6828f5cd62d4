package org.icws.replica;

import java.time.Instant;
import org.ic4j.types.Principal;

/**
 * Something that was done to a canister (interface specification, "Canister history").
 *
 * @param time when, in the network's time
 * @param version of the canister after it
 * @param by who did it
 * @param user whether that is a user, not a canister
 * @param kind creation, code_deployment, code_uninstall, load_snapshot or controllers_change
 * @param details in words: the mode and the module's hash, the snapshot, or the controllers; empty for an uninstall
 */
public record HistoryEntry(Instant time, long version, Principal by, boolean user, String kind, String details) {}
