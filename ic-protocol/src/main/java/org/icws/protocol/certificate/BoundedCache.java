package org.icws.protocol.certificate;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Remembers the values used last, by the digest of what they were derived from. Thread-safe. */
final class BoundedCache<V> {

    private final Map<ByteBuffer, V> values;

    BoundedCache(int capacity) {
        this.values = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<ByteBuffer, V> eldest) {
                return size() > capacity;
            }
        };
    }

    synchronized Optional<V> get(byte[] digest) {
        return Optional.ofNullable(values.get(ByteBuffer.wrap(digest)));
    }

    synchronized void put(byte[] digest, V value) {
        values.put(ByteBuffer.wrap(digest), value);
    }

    synchronized int size() {
        return values.size();
    }
}
