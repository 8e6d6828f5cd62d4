package org.icws.replica.execution.metering;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.icws.replica.execution.binary.Emitter;
import org.icws.replica.execution.binary.ModuleBytes;
import org.icws.replica.execution.binary.Opcodes;
import org.icws.replica.execution.binary.UnsupportedModuleException;

/**
 * Makes a module count what it executes: one for each instruction, and one for each byte that is copied or filled at once. A last
 * global is added that holds how many instructions are left. Below zero, most code traps sooner or later, but not all does: whoever
 * runs the module looks at the global afterwards. Binary format: WebAssembly core specification 3.0, "Modules". Confined to one thread.
 */
public final class InstructionMetering {
    private static final int HEADER_BYTES = 8;
    private static final int FUNCTION_TYPE = 0x60;
    private static final int MUTABLE = 1;
    private static final int FLAG_64 = 4;
    private static final int GLOBAL_KIND = 3;

    private static final int TYPE = 1;
    private static final int IMPORT = 2;
    private static final int FUNCTION = 3;
    private static final int MEMORY = 5;
    private static final int GLOBAL = 6;
    private static final int EXPORT = 7;
    private static final int CODE = 10;
    private static final int LAST_KNOWN = 12;

    private final ModuleBytes in;
    private final long initial;
    private int[] parametersOfType = {};
    private byte[][] resultsOfType = {};
    private int[] typeOfFunction = {};
    private final List<String> imports = new ArrayList<>();
    private int globals;
    private boolean wide;
    private final Map<String, Integer> addedTypes = new HashMap<>();
    private final Emitter addedTypeBytes = new Emitter();

    private InstructionMetering(byte[] module, long initial) {
        this.in = new ModuleBytes(module);
        this.initial = initial;
    }

    /**
     * A module that counts.
     *
     * @param bytes in the binary format
     * @param counter index of the global that holds how many instructions are left
     */
    public record Metered(byte[] bytes, int counter) {}

    /**
     * Rewrites a module. Whether it is valid is not checked here, but one that is not valid stays so.
     *
     * @param module in the binary format
     * @param initial how many instructions are left until somebody sets the global
     * @return empty when it has something in it that cannot be counted, or is damaged
     */
    public static Optional<Metered> meter(byte[] module, long initial) {
        try {
            return Optional.of(new InstructionMetering(module, initial).run());
        } catch (UnsupportedModuleException e) {
            return Optional.empty();
        }
    }

    private Metered run() {
        if (in.bytes().length < HEADER_BYTES) {
            throw new UnsupportedModuleException("it is not a module");
        }
        readDeclarations();
        long[] blockTypes = Arrays.stream(typeOfFunction)
                .mapToLong(type -> blockType(resultsOfType[type]))
                .toArray();
        Emitter out = new Emitter();
        out.copy(in, 0, HEADER_BYTES);
        in.position(HEADER_BYTES);
        boolean declared = globals > 0;
        while (!in.atEnd()) {
            int id = in.u8();
            int size = in.count();
            int end = in.position() + size;
            if (!declared && id > GLOBAL && id <= LAST_KNOWN) {
                out.op(GLOBAL).sized(counterOnly());
                declared = true;
            }
            out.op(id).sized(section(id, end, blockTypes));
            in.position(end);
        }
        if (!declared) {
            out.op(GLOBAL).sized(counterOnly());
        }
        return new Metered(out.toBytes(), globals);
    }

    private void readDeclarations() {
        in.position(HEADER_BYTES);
        while (!in.atEnd()) {
            int id = in.u8();
            int size = in.count();
            int end = in.position() + size;
            switch (id) {
                case TYPE -> readTypes();
                case IMPORT -> readImports();
                case FUNCTION -> readFunctions();
                case MEMORY -> wide = in.count() > 0 && (in.u8() & FLAG_64) != 0;
                case GLOBAL -> globals = in.count();
                default -> {
                    // Not needed to count.
                }
            }
            in.position(end);
        }
        for (int type : typeOfFunction) {
            if (type < 0 || type >= parametersOfType.length) {
                throw new UnsupportedModuleException("a function has a type that does not exist");
            }
        }
    }

    private void readTypes() {
        int types = in.count();
        parametersOfType = new int[types];
        resultsOfType = new byte[types][];
        for (int i = 0; i < types; i++) {
            if (in.u8() != FUNCTION_TYPE) {
                throw new UnsupportedModuleException("types other than those of functions are not supported");
            }
            parametersOfType[i] = in.count();
            in.skip(parametersOfType[i]);
            int results = in.count();
            int start = in.position();
            in.skip(results);
            resultsOfType[i] = Arrays.copyOfRange(in.bytes(), start, start + results);
        }
    }

    private void readImports() {
        int count = in.count();
        for (int i = 0; i < count; i++) {
            in.skip(in.count());
            int length = in.count();
            int start = in.position();
            in.skip(length);
            if (in.u8() != 0) {
                throw new UnsupportedModuleException("only functions can be imported");
            }
            in.unsigned();
            imports.add(new String(in.bytes(), start, length, StandardCharsets.UTF_8));
        }
    }

    private void readFunctions() {
        typeOfFunction = new int[in.count()];
        for (int i = 0; i < typeOfFunction.length; i++) {
            typeOfFunction[i] = (int) in.unsigned();
        }
    }

    /** The type of a block without parameters and with these results; several results need a type of their own. */
    private long blockType(byte[] results) {
        if (results.length == 0) {
            return Opcodes.VOID - 0x80L;
        }
        if (results.length == 1) {
            return results[0];
        }
        return addedTypes.computeIfAbsent(Arrays.toString(results), key -> {
            addedTypeBytes.op(FUNCTION_TYPE).unsigned(0).sized(results);
            return parametersOfType.length + addedTypes.size();
        });
    }

    private byte[] counterOnly() {
        return counter(new Emitter().unsigned(1)).toBytes();
    }

    private Emitter counter(Emitter out) {
        return out.op(Opcodes.TYPE_I64, MUTABLE, Opcodes.I64_CONST)
                .signed(initial)
                .op(Opcodes.END);
    }

    private byte[] section(int id, int end, long[] blockTypes) {
        int start = in.position();
        if (end > in.bytes().length) {
            throw new UnsupportedModuleException("section " + id + " ends behind the module");
        }
        Emitter out = new Emitter();
        if (id == TYPE) {
            in.count();
            out.unsigned(parametersOfType.length + (long) addedTypes.size());
            return out.copy(in, in.position(), end)
                    .add(addedTypeBytes.toBytes())
                    .toBytes();
        }
        if (id == GLOBAL) {
            in.count();
            return counter(out.unsigned(globals + 1L).copy(in, in.position(), end))
                    .toBytes();
        }
        if (id == EXPORT) {
            requireOwnGlobals();
        }
        return id == CODE ? code(end, blockTypes) : out.copy(in, start, end).toBytes();
    }

    /** An export must not name the global that is added. */
    private void requireOwnGlobals() {
        int exports = in.count();
        for (int i = 0; i < exports; i++) {
            in.skip(in.count());
            int kind = in.u8();
            long index = in.unsigned();
            if (kind == GLOBAL_KIND && (index < 0 || index >= globals)) {
                throw new UnsupportedModuleException("a global is exported that does not exist");
            }
        }
    }

    private byte[] code(int end, long[] blockTypes) {
        int start = in.position();
        boolean looks = imports.contains(CountLookers.FUNCTION);
        CountLookers lookers = looks ? CountLookers.find(in, imports) : CountLookers.NONE;
        in.position(start);
        int bodies = in.count();
        if (bodies != typeOfFunction.length) {
            throw new UnsupportedModuleException("it has another number of functions than it declares");
        }
        Emitter out = new Emitter().unsigned(bodies);
        for (int i = 0; i < bodies; i++) {
            int size = in.count();
            int bodyEnd = in.position() + size;
            int parameters = parametersOfType[typeOfFunction[i]];
            FunctionMetering.Shape shape =
                    new FunctionMetering.Shape(parameters, blockTypes[i], globals, wide, lookers::contains, looks);
            out.sized(new FunctionMetering(in, shape).run(bodyEnd));
            if (in.position() != bodyEnd) {
                throw new UnsupportedModuleException("a function does not have the length it claims");
            }
        }
        if (in.position() != end) {
            throw new UnsupportedModuleException("the code does not have the length it claims");
        }
        return out.toBytes();
    }
}
