package org.icws.gateway.protocol.v1;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes the CBOR of the v1 protocol: definite lengths, shortest heads. Not thread-safe. */
public final class CborOut {
    private byte[] buffer;
    private int size;

    /** Begins with room for so many bytes; more is made as needed. */
    public CborOut(int expectedSize) {
        buffer = new byte[expectedSize];
    }

    /** Writes the tag that says that this is CBOR (RFC 8949, 3.4.6). */
    public CborOut selfDescribeTag() {
        return head(CborCursor.TAG, 55_799);
    }

    /** Writes a map's head; as many key-value pairs have to follow. */
    public CborOut map(int entries) {
        return head(CborCursor.MAP, entries);
    }

    /** Writes a number by its 64 bits, without a sign. */
    public CborOut unsigned(long value) {
        return head(CborCursor.UNSIGNED, value);
    }

    /** Writes a text. */
    public CborOut text(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        head(CborCursor.TEXT, utf8.length);
        return raw(utf8);
    }

    /** Writes a byte string. */
    public CborOut bytes(byte[] value) {
        head(CborCursor.BYTES, value.length);
        return raw(value);
    }

    /** Writes true or false. */
    public CborOut bool(boolean value) {
        room(1);
        buffer[size++] = (byte) (value ? 0xF5 : 0xF4);
        return this;
    }

    /** Writes bytes that are CBOR already. */
    public CborOut raw(byte[] value) {
        room(value.length);
        System.arraycopy(value, 0, buffer, size, value.length);
        size += value.length;
        return this;
    }

    /** What was written; not to be written on afterwards. */
    public byte[] toBytes() {
        return size == buffer.length ? buffer : Arrays.copyOf(buffer, size);
    }

    private CborOut head(int major, long value) {
        int width = Long.compareUnsigned(value, 24) < 0
                ? 0
                : value >>> 8 == 0 ? 1 : value >>> 16 == 0 ? 2 : value >>> 32 == 0 ? 4 : 8;
        room(1 + width);
        int info = width == 0 ? (int) value : 24 + Integer.numberOfTrailingZeros(width);
        buffer[size++] = (byte) (major << 5 | info);
        for (int shift = (width - 1) * 8; shift >= 0; shift -= 8) {
            buffer[size++] = (byte) (value >>> shift);
        }
        return this;
    }

    private void room(int bytes) {
        if (buffer.length - size < bytes) {
            buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2 + 16, size + bytes));
        }
    }
}
