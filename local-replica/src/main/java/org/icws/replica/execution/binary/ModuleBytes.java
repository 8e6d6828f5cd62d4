package org.icws.replica.execution.binary;

/** Reads a module byte by byte; one that ends too early is an {@link UnsupportedModuleException}. Confined to one thread. */
public final class ModuleBytes {
    private static final int PAYLOAD_BITS = 7;
    private static final int PAYLOAD = 0x7f;
    private static final int MORE = 0x80;

    private final byte[] bytes;
    private int position;

    /** @param bytes the module, not to be changed */
    public ModuleBytes(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Where the next byte is read. */
    public int position() {
        return position;
    }

    /** Goes elsewhere. */
    public void position(int where) {
        if (where < 0 || where > bytes.length) {
            throw damaged();
        }
        position = where;
    }

    private static UnsupportedModuleException damaged() {
        return new UnsupportedModuleException("the module ends in the middle of something");
    }

    /** Whether everything has been read. */
    public boolean atEnd() {
        return position >= bytes.length;
    }

    /** One byte. */
    public int u8() {
        if (position >= bytes.length) {
            throw damaged();
        }
        return bytes[position++] & 0xff;
    }

    /** Goes on without looking. */
    public void skip(int count) {
        position(position + count);
    }

    /** A number without sign of up to 64 bits. */
    public long unsigned() {
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
    public int count() {
        long value = unsigned();
        if (value < 0 || value > bytes.length) {
            throw damaged();
        }
        return (int) value;
    }

    /** A number with sign of up to 64 bits. */
    public long signed() {
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

    /** The module, not to be changed. */
    public byte[] bytes() {
        return bytes;
    }
}
