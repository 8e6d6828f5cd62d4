package org.icws.replica.execution;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Machine;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.Export;
import com.dylibso.chicory.wasm.types.ExternalType;
import com.dylibso.chicory.wasm.types.FunctionImport;
import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.Global;
import com.dylibso.chicory.wasm.types.MutabilityType;
import com.dylibso.chicory.wasm.types.ValType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;

/** A parsed and checked module. Immutable, except that compiled code appears once the background compiler is done. */
public final class CanisterModule {
    private final WasmModule wasm;
    private final byte[] hash;
    private final boolean wide;
    private final OptionalInt counter;
    private final byte[] uploaded;
    private final Map<String, Integer> functions;
    private final Map<String, MetadataSection> metadata;
    private volatile Function<Instance, Machine> compiled;

    /**
     * One custom section meant for the outside.
     *
     * @param visibleToAll false = controllers only
     * @param content its bytes
     */
    public record MetadataSection(boolean visibleToAll, byte[] content) {}

    /**
     * @param wasm parsed code
     * @param hash SHA-256 of the uploaded bytes
     * @param uploaded the uploaded bytes, not to be changed
     * @param wide whether the code was written for 64-bit addresses
     * @param counter the global added to the code that counts instructions; empty = it does not count
     * @param metadata custom sections meant for the outside
     */
    CanisterModule(
            WasmModule wasm,
            byte[] hash,
            byte[] uploaded,
            boolean wide,
            OptionalInt counter,
            Map<String, MetadataSection> metadata) {
        this.wasm = wasm;
        this.counter = counter;
        this.hash = hash;
        this.uploaded = uploaded;
        this.wide = wide;
        this.metadata = metadata;
        this.functions = exportedFunctions(wasm);
    }

    private static Map<String, Integer> exportedFunctions(WasmModule wasm) {
        Map<String, Integer> result = new HashMap<>();
        for (int i = 0; i < wasm.exportSection().exportCount(); i++) {
            Export export = wasm.exportSection().getExport(i);
            if (export.exportType() == ExternalType.FUNCTION) {
                result.put(export.name(), export.index());
            }
        }
        return Map.copyOf(result);
    }

    WasmModule wasm() {
        return wasm;
    }

    /** Whether it was written for 64-bit addresses. */
    boolean isWide() {
        return wide;
    }

    /** The global that counts instructions down; empty = the module could not be made to count. */
    OptionalInt counter() {
        return counter;
    }

    /** Whether it counts the instructions it executes; else their number is estimated from the time they take. */
    public boolean countsInstructions() {
        return counter.isPresent();
    }

    /** The module as it was uploaded; not to be changed. */
    public byte[] uploaded() {
        return uploaded;
    }

    /** Bytes of the module as it was uploaded. */
    public int size() {
        return uploaded.length;
    }

    /** Whether a function has the type of a callback: one number of the address width, no result. */
    boolean isCallback(int function) {
        FunctionType type = wasm.typeSection().getType(typeIndex(function));
        return type.returns().isEmpty() && type.params().equals(List.of(wide ? ValType.I64 : ValType.I32));
    }

    private int typeIndex(int function) {
        int imported = wasm.importSection().count(ExternalType.FUNCTION);
        return function < imported
                ? ((FunctionImport) wasm.importSection().getImport(function)).typeIndex()
                : wasm.functionSection().getFunctionType(function - imported);
    }

    /** SHA-256 of the module as it was uploaded. */
    public byte[] hash() {
        return hash.clone();
    }

    /** Contents of the {@code icp:} custom sections by name without prefix. */
    public Map<String, MetadataSection> metadata() {
        return metadata;
    }

    /**
     * The canister's own globals that are mutable or exported, in order.
     *
     * @param mutable values of the mutable ones in order
     */
    public List<GlobalValue> globals(long[] mutable) {
        Set<Integer> exported = new HashSet<>();
        for (int i = 0; i < wasm.exportSection().exportCount(); i++) {
            Export export = wasm.exportSection().getExport(i);
            if (export.exportType() == ExternalType.GLOBAL) {
                exported.add(export.index());
            }
        }
        List<GlobalValue> visible = new ArrayList<>();
        int next = 0;
        // The one that counts instructions comes last and is not the canister's own.
        int own = wasm.globalSection().globalCount() - (countsInstructions() ? 1 : 0);
        for (int i = 0; i < own; i++) {
            Global global = wasm.globalSection().getGlobal(i);
            String type = global.valueType().toString().toLowerCase(Locale.ROOT);
            if (global.mutabilityType() == MutabilityType.Var) {
                visible.add(new GlobalValue(type, mutable[next++], true));
            } else if (exported.contains(i)) {
                visible.add(
                        new GlobalValue(type, global.initInstructions().get(0).operand(0), false));
            }
        }
        return visible;
    }

    /** Index of an exported function; null = there is none. */
    Integer function(String export) {
        return functions.get(export);
    }

    /** Whether compiled code is available. */
    public boolean isCompiled() {
        return compiled != null;
    }

    Function<Instance, Machine> compiled() {
        return compiled;
    }

    void compiled(Function<Instance, Machine> factory) {
        compiled = factory;
    }
}
