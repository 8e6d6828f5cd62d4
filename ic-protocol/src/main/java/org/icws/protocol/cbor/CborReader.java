package org.icws.protocol.cbor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads one CBOR item into Jackson's tree. Jackson's own parser is not strict enough for signed content: it takes byte
 * strings and numbers for text keys, so that different bytes would mean the same request.
 */
final class CborReader {

    private static final int UNSIGNED = 0;
    private static final int NEGATIVE = 1;
    private static final int BYTES = 2;
    private static final int TEXT = 3;
    private static final int ARRAY = 4;
    private static final int MAP = 5;
    private static final int TAG = 6;

    private static final int INFO_MASK = 0x1f;
    private static final int ONE_BYTE_FOLLOWS = 24;
    private static final int EIGHT_BYTES_FOLLOW = 27;
    private static final int INDEFINITE = 31;
    private static final int BREAK = 0xff;
    private static final int FALSE = 20;
    private static final int TRUE = 21;
    private static final int NULL = 22;
    private static final int UNDEFINED = 23;
    private static final int POSITIVE_BIGNUM = 2;
    private static final int NEGATIVE_BIGNUM = 3;

    /** Larger numbers than any field has. */
    private static final int MAX_BIGNUM_BYTES = 1024;

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final byte[] bytes;
    private int position;
    private int depth;

    CborReader(byte[] bytes) {
        this.bytes = bytes;
    }

    JsonNode onlyItem() {
        JsonNode node = item();
        if (position != bytes.length) {
            throw new CborException("More bytes follow the CBOR item.");
        }
        return node;
    }

    private JsonNode item() {
        int head = next();
        int info = head & INFO_MASK;
        return switch (head >> 5) {
            case UNSIGNED -> number(argument(info));
            case NEGATIVE -> negative(argument(info));
            case BYTES -> NODES.binaryNode(string(info, BYTES));
            case TEXT -> NODES.textNode(utf8(string(info, TEXT)));
            case ARRAY -> array(info);
            case MAP -> map(info);
            case TAG -> tagged(argument(info));
            default -> simple(info);
        };
    }

    private static JsonNode number(long bits) {
        return bits >= 0 ? NODES.numberNode(bits) : NODES.numberNode(new BigInteger(Long.toUnsignedString(bits)));
    }

    private static JsonNode negative(long bits) {
        return bits >= 0
                ? NODES.numberNode(~bits)
                : NODES.numberNode(new BigInteger(Long.toUnsignedString(bits)).not());
    }

    private JsonNode simple(int info) {
        return switch (info) {
            case FALSE -> NODES.booleanNode(false);
            case TRUE -> NODES.booleanNode(true);
            case NULL, UNDEFINED -> NODES.nullNode();
            default -> throw new CborException("A float, or a simple value without meaning here.");
        };
    }

    private JsonNode tagged(long tag) {
        enter();
        JsonNode content = item();
        depth--;
        if (tag == Cbor.SELF_DESCRIBE_TAG) {
            return content;
        }
        if (tag != POSITIVE_BIGNUM && tag != NEGATIVE_BIGNUM) {
            throw new CborException("The tag " + Long.toUnsignedString(tag) + " has no meaning here.");
        }
        byte[] magnitude = Cbor.asBytes(content, "bignum");
        if (magnitude.length > MAX_BIGNUM_BYTES) {
            throw new CborException("A bignum of " + magnitude.length + " bytes is larger than any number here.");
        }
        BigInteger value = new BigInteger(1, magnitude);
        return NODES.numberNode(tag == POSITIVE_BIGNUM ? value : value.not());
    }

    private JsonNode array(int info) {
        enter();
        long count = count(info, 1);
        ArrayNode array = count < 0 ? NODES.arrayNode() : NODES.arrayNode((int) Math.min(count, 64));
        for (long i = 0; i != count && !(count < 0 && atBreak()); i++) {
            array.add(item());
        }
        depth--;
        return array;
    }

    private JsonNode map(int info) {
        enter();
        long count = count(info, 2);
        ObjectNode map = NODES.objectNode();
        for (long i = 0; i != count && !(count < 0 && atBreak()); i++) {
            String key = key();
            if (map.replace(key, item()) != null) {
                throw new CborException("The map has the key \"" + key + "\" twice.");
            }
        }
        depth--;
        return map;
    }

    private String key() {
        int head = next();
        if (head >> 5 != TEXT) {
            throw new CborException("A map has a key that is not text.");
        }
        return utf8(string(head & INFO_MASK, TEXT));
    }

    private void enter() {
        if (++depth > Cbor.MAX_DEPTH) {
            throw new CborException("The item is nested deeper than " + Cbor.MAX_DEPTH + " levels.");
        }
    }

    /** The number of elements, which take at least so many bytes each; -1 when a break ends them. */
    private long count(int info, int elementBytes) {
        if (info == INDEFINITE) {
            return -1;
        }
        long count = argument(info);
        if (count < 0 || count > remaining() / elementBytes) {
            throw new CborException("More elements are promised than the remaining bytes can hold.");
        }
        return count;
    }

    private boolean atBreak() {
        if (remaining() > 0 && (bytes[position] & 0xff) == BREAK) {
            position++;
            return true;
        }
        return false;
    }

    private byte[] string(int info, int type) {
        if (info != INDEFINITE) {
            return take(argument(info));
        }
        ByteArrayOutputStream chunks = new ByteArrayOutputStream();
        while (!atBreak()) {
            int head = next();
            if (head >> 5 != type || (head & INFO_MASK) == INDEFINITE) {
                throw new CborException("A string in pieces has a piece of another type.");
            }
            chunks.writeBytes(take(argument(head & INFO_MASK)));
        }
        return chunks.toByteArray();
    }

    private static String utf8(byte[] text) {
        String decoded = new String(text, StandardCharsets.UTF_8);
        if (decoded.indexOf('\ufffd') >= 0) {
            try {
                StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text));
            } catch (CharacterCodingException e) {
                throw new CborException("A text is not UTF-8.", e);
            }
        }
        return decoded;
    }

    private long argument(int info) {
        if (info < ONE_BYTE_FOLLOWS) {
            return info;
        }
        if (info > EIGHT_BYTES_FOLLOW) {
            throw new CborException("A length of a kind that does not exist, or that is not allowed here.");
        }
        long value = 0;
        for (int i = 1 << (info - ONE_BYTE_FOLLOWS); i > 0; i--) {
            value = value << Byte.SIZE | next();
        }
        return value;
    }

    private byte[] take(long count) {
        if (count < 0 || count > remaining()) {
            throw new CborException("A string of " + Long.toUnsignedString(count) + " bytes is promised, but only "
                    + remaining() + " are left.");
        }
        position += (int) count;
        return Arrays.copyOfRange(bytes, position - (int) count, position);
    }

    private int next() {
        if (position >= bytes.length) {
            throw new CborException("The CBOR item is cut off.");
        }
        return bytes[position++] & 0xff;
    }

    private int remaining() {
        return bytes.length - position;
    }
}
