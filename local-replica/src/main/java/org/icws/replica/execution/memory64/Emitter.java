package org.icws.replica.execution.memory64;

import java.io.ByteArrayOutputStream;
import org.icws.protocol.encoding.Leb128;

/** Writes parts of a module. Confined to one thread. */
final class Emitter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Emitter op(int... opcodes) {
        for (int opcode : opcodes) {
            out.write(opcode);
        }
        return this;
    }

    Emitter unsigned(long value) {
        Leb128.writeUnsigned(out, value);
        return this;
    }

    Emitter signed(long value) {
        Leb128.writeSigned(out, value);
        return this;
    }

    Emitter copy(ModuleBytes in, int from, int to) {
        out.write(in.bytes(), from, to - from);
        return this;
    }

    Emitter add(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    /** Length, then content. */
    Emitter sized(byte[] bytes) {
        return unsigned(bytes.length).add(bytes);
    }

    byte[] toBytes() {
        return out.toByteArray();
    }
}
