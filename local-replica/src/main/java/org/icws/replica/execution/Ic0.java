package org.icws.replica.execution;

import com.dylibso.chicory.runtime.HostFunction;
import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.FunctionImport;
import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.Import;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The system interface as a whole: checks what a module imports and links it. */
final class Ic0 {
    private static final String MODULE = "ic0";

    private static final Map<String, Ic0Function> FUNCTIONS = Stream.of(
                    Ic0Message.functions(),
                    Ic0Calls.functions(),
                    Ic0Canister.functions(),
                    Ic0Environment.functions(),
                    Ic0Cycles.functions(),
                    Ic0Stable.functions())
            .<Ic0Function>flatMap(Collection::stream)
            .collect(Collectors.toUnmodifiableMap(Ic0Function::name, Function.identity()));

    private Ic0() {}

    /**
     * Checks that the module imports only what exists, with the exact types.
     *
     * @param wide whether the module was written for 64-bit addresses
     * @throws CanisterFault naming the first import that cannot be satisfied
     */
    static void check(WasmModule module, boolean wide) {
        for (int i = 0; i < module.importSection().importCount(); i++) {
            Import item = module.importSection().getImport(i);
            if (!(item instanceof FunctionImport)) {
                throw invalid("only functions can be imported, not " + item.module() + "." + item.name());
            }
            resolve(module, (FunctionImport) item, wide);
        }
    }

    private static Ic0Function resolve(WasmModule module, FunctionImport item, boolean wide) {
        Ic0Function function = MODULE.equals(item.module()) ? FUNCTIONS.get(item.name()) : null;
        if (function == null || !function.existsFor(wide)) {
            throw invalid("Module imports function '" + item.name() + "' from '" + item.module()
                    + "' that is not exported by the runtime.");
        }
        FunctionType type = module.typeSection().getType(item.typeIndex());
        if (!function.matches(type, wide)) {
            throw invalid("Module imports function '" + item.name() + "' from 'ic0' with the type " + type
                    + ", which is not the type of that function.");
        }
        return function;
    }

    private static CanisterFault invalid(String message) {
        return new CanisterFault(ErrorCode.INVALID_WASM, "Canister's Wasm module is not valid: " + message);
    }

    /** Links the imports of a checked module to a frame. */
    static ImportValues link(WasmModule module, Ic0Frame frame) {
        List<HostFunction> handlers = module.importSection().stream()
                .map(FunctionImport.class::cast)
                .map(item -> handler(module, item, frame))
                .toList();
        return ImportValues.builder()
                .addFunction(handlers.toArray(HostFunction[]::new))
                .build();
    }

    private static HostFunction handler(WasmModule module, FunctionImport item, Ic0Frame frame) {
        Ic0Function function = resolve(module, item, frame.wide());
        FunctionType type = module.typeSection().getType(item.typeIndex());
        return new HostFunction(item.module(), item.name(), type, (instance, arguments) -> {
            frame.memory((CowMemory) instance.memory());
            return function.call(frame, arguments);
        });
    }
}
