package org.icws.replica.execution.memory64;

/** Reads a module byte by byte. Confined to one thread. */
final class ModuleBytes {
    private static final int PAYLOAD_BITS = 7;
    private static final int PAYLOAD = 0x7f;
    private static final int MORE = 0x80;

    private final byte[] bytes;
    private int position;

    ModuleBytes(byte[] bytes) {
        this.bytes = bytes;
    }

    int position() {
        return position;
    }

    void position(int where) {
        if (where < 0 || where > bytes.length) {
            throw damaged();
        }
        position = where;
    }

    private static UnsupportedModuleException damaged() {
        return new UnsupportedModuleException("the module ends in the middle of something");
    }

    boolean atEnd() {
        return position >= bytes.length;
    }

    int u8() {
        if (position >= bytes.length) {
            throw damaged();
        }
        return bytes[position++] & 0xff;
    }

    void skip(int count) {
        position(position + count);
    }

    /** A number without sign of up to 64 bits. */
    long unsigned() {
        long value = 0;
        int shift = 0;
        int next;
        do {
            next = u8();
            if (shift < Long.SIZE) {
                value |= (long) (next & PAYLOAD) << shift;
            }
            shift += PAYLOAD_BITS;
        } while ((next & MORE) != 0);
        return value;
    }

    /** A number without sign that counts something in the module. */
    int count() {
        long value = unsigned();
        if (value < 0 || value > bytes.length) {
            throw damaged();
        }
        return (int) value;
    }

    /** A number with sign of up to 64 bits. */
    long signed() {
        long value = 0;
        int shift = 0;
        int next;
        do {
            next = u8();
            value |= (long) (next & PAYLOAD) << shift;
            shift += PAYLOAD_BITS;
        } while ((next & MORE) != 0 && shift < Long.SIZE + PAYLOAD_BITS);
        boolean negative = shift < Long.SIZE && (next & (MORE >> 1)) != 0;
        return negative ? value | -1L << shift : value;
    }

    byte[] bytes() {
        return bytes;
    }
}
