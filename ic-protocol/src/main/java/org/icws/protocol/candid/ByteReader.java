package org.icws.protocol.candid;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads a message from its start to its end and never beyond. */
final class ByteReader {

    /** The longest nat or int that is read: larger ones cost more to print than any use of them is worth. */
    static final int MAX_NUMBER_BYTES = 1024;

    private static final int GROUP_BITS = 7;
    private static final int GROUP_MASK = 0x7f;
    private static final int CONTINUED = 0x80;
    private static final int SIGN_OF_GROUP = 0x40;
    private static final int MAX_LONG_GROUPS = 9;

    private final byte[] bytes;
    private int position;

    ByteReader(byte[] bytes) {
        this.bytes = bytes;
    }

    int remaining() {
        return bytes.length - position;
    }

    int next() {
        if (position >= bytes.length) {
            throw new CandidException("The message ends in the middle of a value.");
        }
        return bytes[position++] & 0xff;
    }

    byte[] take(int count) {
        if (count > remaining()) {
            throw new CandidException(
                    "The message promises " + count + " bytes where it has only " + remaining() + ".");
        }
        position += count;
        return Arrays.copyOfRange(bytes, position - count, position);
    }

    /** A number of items that each take at least one byte. */
    int count() {
        long count = unsigned();
        if (count < 0 || count > remaining()) {
            throw new CandidException("The message promises " + Long.toUnsignedString(count)
                    + " items or bytes where it has only " + remaining() + " bytes.");
        }
        return (int) count;
    }

    /** An unsigned LEB128 below 2^63. */
    long unsigned() {
        long value = 0;
        for (int group = 0; group < MAX_LONG_GROUPS; group++) {
            int b = next();
            value |= (long) (b & GROUP_MASK) << (group * GROUP_BITS);
            if ((b & CONTINUED) == 0) {
                return value;
            }
        }
        throw new CandidException("A length, id or index is too large.");
    }

    /** A signed LEB128 of at most 63 bits. */
    long signed() {
        long value = 0;
        for (int group = 0; group < MAX_LONG_GROUPS; group++) {
            int b = next();
            value |= (long) (b & GROUP_MASK) << (group * GROUP_BITS);
            if ((b & CONTINUED) == 0) {
                int unused = Long.SIZE - (group + 1) * GROUP_BITS;
                return value << unused >> unused;
            }
        }
        throw new CandidException("A type index is too large.");
    }

    BigInteger nat() {
        int length = numberLength();
        if (length <= MAX_LONG_GROUPS) {
            return BigInteger.valueOf(unsigned());
        }
        return new BigInteger(1, groups(length, 0));
    }

    BigInteger integer() {
        int length = numberLength();
        if (length <= MAX_LONG_GROUPS) {
            return BigInteger.valueOf(signed());
        }
        boolean negative = (bytes[position + length - 1] & SIGN_OF_GROUP) != 0;
        return new BigInteger(groups(length, negative ? 0xff : 0));
    }

    private int numberLength() {
        int end = position;
        while (end < bytes.length && (bytes[end] & CONTINUED) != 0) {
            end++;
        }
        int length = end - position + 1;
        if (end >= bytes.length) {
            throw new CandidException("The message ends in the middle of a number.");
        }
        if (length > MAX_NUMBER_BYTES) {
            throw new CandidException(
                    "A number takes " + length + " bytes; at most " + MAX_NUMBER_BYTES + " are read.");
        }
        return length;
    }

    /** Packs the groups of seven bits, least significant first, into big-endian bytes above the given filling. */
    private byte[] groups(int length, int filling) {
        byte[] bigEndian = new byte[length * GROUP_BITS / Byte.SIZE + 2];
        int bits = 0;
        int pending = 0;
        int at = bigEndian.length - 1;
        for (int i = 0; i < length; i++) {
            pending |= (next() & GROUP_MASK) << bits;
            bits += GROUP_BITS;
            if (bits >= Byte.SIZE) {
                bigEndian[at--] = (byte) pending;
                pending >>>= Byte.SIZE;
                bits -= Byte.SIZE;
            }
        }
        bigEndian[at--] = (byte) (pending | filling << bits);
        Arrays.fill(bigEndian, 0, at + 1, (byte) filling);
        return bigEndian;
    }

    /** So many bytes, little-endian. */
    long littleEndian(int size) {
        if (size > remaining()) {
            throw new CandidException("The message ends in the middle of a number.");
        }
        long value = 0;
        for (int i = 0; i < size; i++) {
            value |= (bytes[position + i] & 0xffL) << (i * Byte.SIZE);
        }
        position += size;
        return value;
    }

    String text() {
        int length = count();
        String text = new String(bytes, position, length, StandardCharsets.UTF_8);
        if (text.indexOf('\ufffd') >= 0) {
            requireUtf8(length);
        }
        position += length;
        return text;
    }

    private void requireUtf8(int length) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, position, length));
        } catch (CharacterCodingException e) {
            throw new CandidException("A text is not UTF-8.", e);
        }
    }
}
