package org.icws.replica.persistence;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.function.Consumer;
import org.ic4j.types.Principal;
import org.icws.protocol.encoding.Leb128;

/** Writes values one after the other; {@link In} reads them in the same order. Confined to one thread. */
public final class Out {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** A small number without sign. */
    public Out number(long value) {
        Leb128.writeUnsigned(bytes, value);
        return this;
    }

    /** A number of 64 bits. */
    public Out fixed64(long value) {
        for (int i = 0; i < Long.BYTES; i++) {
            bytes.write((int) (value >>> (Byte.SIZE * i)));
        }
        return this;
    }

    /** Yes or no. */
    public Out flag(boolean value) {
        bytes.write(value ? 1 : 0);
        return this;
    }

    /** Bytes with their length. */
    public Out blob(byte[] value) {
        return number(value.length).raw(value, 0, value.length);
    }

    /** Bytes without their length. */
    public Out raw(byte[] value, int offset, int length) {
        bytes.write(value, offset, length);
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

    /** What has been written. */
    public byte[] bytes() {
        return bytes.toByteArray();
    }
}
