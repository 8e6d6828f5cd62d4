package org.icws.replica;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.ic4j.types.Principal;
import org.icws.protocol.encoding.Leb128;

/** The argument of {@code http_request} with a reference to a function, which the project's encoder does not write. */
final class TransformArgument {
    private static final int BLOB = 0;
    private static final int FUNCTION = 1;
    private static final int TRANSFORM = 2;
    private static final int SOME_TRANSFORM = 3;
    private static final int METHOD = 4;
    private static final int HEADERS = 5;
    private static final int HEADER = 6;
    private static final int SOME_NUMBER = 7;
    private static final int ARGUMENT = 8;
    private static final int NULL = 0x7f;
    private static final int TEXT = 0x71;
    private static final int NAT8 = 0x7b;
    private static final int NAT64 = 0x78;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private TransformArgument() {}

    private TransformArgument number(long... values) {
        for (long value : values) {
            out.writeBytes(Leb128.unsigned(value));
        }
        return this;
    }

    private TransformArgument bytes(byte[] value) {
        number(value.length);
        out.writeBytes(value);
        return this;
    }

    private static long hash(String name) {
        long hash = 0;
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash * 223 + (b & 0xff)) & 0xffff_ffffL;
        }
        return hash;
    }

    private TransformArgument record(Map<String, Integer> fields) {
        Map<Long, Integer> sorted = new TreeMap<>();
        fields.forEach((name, type) -> sorted.put(hash(name), type));
        number(0x6c, sorted.size());
        sorted.forEach((hash, type) -> number(hash, type));
        return this;
    }

    /** A GET whose answer a method of the caller transforms. */
    static byte[] get(String url, long maxBytes, Principal caller, String method, byte[] context) {
        TransformArgument argument = new TransformArgument();
        argument.out.writeBytes("DIDL".getBytes(StandardCharsets.UTF_8));
        argument.number(9)
                .number(0x6d, NAT8)
                .number(0x6a, 0, 0, 1, 1)
                .record(Map.of("function", FUNCTION, "context", BLOB))
                .number(0x6e, TRANSFORM)
                .number(0x6b, 1, hash("get"), NULL)
                .number(0x6d, HEADER)
                .record(Map.of())
                .number(0x6e, NAT64)
                .record(Map.of(
                        "url",
                        TEXT,
                        "method",
                        METHOD,
                        "headers",
                        HEADERS,
                        "max_response_bytes",
                        SOME_NUMBER,
                        "transform",
                        SOME_TRANSFORM))
                .number(1, ARGUMENT);
        Map<Long, byte[]> values = new TreeMap<>();
        values.put(
                hash("url"), new TransformArgument().bytes(url.getBytes()).out.toByteArray());
        values.put(hash("method"), new byte[] {0});
        values.put(hash("headers"), new byte[] {0});
        values.put(
                hash("max_response_bytes"),
                ByteBuffer.allocate(9)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .put((byte) 1)
                        .putLong(maxBytes)
                        .array());
        TransformArgument function =
                new TransformArgument().number(1, 1).bytes(caller.getValue()).bytes(method.getBytes());
        Map<Long, byte[]> transform = new TreeMap<>();
        transform.put(hash("function"), function.out.toByteArray());
        transform.put(
                hash("context"), new TransformArgument().bytes(context).out.toByteArray());
        TransformArgument some = new TransformArgument().number(1);
        transform.values().forEach(some.out::writeBytes);
        values.put(hash("transform"), some.out.toByteArray());
        values.values().forEach(argument.out::writeBytes);
        return argument.out.toByteArray();
    }
}
