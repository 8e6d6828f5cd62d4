package org.icws.replica.execution.binary;

import java.io.ByteArrayOutputStream;
import org.icws.protocol.encoding.Leb128;

/** Writes parts of a module. Confined to one thread. */
public final class Emitter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** Bytes as they are. */
    public Emitter op(int... opcodes) {
        for (int opcode : opcodes) {
            out.write(opcode);
        }
        return this;
    }

    /** A number without sign. */
    public Emitter unsigned(long value) {
        Leb128.writeUnsigned(out, value);
        return this;
    }

    /** A number with sign. */
    public Emitter signed(long value) {
        Leb128.writeSigned(out, value);
        return this;
    }

    /** A part of another module. */
    public Emitter copy(ModuleBytes in, int from, int to) {
        out.write(in.bytes(), from, to - from);
        return this;
    }

    /** What was written elsewhere. */
    public Emitter add(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    /** Length, then content. */
    public Emitter sized(byte[] bytes) {
        return unsigned(bytes.length).add(bytes);
    }

    /** Everything written so far. */
    public byte[] toBytes() {
        return out.toByteArray();
    }
}
