package org.icws.replica.execution;

import org.icws.replica.execution.binary.Immediates;
import org.icws.replica.execution.binary.ModuleBytes;
import org.icws.replica.execution.binary.Opcodes;
import org.icws.replica.execution.binary.UnsupportedModuleException;

/**
 * What the public network demands of a module before it compiles it: only the parts of WebAssembly that it has, and no function that is
 * too large. Looks at the module as it was uploaded, before anything is added to it. Stateless. Source: interface specification, "Canister
 * module format"; the public replica's documentation of errors, "Wasm module validation errors".
 */
final class CodeRules {
    private static final int HEADER_BYTES = 8;
    private static final int TYPE_SECTION = 1;
    private static final int TABLE_SECTION = 4;
    private static final int MEMORY_SECTION = 5;
    private static final int CODE_SECTION = 10;
    private static final int TAG_SECTION = 13;

    /** Said to be 10 MiB; the replica that developers run locally names this number when it refuses one. */
    private static final int MAX_CODE_BYTES = 11 * 1024 * 1024;

    private static final int MAX_TYPE_VALUES = 1_000;

    /** The public network allows one table of so many functions. */
    private static final int MAX_TABLE_ELEMENTS = CowTable.MAX_SIZE;

    private static final int MAX_LOCALS = 2_000;
    private static final int MAX_INSTRUCTIONS = 1_000_000;
    private static final int MAX_COMPLEXITY = 1_000_000;

    private static final int FUNCTION_TYPE = 0x60;
    private static final int FIRST_NUMBER_TYPE = 0x7b;
    private static final int LAST_NUMBER_TYPE = 0x7f;
    private static final int FUNCREF = 0x70;
    private static final int EXTERNREF = 0x6f;
    private static final int HAS_MAXIMUM = 1;
    private static final int SHARED = 2;
    private static final int WIDE = 4;

    private final ModuleBytes in;

    private CodeRules(byte[] bytes) {
        in = new ModuleBytes(bytes);
    }

    /**
     * @param bytes the module in the binary format, unpacked
     * @throws CanisterFault the first rule it does not keep to
     * @throws UnsupportedModuleException it is damaged, or has instructions that canisters cannot have
     */
    static void check(byte[] bytes) {
        new CodeRules(bytes).check();
    }

    private void check() {
        in.position(HEADER_BYTES);
        while (!in.atEnd()) {
            int id = in.u8();
            int size = in.count();
            int end = end(size);
            switch (id) {
                case TYPE_SECTION -> types();
                case TABLE_SECTION -> tables();
                case MEMORY_SECTION -> memories();
                case CODE_SECTION -> code(size);
                case TAG_SECTION -> throw notEnabled("exceptions");
                default -> {}
            }
            in.position(end);
        }
    }

    /** Where a part ends that begins here. */
    private int end(int size) {
        int start = in.position();
        in.skip(size);
        int end = in.position();
        in.position(start);
        return end;
    }

    private static CanisterFault invalid(String why) {
        return new CanisterFault(ErrorCode.INVALID_WASM, "Canister's Wasm module is not valid: " + why);
    }

    private static CanisterFault notEnabled(String feature) {
        return invalid("it uses the Wasm feature '" + feature + "', which is not enabled for canisters");
    }

    private void types() {
        int count = in.count();
        for (int i = 0; i < count; i++) {
            if (in.u8() != FUNCTION_TYPE) {
                throw notEnabled("garbage collection");
            }
            values("parameters");
            values("results");
        }
    }

    private void values(String what) {
        int count = in.count();
        if (count > MAX_TYPE_VALUES) {
            throw invalid("Wasm module has a function type of " + count + " " + what
                    + " which exceeds the maximum number allowed " + MAX_TYPE_VALUES + ".");
        }
        for (int i = 0; i < count; i++) {
            valueType();
        }
    }

    private void valueType() {
        int type = in.u8();
        boolean number = type >= FIRST_NUMBER_TYPE && type <= LAST_NUMBER_TYPE;
        if (!number && type != FUNCREF && type != EXTERNREF) {
            throw notEnabled("function references");
        }
    }

    private void tables() {
        int count = in.count();
        if (count > 1) {
            throw invalid("Wasm module defined " + count + " tables which exceeds the maximum number allowed 1.");
        }
        for (int i = 0; i < count; i++) {
            valueType();
            long elements = limits();
            if (elements < 0 || elements > MAX_TABLE_ELEMENTS) {
                throw invalid("Wasm module has a table of " + Long.toUnsignedString(elements)
                        + " elements which exceeds the maximum number allowed " + MAX_TABLE_ELEMENTS + ".");
            }
        }
    }

    private void memories() {
        int count = in.count();
        if (count > 1) {
            throw notEnabled("multiple memories");
        }
        for (int i = 0; i < count; i++) {
            limits();
        }
    }

    /** The smallest size. */
    private long limits() {
        int flags = in.u8();
        if ((flags & SHARED) != 0) {
            throw notEnabled("threads");
        }
        if ((flags & ~(HAS_MAXIMUM | SHARED | WIDE)) != 0) {
            throw notEnabled("custom page sizes");
        }
        long least = in.unsigned();
        if ((flags & HAS_MAXIMUM) != 0) {
            in.unsigned();
        }
        return least;
    }

    private void code(int size) {
        if (size > MAX_CODE_BYTES) {
            throw invalid("Wasm module code section size of " + size + " exceeds the maximum allowed size of "
                    + MAX_CODE_BYTES + ".");
        }
        int count = in.count();
        for (int i = 0; i < count; i++) {
            int end = end(in.count());
            function(i, end);
            in.position(end);
        }
    }

    private void function(int index, int end) {
        long locals = locals();
        int instructions = 0;
        long complexity = 0;
        while (in.position() < end) {
            int at = in.position();
            int opcode = in.u8();
            requireEnabled(opcode);
            Immediates.skip(in, opcode);
            instructions++;
            complexity += InstructionComplexity.of(opcode, in.bytes()[Math.min(at + 1, in.bytes().length - 1)]);
        }
        String function = "Wasm module contains a function at index " + index;
        if (complexity > MAX_COMPLEXITY) {
            throw invalid(function + " with complexity " + complexity + " which exceeds the maximum complexity allowed "
                    + MAX_COMPLEXITY + ".");
        }
        if (instructions > MAX_INSTRUCTIONS) {
            throw invalid(function + " of size " + instructions + " that exceeds the maximum allowed size of "
                    + MAX_INSTRUCTIONS + ".");
        }
        if (locals < 0 || locals > MAX_LOCALS) {
            throw invalid(function + " with " + Long.toUnsignedString(locals)
                    + " locals that exceeds the maximum allowed number of locals " + MAX_LOCALS + ".");
        }
    }

    private long locals() {
        int groups = in.count();
        long locals = 0;
        for (int i = 0; i < groups; i++) {
            locals += in.unsigned();
            valueType();
        }
        return locals;
    }

    private static void requireEnabled(int opcode) {
        switch (opcode) {
            case Opcodes.RETURN_CALL, Opcodes.RETURN_CALL_INDIRECT, Opcodes.RETURN_CALL_REF ->
                throw notEnabled("tail calls");
            case Opcodes.THROW, Opcodes.THROW_REF, Opcodes.TRY_TABLE -> throw notEnabled("exceptions");
            case Opcodes.CALL_REF, Opcodes.REF_AS_NON_NULL, Opcodes.BR_ON_NULL, Opcodes.BR_ON_NON_NULL ->
                throw notEnabled("function references");
            case Opcodes.PREFIX_GC, Opcodes.REF_EQ -> throw notEnabled("garbage collection");
            case Opcodes.PREFIX_THREADS -> throw notEnabled("threads");
            default -> {}
        }
    }
}
