package org.icws.replica.execution;

import org.icws.replica.execution.binary.Emitter;
import org.icws.replica.execution.binary.ModuleBytes;
import org.icws.replica.execution.binary.Opcodes;
import org.icws.replica.execution.binary.UnsupportedModuleException;

/**
 * A module whose functions have lost their instructions. With compiled code nobody looks at them, and to parse them takes most of the
 * time, and of the memory, of loading a module. Stateless. Binary format: WebAssembly core specification 3.0, "Modules".
 */
final class HollowModule {
    private static final int HEADER_BYTES = 8;
    private static final int CODE_SECTION = 10;

    /** Length, no locals, and the instruction that traps. */
    private static final byte[] TRAP = {3, 0, Opcodes.UNREACHABLE, Opcodes.END};

    private HollowModule() {}

    /**
     * @param module a valid one in the binary format
     * @throws UnsupportedModuleException it is damaged
     */
    static byte[] of(byte[] module) {
        ModuleBytes in = new ModuleBytes(module);
        Emitter out = new Emitter().copy(in, 0, HEADER_BYTES);
        in.position(HEADER_BYTES);
        while (!in.atEnd()) {
            int start = in.position();
            int id = in.u8();
            int size = in.count();
            int end = in.position() + size;
            if (id == CODE_SECTION) {
                out.op(id).sized(traps(in.count()));
                in.position(end);
            } else {
                in.position(end);
                out.copy(in, start, end);
            }
        }
        return out.toBytes();
    }

    private static byte[] traps(int functions) {
        Emitter out = new Emitter().unsigned(functions);
        for (int i = 0; i < functions; i++) {
            out.add(TRAP);
        }
        return out.toBytes();
    }
}
