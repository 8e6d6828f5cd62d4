package org.icws.protocol.candid;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import org.ic4j.types.Principal;
import org.icws.protocol.encoding.Leb128;

/** Writes the values of a message one after the other, as {@link ByteReader} reads them. */
final class ByteWriter {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    byte[] toByteArray() {
        return out.toByteArray();
    }

    /** A number of items, or the place of a variant's case. */
    void count(int count) {
        Leb128.writeUnsigned(out, count);
    }

    /** A bool, or whether something follows. */
    void flag(boolean set) {
        out.write(set ? 1 : 0);
    }

    void sized(byte[] bytes) {
        count(bytes.length);
        out.writeBytes(bytes);
    }

    void text(String text) {
        sized(text.getBytes(StandardCharsets.UTF_8));
    }

    void principal(Principal principal) {
        flag(true);
        sized(principal.getValue());
    }

    void nat(BigInteger value) {
        if (value.signum() < 0) {
            throw new CandidException("A nat is from 0 on, not " + value + ".");
        }
        out.writeBytes(Leb128.unsigned(value));
    }

    void integer(BigInteger value) {
        out.writeBytes(Leb128.signed(value));
    }

    void float32(float value) {
        littleEndian(Float.floatToIntBits(value), Float.BYTES);
    }

    void float64(double value) {
        littleEndian(Double.doubleToLongBits(value), Double.BYTES);
    }

    /** The lowest so many bytes. */
    void littleEndian(long bits, int size) {
        for (int i = 0; i < size; i++) {
            out.write((int) (bits >>> (i * Byte.SIZE)));
        }
    }
}
