package org.icws.replica.execution.memory64;

import java.util.Optional;
import org.icws.replica.execution.binary.Emitter;
import org.icws.replica.execution.binary.ModuleBytes;
import org.icws.replica.execution.binary.Opcodes;
import org.icws.replica.execution.binary.UnsupportedModuleException;

/**
 * Turns a module with 64-bit memory into one with 32-bit memory that behaves the same as long as 4 GiB are enough: addresses are
 * checked to be below 4 GiB and then cut to 32 bits, so an address beyond is out of bounds, as it would be in a memory that has not
 * grown that far. Binary format: WebAssembly core specification 3.0, "Modules" and "Instructions".
 */
public final class Memory64Lowering {
    private static final int HEADER_BYTES = 8;
    private static final int FLAG_MAX = 1;
    private static final int FLAG_64 = 4;
    private static final long MAX_PAGES = 65_536;
    private static final int FUNCTION_TYPE = 0x60;

    private static final int TYPE = 1;
    private static final int IMPORT = 2;
    private static final int FUNCTION = 3;
    private static final int TABLE = 4;
    private static final int MEMORY = 5;
    private static final int ELEMENT = 9;
    private static final int CODE = 10;
    private static final int DATA = 11;

    private final ModuleBytes in;
    private int[] parametersOfType = {};
    private int[] typeOfFunction = {};
    private boolean memory64;
    private boolean table64;

    private Memory64Lowering(byte[] module) {
        in = new ModuleBytes(module);
    }

    /**
     * Rewrites a module.
     *
     * @param module in the binary format
     * @return the rewritten module; empty when it has no 64-bit memory and needs no rewriting
     * @throws UnsupportedModuleException it has, but uses something that cannot be rewritten
     */
    public static Optional<byte[]> lower(byte[] module) {
        return new Memory64Lowering(module).run();
    }

    private Optional<byte[]> run() {
        if (!declaresMemory64()) {
            return Optional.empty();
        }
        Emitter out = new Emitter();
        in.position(HEADER_BYTES);
        out.copy(in, 0, HEADER_BYTES);
        while (!in.atEnd()) {
            int id = in.u8();
            int size = in.count();
            int end = in.position() + size;
            byte[] section = section(id, end);
            if (in.position() != end) {
                throw new UnsupportedModuleException("section " + id + " does not have the length it claims");
            }
            out.op(id).sized(section);
        }
        return Optional.of(out.toBytes());
    }

    private boolean declaresMemory64() {
        if (in.bytes().length < HEADER_BYTES) {
            return false;
        }
        in.position(HEADER_BYTES);
        while (!in.atEnd()) {
            int id = in.u8();
            int end = in.count() + in.position();
            if (id == MEMORY) {
                return in.count() > 0 && (in.u8() & FLAG_64) != 0;
            }
            in.position(end);
        }
        return false;
    }

    private byte[] section(int id, int end) {
        int start = in.position();
        Emitter out = new Emitter();
        switch (id) {
            case TYPE -> readTypes();
            case IMPORT -> readImports();
            case FUNCTION -> readFunctions();
            case TABLE -> {
                tables(out);
                return out.toBytes();
            }
            case MEMORY -> {
                memories(out);
                return out.toBytes();
            }
            case ELEMENT -> {
                elements(out);
                return out.toBytes();
            }
            case CODE -> {
                code(out);
                return out.toBytes();
            }
            case DATA -> {
                data(out);
                return out.toBytes();
            }
            default -> in.position(end);
        }
        return out.copy(in, start, in.position()).toBytes();
    }

    private void readTypes() {
        int types = in.count();
        parametersOfType = new int[types];
        for (int i = 0; i < types; i++) {
            if (in.u8() != FUNCTION_TYPE) {
                throw new UnsupportedModuleException("types other than those of functions are not supported");
            }
            parametersOfType[i] = in.count();
            in.skip(parametersOfType[i]);
            in.skip(in.count());
        }
    }

    private void readImports() {
        int imports = in.count();
        for (int i = 0; i < imports; i++) {
            in.skip(in.count());
            in.skip(in.count());
            if (in.u8() != 0) {
                throw new UnsupportedModuleException("only functions can be imported");
            }
            in.unsigned();
        }
    }

    private void readFunctions() {
        typeOfFunction = new int[in.count()];
        for (int i = 0; i < typeOfFunction.length; i++) {
            typeOfFunction[i] = (int) in.unsigned();
        }
    }

    private void tables(Emitter out) {
        int tables = in.count();
        out.unsigned(tables);
        for (int i = 0; i < tables; i++) {
            out.op(in.u8());
            int flags = in.u8();
            table64 |= (flags & FLAG_64) != 0;
            out.op(flags & ~FLAG_64).unsigned(in.unsigned());
            if ((flags & FLAG_MAX) != 0) {
                out.unsigned(Math.min(in.unsigned(), Integer.MAX_VALUE));
            }
        }
    }

    private void memories(Emitter out) {
        int memories = in.count();
        out.unsigned(memories);
        for (int i = 0; i < memories; i++) {
            int flags = in.u8();
            memory64 |= (flags & FLAG_64) != 0;
            out.op(flags & ~FLAG_64).unsigned(pages(in.unsigned()));
            if ((flags & FLAG_MAX) != 0) {
                long max = in.unsigned();
                out.unsigned(max < 0 ? MAX_PAGES : Math.min(max, MAX_PAGES));
            }
        }
    }

    private static long pages(long wanted) {
        if (wanted < 0 || wanted > MAX_PAGES) {
            throw new UnsupportedModuleException("its memory starts with " + Long.toUnsignedString(wanted)
                    + " pages, at most 65536 are possible here");
        }
        return wanted;
    }

    /** A constant address of a segment. */
    private void offset(Emitter out, boolean wide) {
        int opcode = in.u8();
        if (opcode == Opcodes.I64_CONST && wide) {
            long value = in.signed();
            if (value >>> Integer.SIZE != 0) {
                throw new UnsupportedModuleException("a segment lies beyond 4 GiB");
            }
            out.op(Opcodes.I32_CONST).signed((int) value);
        } else if (opcode == Opcodes.I32_CONST && !wide) {
            out.op(opcode).signed(in.signed());
        } else {
            throw new UnsupportedModuleException("the address of a segment is computed instead of constant");
        }
        if (in.u8() != Opcodes.END) {
            throw new UnsupportedModuleException("the address of a segment is computed instead of constant");
        }
        out.op(Opcodes.END);
    }

    private void elements(Emitter out) {
        int segments = in.count();
        out.unsigned(segments);
        for (int i = 0; i < segments; i++) {
            int kind = in.count();
            if (kind > 3) {
                throw new UnsupportedModuleException("element segments of expressions are not supported");
            }
            out.unsigned(kind);
            boolean active = kind == 0 || kind == 2;
            if (kind == 2) {
                out.unsigned(in.unsigned());
            }
            if (active) {
                offset(out, table64);
            }
            if (kind != 0) {
                out.op(in.u8());
            }
            int functions = in.count();
            out.unsigned(functions);
            for (int j = 0; j < functions; j++) {
                out.unsigned(in.unsigned());
            }
        }
    }

    private void data(Emitter out) {
        int segments = in.count();
        out.unsigned(segments);
        for (int i = 0; i < segments; i++) {
            int kind = in.count();
            out.unsigned(kind);
            if (kind == 2) {
                out.unsigned(in.unsigned());
            }
            if (kind != 1) {
                offset(out, memory64);
            }
            int size = in.count();
            int start = in.position();
            in.skip(size);
            out.unsigned(size).copy(in, start, in.position());
        }
    }

    private void code(Emitter out) {
        int bodies = in.count();
        if (bodies != typeOfFunction.length) {
            throw new UnsupportedModuleException(
                    "it declares " + typeOfFunction.length + " functions and has " + bodies);
        }
        out.unsigned(bodies);
        for (int i = 0; i < bodies; i++) {
            int end = in.count() + in.position();
            int type = typeOfFunction[i];
            if (type < 0 || type >= parametersOfType.length) {
                throw new UnsupportedModuleException("a function has a type that does not exist");
            }
            out.sized(new FunctionLowering(in, parametersOfType[type], table64).run(end));
            if (in.position() != end) {
                throw new UnsupportedModuleException("a function does not have the length it claims");
            }
        }
    }
}
