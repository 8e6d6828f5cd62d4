package org.icws.replica.state;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.icws.protocol.hash.Sha256;

/** Parts of modules that are too large for one call (interface specification, "IC method upload_chunk"). Thread-safe. */
public final class ChunkStore {
    /** Largest part. */
    public static final int MAX_CHUNK_BYTES = 1024 * 1024;

    private static final int MAX_CHUNKS = 100;

    private final Map<String, byte[]> chunks = new ConcurrentSkipListMap<>(Comparator.naturalOrder());

    /** Keeps a part; its SHA-256, or null when the store is full. */
    public synchronized byte[] add(byte[] chunk) {
        byte[] hash = Sha256.of(chunk);
        String key = HexFormat.of().formatHex(hash);
        if (!chunks.containsKey(key) && chunks.size() >= MAX_CHUNKS) {
            return null;
        }
        chunks.put(key, chunk.clone());
        return hash;
    }

    /** A part by its SHA-256; null = not here. */
    public byte[] get(byte[] hash) {
        return chunks.get(HexFormat.of().formatHex(hash));
    }

    /** The hashes of all parts, in order. */
    public List<byte[]> hashes() {
        List<byte[]> result = new ArrayList<>();
        chunks.keySet().forEach(key -> result.add(HexFormat.of().parseHex(key)));
        return result;
    }

    /** All parts. */
    public List<byte[]> all() {
        return List.copyOf(chunks.values());
    }

    /** Bytes taken. */
    public long size() {
        return (long) chunks.size() * MAX_CHUNK_BYTES;
    }

    /** Forgets all parts. */
    public void clear() {
        chunks.clear();
    }
}
