package org.icws.replica.execution;

import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.CustomSection;
import com.dylibso.chicory.wasm.types.Export;
import com.dylibso.chicory.wasm.types.ExternalType;
import com.dylibso.chicory.wasm.types.FunctionImport;
import com.dylibso.chicory.wasm.types.FunctionType;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.icws.replica.execution.binary.ModuleBytes;
import org.icws.replica.execution.binary.UnsupportedModuleException;

/** What a canister's module has to keep to besides being Wasm. Stateless. Source: interface specification, "Canister module format". */
final class ModuleRules {
    private static final int MAX_FUNCTIONS = 50_000;
    private static final int MAX_GLOBALS = 1_000;
    private static final int MAX_METADATA = 16;
    private static final int MAX_METADATA_BYTES = 1024 * 1024;
    private static final int MAX_METHODS = 1_000;
    private static final int MAX_NAME_BYTES = 20_000;
    private static final int MAX_CODE_BYTES = 10 * 1024 * 1024;
    private static final int HEADER_BYTES = 8;
    private static final int CODE_SECTION = 10;

    private static final String METADATA = "icp:";
    private static final List<String> METHODS =
            List.of("canister_update ", "canister_query ", "canister_composite_query ");
    private static final Set<String> ENTRY_POINTS = Set.of(
            "canister_init",
            "canister_pre_upgrade",
            "canister_post_upgrade",
            "canister_inspect_message",
            "canister_heartbeat",
            "canister_global_timer",
            "canister_on_low_wasm_memory");

    private ModuleRules() {}

    /**
     * @param bytes the module in the binary format, unpacked
     * @throws CanisterFault its code is too long
     */
    static void checkCode(byte[] bytes) {
        try {
            ModuleBytes in = new ModuleBytes(bytes);
            in.position(HEADER_BYTES);
            while (!in.atEnd()) {
                int id = in.u8();
                int size = in.count();
                if (id == CODE_SECTION) {
                    require(size, MAX_CODE_BYTES, "Wasm module has a code section of", "bytes");
                }
                in.skip(size);
            }
        } catch (UnsupportedModuleException damaged) {
            // What is wrong with it is told by the parser.
            return;
        }
    }

    /**
     * @param module parsed
     * @param ownGlobals how many globals it has by itself
     * @throws CanisterFault the first rule it does not keep to
     */
    static void check(WasmModule module, int ownGlobals) {
        require(module.functionSection().functionCount(), MAX_FUNCTIONS, "Wasm module defined", "functions");
        require(ownGlobals, MAX_GLOBALS, "Wasm module defined", "globals");
        checkMetadata(module);
        checkExports(module);
    }

    private static void require(long number, long limit, String start, String what) {
        if (number > limit) {
            throw invalid(
                    start + " " + number + " " + what + " which exceeds the maximum number allowed " + limit + ".");
        }
    }

    private static CanisterFault invalid(String why) {
        return new CanisterFault(ErrorCode.INVALID_WASM, "Canister's Wasm module is not valid: " + why);
    }

    private static void checkMetadata(WasmModule module) {
        Set<String> names = new HashSet<>();
        long bytes = 0;
        for (CustomSection section : module.customSections()) {
            String name = section.name();
            if (!name.startsWith(METADATA)) {
                continue;
            }
            boolean visible = name.startsWith("icp:public ");
            if (!visible && !name.startsWith("icp:private ")) {
                throw invalid("Wasm module has an invalid custom section. Invalid custom section: Custom section name '"
                        + name + "' is neither 'icp:public <name>' nor 'icp:private <name>'.");
            }
            String own = name.substring(name.indexOf(' ') + 1);
            if (!names.add(own)) {
                throw invalid("Wasm module has an invalid custom section. Invalid custom section: name " + own
                        + " already exists");
            }
            bytes += own.length() + ModuleLoader.content(section).length;
        }
        require(names.size(), MAX_METADATA, "Wasm module defined", "custom sections");
        require(bytes, MAX_METADATA_BYTES, "Wasm module has custom sections of", "bytes");
    }

    private static void checkExports(WasmModule module) {
        Set<String> methods = new HashSet<>();
        long nameBytes = 0;
        for (int i = 0; i < module.exportSection().exportCount(); i++) {
            Export export = module.exportSection().getExport(i);
            String name = export.name();
            if (export.exportType() != ExternalType.FUNCTION || !name.startsWith("canister_")) {
                continue;
            }
            String method = METHODS.stream()
                    .filter(name::startsWith)
                    .findFirst()
                    .map(prefix -> name.substring(prefix.length()))
                    .orElse(null);
            if (method == null && !ENTRY_POINTS.contains(name)) {
                throw invalid("Wasm module has an invalid exported function. Exporting reserved function '" + name
                        + "' with \"canister_\" prefix");
            }
            if (method != null && !methods.add(method)) {
                throw invalid("Wasm module has an invalid exported function. Duplicate function '" + method
                        + "' exported multiple times with different call types: update, query, or composite_query.");
            }
            nameBytes += method == null ? 0 : method.length();
            requireNoParameters(module, export);
        }
        require(methods.size(), MAX_METHODS, "Wasm module exported", "update, query and composite_query methods");
        require(nameBytes, MAX_NAME_BYTES, "Wasm module exported methods with names of together", "characters");
    }

    private static void requireNoParameters(WasmModule module, Export export) {
        int all = module.importSection().count(ExternalType.FUNCTION)
                + module.functionSection().functionCount();
        if (export.index() >= all) {
            throw invalid("Wasm module exports '" + export.name() + "' as function " + export.index()
                    + ", but it has only " + all + " functions.");
        }
        FunctionType type = module.typeSection().getType(typeIndex(module, export.index()));
        if (!type.params().isEmpty() || !type.returns().isEmpty()) {
            throw invalid(
                    "Wasm module has an invalid function signature. Expected return type [] and parameters [] for '"
                            + export.name() + "', got " + type + ".");
        }
    }

    private static int typeIndex(WasmModule module, int function) {
        int imported = module.importSection().count(ExternalType.FUNCTION);
        return function < imported
                ? IntStream.range(0, module.importSection().importCount())
                        .mapToObj(module.importSection()::getImport)
                        .filter(FunctionImport.class::isInstance)
                        .map(FunctionImport.class::cast)
                        .skip(function)
                        .findFirst()
                        .orElseThrow()
                        .typeIndex()
                : module.functionSection().getFunctionType(function - imported);
    }
}
