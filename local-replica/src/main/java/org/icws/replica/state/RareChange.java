package org.icws.replica.state;

/** What happens rarely to a canister and may be large, so that it is written to the disk piece by piece. */
public sealed interface RareChange {
    /** A part of a module was put into the chunk store. */
    record Chunk(byte[] content) implements RareChange {}

    /** The chunk store was emptied. */
    record NoChunks() implements RareChange {}

    /** There is a new snapshot. */
    record Snapshot(CanisterSnapshot snapshot) implements RareChange {}

    /** A snapshot is gone. */
    record NoSnapshot(byte[] id) implements RareChange {}

    /**
     * A part of a snapshot was uploaded.
     *
     * @param snapshotId of which one
     * @param kind what it is a part of
     * @param offset where it begins
     * @param content its bytes
     */
    record Part(byte[] snapshotId, Kind kind, long offset, byte[] content) implements RareChange {
        /** What can be uploaded in parts. */
        public enum Kind {
            /** The Wasm module. */
            MODULE,
            /** Linear memory. */
            MEMORY,
            /** Stable memory. */
            STABLE,
            /** The chunk store. */
            CHUNK
        }
    }
}
