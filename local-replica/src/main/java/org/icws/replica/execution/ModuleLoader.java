package org.icws.replica.execution;

import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.CustomSection;
import com.dylibso.chicory.wasm.types.FunctionBody;
import com.dylibso.chicory.wasm.types.Instruction;
import com.dylibso.chicory.wasm.types.UnknownCustomSection;
import com.dylibso.chicory.wasm.types.ValType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPInputStream;
import org.icws.protocol.hash.Sha256;
import org.icws.replica.InstructionLimits;
import org.icws.replica.execution.binary.UnsupportedModuleException;
import org.icws.replica.execution.memory64.Memory64Lowering;
import org.icws.replica.execution.memory64.SimdText;
import org.icws.replica.execution.metering.InstructionMetering;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns module bytes into something that can run: parses and checks at once, compiles in the background. Until compiled code is
 * there the module runs interpreted. Thread-safe.
 */
public final class ModuleLoader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ModuleLoader.class);
    private static final int MAX_MODULE_BYTES = 100 * 1024 * 1024;
    private static final int SIMD_PREFIX = 0xfd;
    private static final String PUBLIC_PREFIX = "icp:public ";
    private static final String PRIVATE_PREFIX = "icp:private ";

    private final InstructionLimits limits;
    private final ModuleCompiler compiler;

    /** Modules in use by their SHA-256: canisters with the same code share it. */
    private final Map<String, WeakReference<CanisterModule>> known = new ConcurrentHashMap<>();

    /**
     * @param cacheDirectory where compiled code is kept between runs; null = nowhere
     * @param limits how many instructions start functions may take
     */
    public ModuleLoader(Path cacheDirectory, InstructionLimits limits) {
        this.limits = limits;
        compiler = new ModuleCompiler(cacheDirectory, EngineWarmUp::run);
    }

    /**
     * Parses and checks a module and starts to compile it.
     *
     * @param uploaded the module, plain or gzip
     * @throws CanisterFault the module cannot run here; the text says why
     */
    public CanisterModule load(byte[] uploaded) {
        return load(uploaded, true);
    }

    /**
     * The same for a module that was accepted before, by this version or an earlier one with fewer rules: what a network has kept goes
     * on running.
     *
     * @throws CanisterFault the module cannot run here; the text says why
     */
    public CanisterModule loadKept(byte[] uploaded) {
        return load(uploaded, false);
    }

    private CanisterModule load(byte[] uploaded, boolean isNew) {
        byte[] hash = Sha256.of(uploaded);
        String key = HexFormat.of().formatHex(hash);
        WeakReference<CanisterModule> reference = known.get(key);
        CanisterModule module = reference == null ? null : reference.get();
        if (module == null) {
            module = parsed(uploaded, hash, isNew);
            known.values().removeIf(old -> old.get() == null);
            known.put(key, new WeakReference<>(module));
        }
        return module;
    }

    private CanisterModule parsed(byte[] uploaded, byte[] hash, boolean isNew) {
        byte[] plain = isGzip(uploaded) ? unpack(uploaded) : uploaded;
        if (isNew) {
            checkCode(plain);
        }
        return counting(plain, uploaded, hash).orElseGet(() -> estimating(plain, uploaded, hash));
    }

    private static void checkCode(byte[] plain) {
        try {
            CodeRules.check(plain);
        } catch (UnsupportedModuleException e) {
            // What is wrong is told in more detail by those who look deeper, if they see it.
            requireNoSimd(parse(lower(plain).orElse(plain), true));
            throw invalid(e.getMessage(), e);
        }
    }

    /** Empty when the module cannot be made to count, also when it is not valid: the plain one then tells what is wrong. */
    private Optional<CanisterModule> counting(byte[] plain, byte[] uploaded, byte[] hash) {
        try {
            return InstructionMetering.meter(plain, EntryPoint.START.instructionLimit(limits))
                    .map(metered -> module(metered.bytes(), OptionalInt.of(metered.counter()), uploaded, hash));
        } catch (CanisterFault e) {
            LOG.debug("A module is not valid, or cannot be made to count: {}", e.getMessage());
            return Optional.empty();
        }
    }

    private CanisterModule estimating(byte[] plain, byte[] uploaded, byte[] hash) {
        CanisterModule module = module(plain, OptionalInt.empty(), uploaded, hash);
        LOG.info("A module cannot be made to count instructions; their number is estimated from the time they take");
        return module;
    }

    private CanisterModule module(byte[] plain, OptionalInt counter, byte[] uploaded, byte[] hash) {
        Optional<byte[]> lowered = lower(plain);
        byte[] code = lowered.orElse(plain);
        Origin origin = new Origin(uploaded, hash, lowered.isPresent(), counter);
        Optional<DiskModuleCache.Entry> entry = compiler.entry(code);
        return entry.flatMap(kept -> alreadyCompiled(code, kept, origin))
                .orElseGet(() -> fromScratch(code, entry, origin));
    }

    /** Where the code of a module comes from. */
    private record Origin(byte[] uploaded, byte[] hash, boolean wide, OptionalInt counter) {}

    /** The module with code that was compiled earlier, after it had been found valid. */
    private static Optional<CanisterModule> alreadyCompiled(byte[] code, DiskModuleCache.Entry entry, Origin origin) {
        byte[] compiled = entry.isChecked() ? entry.read(DiskModuleCache.Kind.WHOLE) : null;
        if (compiled == null) {
            return Optional.empty();
        }
        try {
            CanisterModule module = module(parse(HollowModule.of(code), false), origin);
            module.compiled(ModuleCompiler.load(module.wasm(), compiled));
            return Optional.of(module);
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("Compiled code from the cache cannot be used ({}); compiling again", e.toString());
            entry.discard(DiskModuleCache.Kind.WHOLE);
            return Optional.empty();
        }
    }

    private CanisterModule fromScratch(byte[] code, Optional<DiskModuleCache.Entry> entry, Origin origin) {
        boolean checked = entry.filter(DiskModuleCache.Entry::isChecked).isPresent();
        WasmModule wasm = parse(code, !checked);
        if (!checked) {
            requireNoSimd(wasm);
        }
        CanisterModule module = module(wasm, origin);
        if (!checked) {
            entry.ifPresent(DiskModuleCache.Entry::markChecked);
        }
        compiler.compileLater(module, entry);
        return module;
    }

    private static CanisterModule module(WasmModule wasm, Origin origin) {
        ModuleRules.check(
                wasm, wasm.globalSection().globalCount() - (origin.counter().isPresent() ? 1 : 0));
        Ic0.check(wasm, origin.wide());
        return new CanisterModule(
                wasm, origin.hash(), origin.uploaded(), origin.wide(), origin.counter(), metadata(wasm));
    }

    private static boolean isGzip(byte[] bytes) {
        return bytes.length > 2 && bytes[0] == 0x1f && bytes[1] == (byte) 0x8b && bytes[2] == 0x08;
    }

    private static byte[] unpack(byte[] compressed) {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
            byte[] plain = in.readNBytes(MAX_MODULE_BYTES + 1);
            if (plain.length > MAX_MODULE_BYTES) {
                throw invalid("it unpacks to more than " + MAX_MODULE_BYTES + " bytes", null);
            }
            return plain;
        } catch (IOException e) {
            throw invalid("it is not a complete gzip file", e);
        }
    }

    private static Optional<byte[]> lower(byte[] plain) {
        try {
            return Memory64Lowering.lower(plain);
        } catch (UnsupportedModuleException e) {
            throw invalid(e.getMessage(), e);
        }
    }

    private static void requireNoSimd(WasmModule wasm) {
        for (FunctionBody body : wasm.codeSection().functionBodies()) {
            boolean vectors = body.localTypes().contains(ValType.V128)
                    || body.instructions().stream().anyMatch(ModuleLoader::isSimd);
            if (vectors) {
                throw invalid(SimdText.REFUSAL, null);
            }
        }
    }

    private static boolean isSimd(Instruction instruction) {
        return instruction.opcode().opcode() >>> Byte.SIZE == SIMD_PREFIX;
    }

    private static WasmModule parse(byte[] plain, boolean validate) {
        try {
            return Parser.builder().withValidation(validate).build().parse(() -> new ByteArrayInputStream(plain));
        } catch (ChicoryException e) {
            throw invalid(e.getMessage(), e);
        } catch (RuntimeException e) {
            // The parser answers some truncated inputs with index errors.
            throw invalid("the module is damaged (" + e + ")", e);
        } catch (StackOverflowError e) {
            throw invalid("its code is nested too deeply", e);
        }
    }

    private static CanisterFault invalid(String why, Throwable cause) {
        return new CanisterFault(ErrorCode.INVALID_WASM, "Canister's Wasm module is not valid: " + why, cause);
    }

    private static Map<String, CanisterModule.MetadataSection> metadata(WasmModule wasm) {
        Map<String, CanisterModule.MetadataSection> result = new HashMap<>();
        for (CustomSection section : wasm.customSections()) {
            if (section instanceof UnknownCustomSection unknown) {
                String name = section.name();
                byte[] content = unknown.bytes();
                if (name.startsWith(PUBLIC_PREFIX)) {
                    result.put(
                            name.substring(PUBLIC_PREFIX.length()), new CanisterModule.MetadataSection(true, content));
                } else if (name.startsWith(PRIVATE_PREFIX)) {
                    result.put(
                            name.substring(PRIVATE_PREFIX.length()),
                            new CanisterModule.MetadataSection(false, content));
                }
            }
        }
        return Map.copyOf(result);
    }

    static byte[] content(CustomSection section) {
        return section instanceof UnknownCustomSection unknown ? unknown.bytes() : new byte[0];
    }

    /** Gives up on compilations under way; what they still make is not kept. Waits for files being written. To be called once. */
    @Override
    public void close() {
        compiler.close();
    }
}
