package org.icws.replica.execution;

import org.icws.replica.execution.binary.Opcodes;

/**
 * How much an instruction adds to the complexity of its function, of which the public network allows a certain sum, so that compiling
 * takes no too long. Stateless. Source: the public replica's rules for modules.
 */
final class InstructionComplexity {
    private static final int BRANCH = 50;
    private static final int TABLE_GET = 14;
    private static final int REF_FUNC = 8;
    private static final int REF_IS_NULL = 6;
    private static final int CONVERSION = 5;
    private static final int SIGN = 4;
    private static final int LOAD_OR_DIVISION = 3;
    private static final int STORE_OR_COMPARISON = 2;

    private static final byte[] OF = new byte[256];

    static {
        set(1, 0x00, 0xff);
        set(STORE_OR_COMPARISON, 0x1b, 0x1b);
        set(STORE_OR_COMPARISON, 0x23, 0x23);
        set(LOAD_OR_DIVISION, Opcodes.FIRST_LOAD, Opcodes.LAST_LOAD);
        set(STORE_OR_COMPARISON, Opcodes.I32_STORE, Opcodes.MEMORY_SIZE);
        set(STORE_OR_COMPARISON, 0x45, 0x66);
        // f64.eq
        set(LOAD_OR_DIVISION, 0x61, 0x61);
        set(STORE_OR_COMPARISON, 0x69, 0x69);
        set(LOAD_OR_DIVISION, 0x6d, 0x70);
        set(STORE_OR_COMPARISON, 0x7b, 0x7b);
        set(LOAD_OR_DIVISION, 0x7f, 0x82);
        set(SIGN, 0x8b, 0x8c);
        set(STORE_OR_COMPARISON, 0x8d, 0x8f);
        set(STORE_OR_COMPARISON, 0x91, 0x91);
        set(LOAD_OR_DIVISION, 0x98, 0x98);
        set(SIGN, 0x99, 0x9a);
        set(STORE_OR_COMPARISON, 0x9b, 0x9d);
        set(STORE_OR_COMPARISON, 0x9f, 0x9f);
        set(LOAD_OR_DIVISION, 0xa6, 0xa6);
        set(STORE_OR_COMPARISON, Opcodes.I32_WRAP, Opcodes.I32_WRAP);
        set(CONVERSION, 0xa8, 0xba);
        set(STORE_OR_COMPARISON, 0xbb, Opcodes.LAST_PLAIN);
        set(BRANCH, Opcodes.BLOCK, Opcodes.IF);
        set(BRANCH, Opcodes.BR, Opcodes.BR_TABLE);
        set(BRANCH, Opcodes.CALL, Opcodes.CALL_INDIRECT);
        set(BRANCH, Opcodes.MEMORY_GROW, Opcodes.MEMORY_GROW);
        set(TABLE_GET, Opcodes.TABLE_GET, Opcodes.TABLE_GET);
        set(REF_IS_NULL, Opcodes.REF_IS_NULL, Opcodes.REF_IS_NULL);
        set(REF_FUNC, Opcodes.REF_FUNC, Opcodes.REF_FUNC);
    }

    private InstructionComplexity() {}

    private static void set(int complexity, int first, int last) {
        for (int opcode = first; opcode <= last; opcode++) {
            OF[opcode] = (byte) complexity;
        }
    }

    /**
     * @param opcode the instruction's first byte
     * @param next the byte behind it
     */
    static int of(int opcode, int next) {
        if (opcode != Opcodes.PREFIX_FC) {
            return OF[opcode];
        }
        return next <= Opcodes.FC_LAST_CONVERSION || next == Opcodes.FC_MEMORY_FILL
                ? LOAD_OR_DIVISION
                : next == Opcodes.FC_MEMORY_COPY ? SIGN : 1;
    }
}
