package org.icws.gateway.protocol.v1;

import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Walks over one CBOR item (RFC 8949) without building objects: the frames of the v1 protocol are read by it on the relay's
 * way, and an envelope can be cut out of a frame byte for byte. Only what the protocol's encoders write is accepted:
 * definite lengths, no floating point. Every length is checked against the bytes that are there; what is not accepted, or is
 * not what was asked for, is a {@link V1Exception}. Not thread-safe.
 */
public final class CborCursor {
    /** Major type of unsigned numbers. */
    public static final int UNSIGNED = 0;
    /** Major type of byte strings. */
    public static final int BYTES = 2;
    /** Major type of texts. */
    public static final int TEXT = 3;
    /** Major type of arrays. */
    public static final int ARRAY = 4;
    /** Major type of maps. */
    public static final int MAP = 5;
    /** Major type of tags. */
    public static final int TAG = 6;

    private static final int NEGATIVE = 1;
    private static final long SELF_DESCRIBED = 55_799;
    private static final int MAX_DEPTH = 64;

    private final byte[] data;
    private final int end;
    private int at;

    /** A cursor at the first byte. */
    public CborCursor(byte[] data) {
        this.data = data;
        this.end = data.length;
    }

    /** Number of the next byte. */
    public int position() {
        return at;
    }

    /** Major type of the next item. */
    public int peekMajor() {
        need(1);
        return (data[at] & 0xFF) >>> 5;
    }

    /** True if the next item is {@code null}; skips it then. */
    public boolean skipNull() {
        need(1);
        if ((data[at] & 0xFF) != 0xF6) {
            return false;
        }
        at++;
        return true;
    }

    /** Skips the self-describe tag if it is there; some encoders write it, some do not. */
    public void skipSelfDescribeTag() {
        if (peekMajor() == TAG) {
            long tag = head(TAG, "tag");
            if (tag != SELF_DESCRIBED) {
                throw new V1Exception("unexpected CBOR tag " + Long.toUnsignedString(tag));
            }
        }
    }

    /** Reads a map's head; as many key-value pairs follow. */
    public int map() {
        return count(MAP, "map");
    }

    /** Reads an array's head; as many items follow. */
    public int array() {
        return count(ARRAY, "array");
    }

    /** Reads a byte string; the bytes are a copy. */
    public byte[] bytes() {
        int length = length(BYTES, "byte string");
        at += length;
        return Arrays.copyOfRange(data, at - length, at);
    }

    /**
     * Reads a text.
     *
     * @throws V1Exception if it is not UTF-8
     */
    public String text() {
        int length = length(TEXT, "text");
        at += length;
        if (isAscii(at - length, at)) {
            return new String(data, at - length, length, StandardCharsets.ISO_8859_1);
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(java.nio.ByteBuffer.wrap(data, at - length, length))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new V1Exception("CBOR text is not UTF-8", e);
        }
    }

    private boolean isAscii(int from, int to) {
        for (int i = from; i < to; i++) {
            if (data[i] < 0) {
                return false;
            }
        }
        return true;
    }

    /** Reads a text; returns which of the given ASCII names it is, or -1. */
    public int oneOf(byte[][] names) {
        int length = length(TEXT, "text");
        int start = at;
        at += length;
        for (int i = 0; i < names.length; i++) {
            if (names[i].length == length && Arrays.equals(names[i], 0, length, data, start, at)) {
                return i;
            }
        }
        return -1;
    }

    /** Reads an unsigned 64-bit number; a big number (tag 2) of at most eight bytes is accepted as well. */
    public long unsigned() {
        if (peekMajor() != TAG) {
            return head(UNSIGNED, "number");
        }
        if (head(TAG, "tag") != 2) {
            throw new V1Exception("expected a number");
        }
        byte[] digits = bytes();
        long value = 0;
        for (int i = 0; i < digits.length; i++) {
            if (value >>> 56 != 0) {
                throw new V1Exception("number is larger than 64 bits");
            }
            value = value << 8 | digits[i] & 0xFF;
        }
        return value;
    }

    /** Reads true or false. */
    public boolean bool() {
        need(1);
        int value = data[at] & 0xFF;
        if (value != 0xF4 && value != 0xF5) {
            throw new V1Exception("expected true or false");
        }
        at++;
        return value == 0xF5;
    }

    /** Steps over one item of any kind. */
    public void skip() {
        skip(0);
    }

    private void skip(int depth) {
        if (depth > MAX_DEPTH) {
            throw new V1Exception("CBOR is nested more than " + MAX_DEPTH + " deep");
        }
        int major = peekMajor();
        switch (major) {
            case UNSIGNED, NEGATIVE -> head(major, "number");
            case BYTES, TEXT -> {
                int length = length(major, "string");
                at += length;
            }
            case ARRAY -> skipItems(count(ARRAY, "array"), depth);
            case MAP -> skipItems(2L * count(MAP, "map"), depth);
            case TAG -> {
                head(TAG, "tag");
                skip(depth + 1);
            }
            default -> skipSimple();
        }
    }

    private void skipItems(long items, int depth) {
        for (long i = 0; i < items; i++) {
            skip(depth + 1);
        }
    }

    private void skipSimple() {
        int value = data[at] & 0xFF;
        if (value < 0xF4 || value > 0xF7) {
            throw new V1Exception("floating point and simple values do not belong here");
        }
        at++;
    }

    /** Refuses bytes behind the item. */
    public void finish() {
        if (at != end) {
            throw new V1Exception((end - at) + " bytes behind the CBOR item");
        }
    }

    private int length(int major, String what) {
        long length = head(major, what);
        if (length < 0 || length > end - at) {
            throw new V1Exception("CBOR " + what + " is longer than the frame");
        }
        return (int) length;
    }

    private int count(int major, String what) {
        long count = head(major, what);
        if (count < 0 || count > end - at) {
            throw new V1Exception("CBOR " + what + " has more entries than the frame has bytes");
        }
        return (int) count;
    }

    private long head(int major, String what) {
        if (peekMajor() != major) {
            throw new V1Exception("expected a CBOR " + what);
        }
        int info = data[at++] & 0x1F;
        if (info < 24) {
            return info;
        }
        if (info > 27) {
            throw new V1Exception("indefinite CBOR lengths are not used by this protocol");
        }
        int width = 1 << info - 24;
        need(width);
        long value = 0;
        for (int i = 0; i < width; i++) {
            value = value << 8 | data[at++] & 0xFF;
        }
        return value;
    }

    private void need(int bytes) {
        if (end - at < bytes) {
            throw new V1Exception("CBOR ends too early");
        }
    }
}
