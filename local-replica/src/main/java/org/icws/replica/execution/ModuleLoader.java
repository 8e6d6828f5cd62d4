package org.icws.replica.execution;

import com.dylibso.chicory.compiler.InterpreterFallback;
import com.dylibso.chicory.compiler.MachineFactoryCompiler;
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
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
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
    private static final int MAX_WAITING_COMPILATIONS = 100;
    private static final int SIMD_PREFIX = 0xfd;
    private static final byte[] EMPTY_MODULE = {0, 'a', 's', 'm', 1, 0, 0, 0};
    private static final String PUBLIC_PREFIX = "icp:public ";
    private static final String PRIVATE_PREFIX = "icp:private ";

    private final DiskModuleCache cache;
    private final InstructionLimits limits;
    private final ThreadPoolExecutor compiler;

    /** Modules in use by their SHA-256: canisters with the same code share it. */
    private final Map<String, WeakReference<CanisterModule>> known = new ConcurrentHashMap<>();

    /**
     * @param cacheDirectory where compiled code is kept between runs; null = nowhere
     * @param limits how many instructions start functions may take
     */
    public ModuleLoader(Path cacheDirectory, InstructionLimits limits) {
        this.limits = limits;
        cache = cacheDirectory == null ? null : new DiskModuleCache(cacheDirectory);
        compiler = new ThreadPoolExecutor(
                1, 1, 10, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MAX_WAITING_COMPILATIONS), ModuleLoader::thread);
        compiler.allowCoreThreadTimeOut(true);
        compiler.execute(ModuleLoader::warmUp);
    }

    /** Loads the engine's classes while the rest of the network starts; the first module then parses noticeably sooner. */
    private static void warmUp() {
        Parser.parse(EMPTY_MODULE);
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "replica-compiler");
        thread.setDaemon(true);
        // Messages that arrive meanwhile are served by the interpreter and matter more.
        thread.setPriority(Thread.MIN_PRIORITY);
        return thread;
    }

    /**
     * Parses and checks a module and starts to compile it.
     *
     * @param uploaded the module, plain or gzip
     * @throws CanisterFault the module cannot run here; the text says why
     */
    public CanisterModule load(byte[] uploaded) {
        byte[] hash = Sha256.of(uploaded);
        String key = HexFormat.of().formatHex(hash);
        WeakReference<CanisterModule> reference = known.get(key);
        CanisterModule module = reference == null ? null : reference.get();
        if (module == null) {
            module = parsed(uploaded, hash);
            known.values().removeIf(old -> old.get() == null);
            known.put(key, new WeakReference<>(module));
        }
        return module;
    }

    private CanisterModule parsed(byte[] uploaded, byte[] hash) {
        byte[] plain = isGzip(uploaded) ? unpack(uploaded) : uploaded;
        ModuleRules.checkCode(plain);
        CanisterModule module = counting(plain, uploaded, hash).orElseGet(() -> estimating(plain, uploaded, hash));
        try {
            compiler.execute(() -> compile(module));
        } catch (RejectedExecutionException e) {
            LOG.warn("Too many modules wait for compilation; one stays interpreted");
        }
        return module;
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
        boolean checked = cache != null && cache.isChecked(code);
        WasmModule wasm = parse(code, !checked);
        if (!checked) {
            requireNoSimd(wasm);
        }
        ModuleRules.check(wasm, wasm.globalSection().globalCount() - (counter.isPresent() ? 1 : 0));
        Ic0.check(wasm, lowered.isPresent());
        if (cache != null && !checked) {
            cache.markChecked(code);
        }
        return new CanisterModule(wasm, hash, uploaded, lowered.isPresent(), counter, metadata(wasm));
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

    private void compile(CanisterModule module) {
        long start = System.nanoTime();
        try {
            try {
                module.compiled(builder(module).withCache(cache).compile());
            } catch (ChicoryException | LinkageError damagedEntry) {
                LOG.warn("Compiled code from the cache cannot be used ({}); compiling again", damagedEntry.toString());
                module.compiled(builder(module).compile());
            }
            LOG.debug("Compiled module ready after {} ms", (System.nanoTime() - start) / 1_000_000);
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            LOG.warn("A module cannot be compiled and stays interpreted", e);
        }
    }

    private static MachineFactoryCompiler.Builder builder(CanisterModule module) {
        return MachineFactoryCompiler.builder(module.wasm()).withInterpreterFallback(InterpreterFallback.SILENT);
    }

    /** Gives up on compilations under way; what they still make is not kept. Waits for files being written. To be called once. */
    @Override
    public void close() {
        compiler.shutdownNow();
        if (cache != null) {
            cache.close();
        }
    }
}
