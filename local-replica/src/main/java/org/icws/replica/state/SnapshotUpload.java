package org.icws.replica.state;

import java.util.List;
import org.icws.replica.execution.GlobalValue;
import org.icws.replica.execution.ImagePages;

/**
 * The contents of a snapshot that somebody uploads in parts. Each part of it is thread-safe.
 *
 * @param module bytes of the module, as far as they are there
 * @param globals values of the globals
 * @param memory linear memory
 * @param stable stable memory
 * @param chunks parts of modules
 */
public record SnapshotUpload(
        byte[] module, List<GlobalValue> globals, ImagePages memory, ImagePages stable, ChunkStore chunks) {

    /** Bytes it takes. */
    public long size() {
        return module.length + memory.bytes() + stable.bytes() + chunks.size();
    }
}
