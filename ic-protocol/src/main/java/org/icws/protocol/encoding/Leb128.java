package org.icws.protocol.encoding;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import org.icws.protocol.ProtocolException;

/** LEB128, the variable-length integers of Candid, of certificates' times and of request ids. Stateless. */
public final class Leb128 {

    private static final int GROUP_BITS = 7;
    private static final int GROUP_MASK = 0x7f;
    private static final int CONTINUED = 0x80;
    private static final int SIGN_OF_GROUP = 0x40;
    private static final int MAX_BYTES_OF_64_BITS = 10;

    private Leb128() {}

    /** The shortest unsigned form of a number given by its 64 bits. */
    public static byte[] unsigned(long bits) {
        byte[] out = new byte[unsignedLength(bits)];
        long rest = bits;
        for (int i = 0; i < out.length; i++, rest >>>= GROUP_BITS) {
            out[i] = (byte) (rest & GROUP_MASK | (i == out.length - 1 ? 0 : CONTINUED));
        }
        return out;
    }

    /** The shortest unsigned form. */
    public static byte[] unsigned(BigInteger value) {
        if (value.signum() < 0) {
            throw new ProtocolException("A negative number has no unsigned form.");
        }
        return groups(value, Math.max(1, divideUp(value.bitLength())));
    }

    /** The shortest signed form. */
    public static byte[] signed(BigInteger value) {
        // One more bit than the magnitude needs, for the sign.
        return groups(value, divideUp(value.bitLength() + 1));
    }

    /** The shortest signed form of a number of 64 bits, appended. */
    public static void writeSigned(ByteArrayOutputStream out, long value) {
        long rest = value;
        while (true) {
            int group = (int) (rest & GROUP_MASK);
            rest >>= GROUP_BITS;
            boolean signShown = (group & SIGN_OF_GROUP) != 0;
            if (rest == 0 && !signShown || rest == -1 && signShown) {
                out.write(group);
                return;
            }
            out.write(group | CONTINUED);
        }
    }

    /** The shortest unsigned form of a number given by its 64 bits, appended. */
    public static void writeUnsigned(ByteArrayOutputStream out, long bits) {
        out.writeBytes(unsigned(bits));
    }

    /**
     * The 64 bits of a whole array that holds one unsigned number.
     *
     * @throws ProtocolException when it holds anything else, or more than 64 bits
     */
    public static long readUnsigned(byte[] bytes) {
        long bits = 0;
        for (int i = 0; i < bytes.length && i < MAX_BYTES_OF_64_BITS; i++) {
            long group = bytes[i] & GROUP_MASK;
            bits |= group << (GROUP_BITS * i);
            boolean overflow = i == MAX_BYTES_OF_64_BITS - 1 && group > 1;
            boolean last = (bytes[i] & CONTINUED) == 0;
            if (last && i == bytes.length - 1 && !overflow) {
                return bits;
            }
            if (last || overflow) {
                break;
            }
        }
        throw new ProtocolException("Not an unsigned LEB128 number of at most 64 bits.");
    }

    private static int unsignedLength(long bits) {
        return Math.max(1, divideUp(Long.SIZE - Long.numberOfLeadingZeros(bits)));
    }

    private static int divideUp(int bits) {
        return (bits + GROUP_BITS - 1) / GROUP_BITS;
    }

    private static byte[] groups(BigInteger value, int count) {
        byte[] bigEndian = value.toByteArray();
        byte[] out = new byte[count];
        for (int i = 0; i < count; i++) {
            out[i] = (byte) (group(bigEndian, i * GROUP_BITS) | (i == count - 1 ? 0 : CONTINUED));
        }
        return out;
    }

    private static int group(byte[] bigEndian, int bit) {
        int low = byteAt(bigEndian, bit >>> 3);
        int high = byteAt(bigEndian, (bit >>> 3) + 1);
        return (high << Byte.SIZE | low) >>> (bit & 7) & GROUP_MASK;
    }

    private static int byteAt(byte[] bigEndian, int index) {
        int position = bigEndian.length - 1 - index;
        return (position >= 0 ? bigEndian[position] : bigEndian[0] >> 7) & 0xff;
    }
}
