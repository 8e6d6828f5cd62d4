package org.icws.protocol.hash;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.icws.protocol.ProtocolException;
import org.icws.protocol.cbor.Cbor;
import org.icws.protocol.encoding.Leb128;

/**
 * The representation-independent hash of maps: request ids, signed delegations, signed query responses.
 *
 * <p>It works on whatever map it is given rather than on known fields, so that a field of a newer interface version
 * counts too. Fields that are null count as absent. Source: IC interface specification, "Representation-independent
 * hashing of structured data" and "Request ids". Stateless.
 */
public final class RepresentationHash {

    private RepresentationHash() {}

    /**
     * The hash of a decoded CBOR map.
     *
     * @throws ProtocolException when it is no map, or holds what has no hash (floats, booleans)
     */
    public static byte[] of(JsonNode map) {
        Cbor.requireMap(map, "The value to hash");
        List<byte[]> entries = new ArrayList<>(map.size());
        for (Map.Entry<String, JsonNode> field : map.properties()) {
            if (!field.getValue().isNull()) {
                entries.add(entry(field.getKey(), ofNode(field.getValue())));
            }
        }
        return ofEntries(entries);
    }

    /**
     * The hash of a map of Java values: {@code byte[]}, {@link String}, {@link Long} (the 64 bits of a nat64),
     * {@link BigInteger}, {@link List} and {@link Map} of these.
     */
    public static byte[] of(Map<String, ?> map) {
        List<byte[]> entries = new ArrayList<>(map.size());
        map.forEach((key, value) -> {
            if (value != null) {
                entries.add(entry(key, ofValue(value)));
            }
        });
        return ofEntries(entries);
    }

    private static byte[] ofNode(JsonNode node) {
        if (node.isBinary()) {
            return Sha256.of(Cbor.asBytes(node, "value"));
        }
        if (node.isTextual()) {
            return ofText(node.textValue());
        }
        if (node.isBigInteger()) {
            return ofNumber(node.bigIntegerValue());
        }
        if (node.isIntegralNumber()) {
            return ofNumber(node.longValue());
        }
        if (node.isObject()) {
            return of(node);
        }
        if (node.isArray()) {
            MessageDigest digest = Sha256.newDigest();
            node.forEach(element -> digest.update(ofNode(element)));
            return digest.digest();
        }
        throw new ProtocolException("A " + node.getNodeType() + " has no representation-independent hash.");
    }

    private static byte[] ofValue(Object value) {
        if (value instanceof byte[] bytes) {
            return Sha256.of(bytes);
        }
        if (value instanceof String text) {
            return ofText(text);
        }
        if (value instanceof Long bits) {
            return Sha256.of(Leb128.unsigned(bits));
        }
        if (value instanceof BigInteger number) {
            return ofNumber(number);
        }
        if (value instanceof List<?> list) {
            MessageDigest digest = Sha256.newDigest();
            list.forEach(element -> digest.update(ofValue(element)));
            return digest.digest();
        }
        if (value instanceof Map<?, ?> map) {
            List<byte[]> entries = new ArrayList<>(map.size());
            map.forEach((key, element) -> entries.add(entry((String) key, ofValue(element))));
            return ofEntries(entries);
        }
        throw new ProtocolException(
                "A " + value.getClass().getSimpleName() + " has no representation-independent hash.");
    }

    private static byte[] ofText(String text) {
        return Sha256.of(text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] ofNumber(long value) {
        return value < 0 ? ofNumber(BigInteger.valueOf(value)) : Sha256.of(Leb128.unsigned(value));
    }

    private static byte[] ofNumber(BigInteger value) {
        return Sha256.of(value.signum() < 0 ? Leb128.signed(value) : Leb128.unsigned(value));
    }

    private static byte[] entry(String key, byte[] valueHash) {
        byte[] entry = Arrays.copyOf(ofText(key), 2 * Sha256.BYTES);
        System.arraycopy(valueHash, 0, entry, Sha256.BYTES, Sha256.BYTES);
        return entry;
    }

    private static byte[] ofEntries(List<byte[]> entries) {
        entries.sort(Arrays::compareUnsigned);
        return Sha256.of(entries.toArray(byte[][]::new));
    }
}
