package org.icws.replica.execution.memory64;

import org.icws.replica.execution.binary.Emitter;
import org.icws.replica.execution.binary.Immediates;
import org.icws.replica.execution.binary.ModuleBytes;
import org.icws.replica.execution.binary.Opcodes;
import org.icws.replica.execution.binary.UnsupportedModuleException;

/** Rewrites one function: every address on the stack is checked and cut to 32 bits before it is used. Confined to one thread. */
final class FunctionLowering {
    private static final int MULTI_MEMORY = 0x40;
    private static final long MAX_PAGES = 65_536;

    /** Locals added to the function, by what they hold. */
    private static final int ADDRESS = 0;

    private static final int LONG = 1;
    private static final int LONG_2 = 2;
    private static final int INT = 3;
    private static final int INT_2 = 4;
    private static final int FLOAT = 5;
    private static final int DOUBLE = 6;

    private final ModuleBytes in;
    private final int parameters;
    private final boolean table64;
    private final Emitter out = new Emitter();
    private int firstLocal;
    private boolean usesLocals;

    FunctionLowering(ModuleBytes in, int parameters, boolean table64) {
        this.in = in;
        this.parameters = parameters;
        this.table64 = table64;
    }

    /** The rewritten body: locals and instructions. */
    byte[] run(int end) {
        int groups = in.count();
        int start = in.position();
        long locals = parameters;
        for (int i = 0; i < groups; i++) {
            locals += in.unsigned();
            in.u8();
        }
        int afterLocals = in.position();
        firstLocal = (int) locals;
        while (in.position() < end) {
            instruction();
        }
        Emitter body = new Emitter();
        body.unsigned(usesLocals ? groups + 4L : groups).copy(in, start, afterLocals);
        if (usesLocals) {
            body.op(3, Opcodes.TYPE_I64, 2, Opcodes.TYPE_I32, 1, Opcodes.TYPE_F32, 1, Opcodes.TYPE_F64);
        }
        return body.add(out.toBytes()).toBytes();
    }

    private void local(int opcode, int which) {
        usesLocals = true;
        out.op(opcode).unsigned(firstLocal + (long) which);
    }

    /** Turns the 64-bit address on the stack into a 32-bit one; traps as an access beyond the memory does. */
    private void narrow() {
        local(Opcodes.LOCAL_TEE, ADDRESS);
        out.op(Opcodes.I64_CONST).signed(Integer.SIZE).op(Opcodes.I64_SHR_U, Opcodes.I32_WRAP);
        out.op(Opcodes.IF, Opcodes.VOID);
        out.op(Opcodes.I32_CONST).signed(-1).op(Opcodes.I32_LOAD, 0, 0, Opcodes.DROP);
        out.op(Opcodes.END);
        local(Opcodes.LOCAL_GET, ADDRESS);
        out.op(Opcodes.I32_WRAP);
    }

    private void instruction() {
        int start = in.position();
        int opcode = in.u8();
        if (opcode >= Opcodes.FIRST_LOAD && opcode <= Opcodes.LAST_LOAD) {
            narrow();
            access(opcode);
        } else if (opcode >= Opcodes.I32_STORE && opcode <= Opcodes.LAST_STORE) {
            store(opcode);
        } else if (opcode == Opcodes.MEMORY_SIZE) {
            in.u8();
            out.op(opcode, 0, Opcodes.I64_EXTEND_U);
        } else if (opcode == Opcodes.MEMORY_GROW) {
            grow();
        } else if (opcode == Opcodes.PREFIX_FC) {
            bulk(start);
        } else {
            if (opcode == Opcodes.CALL_INDIRECT && table64) {
                narrow();
            }
            requireKnown(opcode);
            Immediates.skip(in, opcode);
            out.copy(in, start, in.position());
        }
    }

    private void access(int opcode) {
        long alignment = in.unsigned();
        if ((alignment & MULTI_MEMORY) != 0) {
            throw new UnsupportedModuleException("several memories are not supported");
        }
        long offset = in.unsigned();
        if (offset >>> Integer.SIZE != 0) {
            throw new UnsupportedModuleException("an access has an offset beyond 4 GiB");
        }
        out.op(opcode).unsigned(alignment).unsigned(offset);
    }

    /** The value is above the address on the stack, so it steps aside. */
    private void store(int opcode) {
        int value =
                switch (opcode) {
                    case Opcodes.F32_STORE -> FLOAT;
                    case Opcodes.F64_STORE -> DOUBLE;
                    case Opcodes.I32_STORE, Opcodes.I32_STORE_8, Opcodes.I32_STORE_16 -> INT;
                    default -> LONG;
                };
        local(Opcodes.LOCAL_SET, value);
        narrow();
        local(Opcodes.LOCAL_GET, value);
        access(opcode);
    }

    private void grow() {
        in.u8();
        local(Opcodes.LOCAL_TEE, ADDRESS);
        out.op(Opcodes.I64_CONST).signed(MAX_PAGES).op(Opcodes.I64_GT_U);
        out.op(Opcodes.IF, Opcodes.TYPE_I64).op(Opcodes.I64_CONST).signed(-1).op(Opcodes.ELSE);
        local(Opcodes.LOCAL_GET, ADDRESS);
        out.op(Opcodes.I32_WRAP, Opcodes.MEMORY_GROW, 0, Opcodes.I64_EXTEND_S, Opcodes.END);
    }

    private void bulk(int start) {
        int operation = in.count();
        if (operation == Opcodes.FC_MEMORY_INIT) {
            in.unsigned();
            in.unsigned();
            set(INT, INT_2);
            narrow();
            get(INT_2, INT);
        } else if (operation == Opcodes.FC_DATA_DROP || operation == Opcodes.FC_ELEM_DROP) {
            in.unsigned();
        } else if (operation == Opcodes.FC_MEMORY_COPY) {
            in.unsigned();
            in.unsigned();
            set(LONG, LONG_2);
            narrow();
            narrowLocal(LONG_2);
            narrowLocal(LONG);
        } else if (operation == Opcodes.FC_MEMORY_FILL) {
            in.unsigned();
            set(LONG, INT);
            narrow();
            get(INT);
            narrowLocal(LONG);
        } else if (operation > Opcodes.FC_LAST_CONVERSION) {
            throw new UnsupportedModuleException("table instructions are not supported together with 64-bit memory");
        }
        out.copy(in, start, in.position());
    }

    private void set(int... locals) {
        for (int which : locals) {
            local(Opcodes.LOCAL_SET, which);
        }
    }

    private void get(int... locals) {
        for (int which : locals) {
            local(Opcodes.LOCAL_GET, which);
        }
    }

    private void narrowLocal(int which) {
        get(which);
        narrow();
    }

    private static void requireKnown(int opcode) {
        if (opcode == Opcodes.PREFIX_SIMD) {
            throw new UnsupportedModuleException(SimdText.REFUSAL);
        }
        boolean tableAccess = opcode == Opcodes.TABLE_GET || opcode == Opcodes.TABLE_SET;
        boolean newer = opcode > Opcodes.LAST_PLAIN && opcode != Opcodes.REF_IS_NULL;
        boolean exceptions = opcode >= 0x06 && opcode <= 0x0a || opcode >= 0x12 && opcode <= 0x19 || opcode == 0x1f;
        if (tableAccess || newer || exceptions) {
            throw new UnsupportedModuleException("the instruction 0x" + Integer.toHexString(opcode)
                    + " is not supported together with 64-bit memory");
        }
    }
}
