package org.icws.replica.persistence;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.ic4j.types.Principal;
import org.icws.protocol.principal.Principals;

/** Reads what {@link Out} has written. Confined to one thread. */
public final class In {
    private static final int PAYLOAD_BITS = 7;
    private static final int PAYLOAD = 0x7f;

    private final byte[] bytes;
    private int position;

    /** @param bytes what was written */
    public In(byte[] bytes) {
        this.bytes = bytes;
    }

    private int next() {
        if (position >= bytes.length) {
            throw new DamagedStateException("a record ends too early");
        }
        return bytes[position++] & 0xff;
    }

    /** Whether everything has been read. */
    public boolean isAtEnd() {
        return position == bytes.length;
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
        if (value < 0 || value > bytes.length - position) {
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
        if (length > bytes.length - position) {
            throw new DamagedStateException("a record ends too early");
        }
        byte[] value = Arrays.copyOfRange(bytes, position, position + length);
        position += length;
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
