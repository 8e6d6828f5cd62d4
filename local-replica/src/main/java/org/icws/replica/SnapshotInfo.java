package org.icws.replica;

import java.time.Instant;

/**
 * A snapshot of a canister.
 *
 * @param id names it; lower-case hex
 * @param takenAt when it was taken, in the network's time
 * @param version of the canister at that time
 * @param bytes what it takes
 */
public record SnapshotInfo(String id, Instant takenAt, long version, long bytes) {}
