package org.icws.replica.persistence;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.ic4j.types.Principal;
import org.icws.protocol.principal.Principals;

/** Reads what {@link Out} has written, as a whole or part by part. Confined to one thread. */
public final class In {
    private static final int PAYLOAD_BITS = 7;
    private static final int PAYLOAD = 0x7f;

    private final Supplier<byte[]> parts;
    private byte[] bytes;
    private int position;
    private long later;

    /** @param bytes what was written */
    public In(byte[] bytes) {
        this(bytes, 0, () -> null);
    }

    /**
     * @param length of all parts together
     * @param parts gives them in order
     */
    In(long length, Supplier<byte[]> parts) {
        this(new byte[0], length, parts);
    }

    private In(byte[] bytes, long later, Supplier<byte[]> parts) {
        this.bytes = bytes;
        this.later = later;
        this.parts = parts;
    }

    /** How much is still to be read. */
    private long left() {
        return later + bytes.length - position;
    }

    private void requireBytes() {
        while (position >= bytes.length) {
            if (later == 0) {
                throw new DamagedStateException("a record ends too early");
            }
            bytes = parts.get();
            position = 0;
            later -= bytes.length;
        }
    }

    private int next() {
        requireBytes();
        return bytes[position++] & 0xff;
    }

    /** Whether everything has been read. */
    public boolean isAtEnd() {
        return left() == 0;
    }

    /** A small number without sign. */
    public long number() {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += PAYLOAD_BITS) {
            int part = next();
            value |= (long) (part & PAYLOAD) << shift;
            if (part <= PAYLOAD) {
                return value;
            }
        }
        throw new DamagedStateException("a number is too long");
    }

    /** A number of things that follow. */
    public int count() {
        long value = number();
        if (value < 0 || value > left() || value > Integer.MAX_VALUE) {
            throw new DamagedStateException("a record announces more than it holds");
        }
        return (int) value;
    }

    /** A number of 64 bits. */
    public long fixed64() {
        long value = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            value |= (long) next() << (Byte.SIZE * i);
        }
        return value;
    }

    /** Yes or no. */
    public boolean flag() {
        return next() != 0;
    }

    /** Bytes with their length. */
    public byte[] blob() {
        return raw(count());
    }

    /** Bytes whose length is known. */
    public byte[] raw(int length) {
        if (length > left()) {
            throw new DamagedStateException("a record ends too early");
        }
        byte[] value = new byte[length];
        for (int done = 0; done < length; ) {
            requireBytes();
            int now = Math.min(length - done, bytes.length - position);
            System.arraycopy(bytes, position, value, done, now);
            position += now;
            done += now;
        }
        return value;
    }

    /** Text. */
    public String text() {
        return new String(blob(), StandardCharsets.UTF_8);
    }

    /** A principal. */
    public Principal principal() {
        return Principals.of(blob());
    }

    /** A number of any size. */
    public BigInteger big() {
        return new BigInteger(blob());
    }

    /** Several values. */
    public <T> List<T> list(Supplier<T> reader) {
        int count = count();
        List<T> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            values.add(reader.get());
        }
        return values;
    }
}
