package org.icws.replica.persistence;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.function.Consumer;
import org.ic4j.types.Principal;
import org.icws.protocol.encoding.Leb128;

/**
 * Writes values one after the other; {@link In} reads them in the same order. What is longer than one wants to hold in memory, or than
 * an array can be, goes away in parts. Confined to one thread.
 */
public final class Out {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final int partBytes;
    private final Consumer<byte[]> parts;
    private boolean inParts;

    /** Holds everything. */
    public Out() {
        this(Integer.MAX_VALUE, part -> {});
    }

    /**
     * Gives away what is there whenever that is long enough.
     *
     * @param partBytes how long; parts are a few bytes longer at most
     * @param parts takes them in order
     */
    Out(int partBytes, Consumer<byte[]> parts) {
        this.partBytes = partBytes;
        this.parts = parts;
    }

    private Out added() {
        if (bytes.size() >= partBytes) {
            parts.accept(bytes.toByteArray());
            bytes.reset();
            inParts = true;
        }
        return this;
    }

    /** A small number without sign. */
    public Out number(long value) {
        Leb128.writeUnsigned(bytes, value);
        return added();
    }

    /** A number of 64 bits. */
    public Out fixed64(long value) {
        for (int i = 0; i < Long.BYTES; i++) {
            bytes.write((int) (value >>> (Byte.SIZE * i)));
        }
        return added();
    }

    /** Yes or no. */
    public Out flag(boolean value) {
        bytes.write(value ? 1 : 0);
        return added();
    }

    /** Bytes with their length. */
    public Out blob(byte[] value) {
        return number(value.length).raw(value, 0, value.length);
    }

    /** Bytes without their length. */
    public Out raw(byte[] value, int offset, int length) {
        for (int done = 0; done < length; ) {
            int now = Math.min(length - done, partBytes - bytes.size());
            bytes.write(value, offset + done, now);
            done += now;
            added();
        }
        return this;
    }

    /** Text. */
    public Out text(String value) {
        return blob(value.getBytes(StandardCharsets.UTF_8));
    }

    /** A principal. */
    public Out principal(Principal value) {
        return blob(value.getValue());
    }

    /** A number of any size. */
    public Out big(BigInteger value) {
        return blob(value.toByteArray());
    }

    /** Several values with their number. */
    public <T> Out list(Collection<T> values, Consumer<T> writer) {
        number(values.size());
        values.forEach(writer);
        return this;
    }

    /** Whether parts have been given away. */
    boolean isInParts() {
        return inParts;
    }

    /** What has been written, without the parts that were given away. */
    public byte[] bytes() {
        return bytes.toByteArray();
    }
}
