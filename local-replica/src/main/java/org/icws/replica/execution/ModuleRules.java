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

/** What a canister's module has to keep to besides being Wasm. Stateless. Source: interface specification, "Canister module format". */
final class ModuleRules {
    private static final int MAX_FUNCTIONS = 50_000;
    private static final int MAX_GLOBALS = 1_000;
    private static final int MAX_METADATA = 16;
    private static final int MAX_METADATA_BYTES = 1024 * 1024;
    private static final int MAX_METHODS = 1_000;
    private static final int MAX_NAME_BYTES = 20_000;

    private static final String CALLED =
            "`canister_update <name>`, `canister_query <name>`, or `canister_composite_query <name>`";

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
        if (bytes > MAX_METADATA_BYTES) {
            throw invalid(
                    "Wasm module has an invalid custom section. Invalid custom sections: total size of the custom sections"
                            + " exceeds the maximum allowed: size " + bytes + " bytes, allowed " + MAX_METADATA_BYTES
                            + " bytes");
        }
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
                throw invalid("Wasm module has an invalid export section. Exporting reserved function '" + name
                        + "' with \"canister_\" prefix");
            }
            if (method != null && !methods.add(method)) {
                throw invalid("Wasm module has an invalid export section. Duplicate function '" + method
                        + "' exported multiple times with different call types: update, query, or composite_query.");
            }
            nameBytes += method == null ? 0 : method.length();
            requireNoParameters(module, export);
        }
        if (methods.size() > MAX_METHODS) {
            throw invalid("Wasm module has an invalid export section. The number of exported functions called " + CALLED
                    + " exceeds " + MAX_METHODS + ".");
        }
        if (nameBytes > MAX_NAME_BYTES) {
            throw invalid(
                    "Wasm module has an invalid export section. The sum of `<name>` lengths in exported functions called "
                            + CALLED + " exceeds " + MAX_NAME_BYTES + ".");
        }
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
