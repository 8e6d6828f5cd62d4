package org.icws.replica.execution.binary;

/**
 * Reads over what follows an instruction's number. Knows the instructions of canisters: those of WebAssembly 2.0 without vectors.
 * Stateless. Binary format: WebAssembly core specification 3.0, "Instructions".
 */
public final class Immediates {
    private static final int MULTI_MEMORY = 0x40;

    private Immediates() {}

    /**
     * Goes on behind an instruction.
     *
     * @param in positioned after the instruction's first byte
     * @param opcode that byte
     * @throws UnsupportedModuleException the instruction is not known
     */
    public static void skip(ModuleBytes in, int opcode) {
        if (opcode >= Opcodes.FIRST_LOAD && opcode <= Opcodes.LAST_STORE) {
            if ((in.unsigned() & MULTI_MEMORY) != 0) {
                in.unsigned();
            }
            in.unsigned();
            return;
        }
        switch (opcode) {
            case Opcodes.BLOCK, Opcodes.LOOP, Opcodes.IF, Opcodes.I32_CONST, Opcodes.I64_CONST -> in.signed();
            case Opcodes.BR,
                    Opcodes.BR_IF,
                    Opcodes.CALL,
                    Opcodes.LOCAL_GET,
                    Opcodes.LOCAL_SET,
                    Opcodes.LOCAL_TEE,
                    Opcodes.GLOBAL_GET,
                    Opcodes.GLOBAL_SET,
                    Opcodes.TABLE_GET,
                    Opcodes.TABLE_SET,
                    Opcodes.MEMORY_SIZE,
                    Opcodes.MEMORY_GROW,
                    Opcodes.REF_FUNC -> in.unsigned();
            case Opcodes.BR_TABLE -> {
                int targets = in.count();
                for (int i = 0; i <= targets; i++) {
                    in.unsigned();
                }
            }
            case Opcodes.CALL_INDIRECT -> {
                in.unsigned();
                in.unsigned();
            }
            case Opcodes.SELECT_TYPED -> in.skip(in.count());
            case Opcodes.F32_CONST -> in.skip(Float.BYTES);
            case Opcodes.F64_CONST -> in.skip(Double.BYTES);
            case Opcodes.REF_NULL -> in.u8();
            case Opcodes.PREFIX_FC -> skipPrefixed(in);
            default -> requirePlain(opcode);
        }
    }

    private static void skipPrefixed(ModuleBytes in) {
        int operation = in.count();
        if (operation <= Opcodes.FC_LAST_CONVERSION) {
            return;
        }
        if (operation > Opcodes.FC_LAST) {
            throw unknown(operation);
        }
        in.unsigned();
        boolean two = operation == Opcodes.FC_MEMORY_INIT
                || operation == Opcodes.FC_MEMORY_COPY
                || operation == Opcodes.FC_TABLE_INIT
                || operation == Opcodes.FC_TABLE_COPY;
        if (two) {
            in.unsigned();
        }
    }

    private static void requirePlain(int opcode) {
        boolean newer = opcode > Opcodes.LAST_PLAIN && opcode != Opcodes.REF_IS_NULL;
        boolean exceptions = opcode >= 0x06 && opcode <= 0x0a || opcode >= 0x12 && opcode <= 0x19 || opcode == 0x1f;
        if (newer || exceptions) {
            throw unknown(opcode);
        }
    }

    private static UnsupportedModuleException unknown(int opcode) {
        return new UnsupportedModuleException("the instruction 0x" + Integer.toHexString(opcode) + " is not known");
    }
}
