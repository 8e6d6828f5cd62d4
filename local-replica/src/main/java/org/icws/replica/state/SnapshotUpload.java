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

    /**
     * Takes a part that lies within what the metadata has announced.
     *
     * @return false = there are too many chunks
     */
    public boolean take(RareChange.Part part) {
        switch (part.kind()) {
            case MODULE -> System.arraycopy(part.content(), 0, module, (int) part.offset(), part.content().length);
            case MEMORY -> memory.write(part.offset(), part.content());
            case STABLE -> stable.write(part.offset(), part.content());
            default -> {
                return chunks.add(part.content()) != null;
            }
        }
        return true;
    }

    /** Bytes it takes. */
    public long size() {
        return module.length + memory.bytes() + stable.bytes() + chunks.size();
    }
}
