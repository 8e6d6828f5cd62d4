package org.icws.protocol.cbor;

import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Optional;

/**
 * Reads and writes CBOR (RFC 8949) the way the Internet Computer's interface uses it. Thread-safe.
 *
 * <p>Reading is strict where it matters for security: exactly one item, text keys only, none twice, at most
 * {@value #MAX_DEPTH} levels, no floats. It is lenient where agents differ: the self-describe tag is optional, map keys
 * come in any order, lengths may be indefinite, integers come in any width and as bignums. Integers that fit are long
 * nodes.
 */
public final class Cbor {

    /** The deepest nesting of arrays and maps that is read. */
    public static final int MAX_DEPTH = 256;

    /** CBOR's self-describe tag, {@code d9d9f7} in front of an item. */
    public static final int SELF_DESCRIBE_TAG = 55799;

    private static final int WRITE_BUFFER_BYTES = 500;
    private static final BigInteger UINT64_END = BigInteger.ONE.shiftLeft(64);

    private static final CBORFactory FACTORY = new CBORFactory();

    private Cbor() {}

    /**
     * Reads exactly one item.
     *
     * @throws CborException for anything that is not one well-formed item
     */
    public static JsonNode read(byte[] bytes) {
        if (bytes == null || bytes.length == 0) {
            throw new CborException("Empty where CBOR was expected.");
        }
        return new CborReader(bytes).onlyItem();
    }

    /** The bytes of what the writer writes. */
    public static byte[] write(CborWriter writer) {
        return write(writer, false);
    }

    /** The same, with the self-describe tag in front. */
    public static byte[] writeSelfDescribed(CborWriter writer) {
        return write(writer, true);
    }

    private static byte[] write(CborWriter writer, boolean selfDescribed) {
        ByteArrayBuilder out = new ByteArrayBuilder(WRITE_BUFFER_BYTES);
        try (CBORGenerator generator = FACTORY.createGenerator(out)) {
            if (selfDescribed) {
                generator.writeTag(SELF_DESCRIBE_TAG);
            }
            writer.write(generator);
        } catch (IOException e) {
            throw new CborException("Not writable as CBOR: " + firstLine(e), e);
        }
        return out.toByteArray();
    }

    /** Writes a nat64 given by its 64 bits, as a plain unsigned integer of minimal width. */
    public static void writeUnsigned(CBORGenerator generator, long bits) throws IOException {
        if (bits < 0) {
            generator.writeNumberUnsigned(bits);
        } else {
            generator.writeNumber(bits);
        }
    }

    /** Refuses everything but a map. */
    public static JsonNode requireMap(JsonNode node, String what) {
        if (node == null || !node.isObject()) {
            throw new CborException(what + " is not a CBOR map.");
        }
        return node;
    }

    /** A field that must be there. */
    public static JsonNode field(JsonNode map, String field) {
        JsonNode value = requireMap(map, "The value around \"" + field + "\"").get(field);
        if (value == null || value.isNull()) {
            throw new CborException("The field \"" + field + "\" is missing.");
        }
        return value;
    }

    /** A byte string field that must be there. The array belongs to the node: do not change it. */
    public static byte[] bytes(JsonNode map, String field) {
        return asBytes(field(map, field), field);
    }

    /** A byte string field, empty when absent or null. */
    public static Optional<byte[]> optionalBytes(JsonNode map, String field) {
        return optional(map, field).map(node -> asBytes(node, field));
    }

    /** A text field that must be there. */
    public static String text(JsonNode map, String field) {
        return asText(field(map, field), field);
    }

    /** A text field, empty when absent or null. */
    public static Optional<String> optionalText(JsonNode map, String field) {
        return optional(map, field).map(node -> asText(node, field));
    }

    /** A nat field below 2^64 that must be there, as its 64 bits. */
    public static long unsignedLong(JsonNode map, String field) {
        return asUnsignedLong(field(map, field), field);
    }

    /** A nat field below 2^64, as its 64 bits, empty when absent or null. */
    public static Optional<Long> optionalUnsignedLong(JsonNode map, String field) {
        return optional(map, field).map(node -> asUnsignedLong(node, field));
    }

    /** A boolean field that must be there. */
    public static boolean bool(JsonNode map, String field) {
        JsonNode node = field(map, field);
        if (!node.isBoolean()) {
            throw new CborException("The field \"" + field + "\" is not a boolean.");
        }
        return node.booleanValue();
    }

    /** A field of any type, empty when absent or null. */
    public static Optional<JsonNode> optional(JsonNode map, String field) {
        JsonNode node = requireMap(map, "The value around \"" + field + "\"").get(field);
        return node == null || node.isNull() ? Optional.empty() : Optional.of(node);
    }

    /** The content of a byte string; {@code what} names it in the error. */
    public static byte[] asBytes(JsonNode node, String what) {
        if (!node.isBinary()) {
            throw new CborException("\"" + what + "\" is not a byte string.");
        }
        try {
            return node.binaryValue();
        } catch (IOException e) {
            throw new CborException("\"" + what + "\" is not a byte string.", e);
        }
    }

    /** The content of a text string. */
    public static String asText(JsonNode node, String what) {
        if (!node.isTextual()) {
            throw new CborException("\"" + what + "\" is not a text.");
        }
        return node.textValue();
    }

    /** The 64 bits of an integer from 0 to 2^64 - 1. */
    public static long asUnsignedLong(JsonNode node, String what) {
        if (!node.isIntegralNumber()) {
            throw new CborException("\"" + what + "\" is not a whole number.");
        }
        BigInteger value = node.isBigInteger() ? node.bigIntegerValue() : null;
        boolean inRange =
                value == null ? node.longValue() >= 0 : value.signum() >= 0 && value.compareTo(UINT64_END) < 0;
        if (!inRange) {
            throw new CborException("\"" + what + "\" is not between 0 and 2^64 - 1.");
        }
        return node.longValue();
    }

    private static String firstLine(Exception e) {
        String message = e.getMessage();
        if (message == null) {
            return e.getClass().getSimpleName();
        }
        int end = message.indexOf('\n');
        return end < 0 ? message : message.substring(0, end);
    }
}
