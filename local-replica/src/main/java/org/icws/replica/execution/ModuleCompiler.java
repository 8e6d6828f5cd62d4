package org.icws.replica.execution;

import com.dylibso.chicory.compiler.InterpreterFallback;
import com.dylibso.chicory.compiler.MachineFactoryCompiler;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Machine;
import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.WasmModule;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.icws.replica.execution.DiskModuleCache.Kind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Compiles modules in the background, and finds those again that were compiled before. Thread-safe. */
final class ModuleCompiler implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ModuleCompiler.class);
    private static final int MAX_WAITING = 100;

    private final DiskModuleCache cache;
    private final ThreadPoolExecutor compiler;

    /**
     * @param cacheDirectory where compiled code is kept between runs; null = nowhere
     * @param warmUp what to do first, while there is nothing to compile
     */
    ModuleCompiler(Path cacheDirectory, Runnable warmUp) {
        cache = cacheDirectory == null ? null : new DiskModuleCache(cacheDirectory);
        compiler = new ThreadPoolExecutor(
                1, 1, 10, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MAX_WAITING), ModuleCompiler::thread);
        compiler.allowCoreThreadTimeOut(true);
        compiler.execute(warmUp);
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "replica-compiler");
        thread.setDaemon(true);
        // Messages that arrive meanwhile are served by the interpreter and matter more.
        thread.setPriority(Thread.MIN_PRIORITY);
        return thread;
    }

    /**
     * What is known of a module from earlier.
     *
     * @param code as it is executed
     * @return empty when nothing is kept
     */
    Optional<DiskModuleCache.Entry> entry(byte[] code) {
        return Optional.ofNullable(cache).map(kept -> kept.entry(code));
    }

    /**
     * Compiled code that was kept, as far as it needs nothing of the module's functions.
     *
     * @param wasm the module, with or without the instructions of its functions
     * @param code what is kept
     */
    static Function<Instance, Machine> load(WasmModule wasm, byte[] code) {
        return MachineFactoryCompiler.builder(wasm)
                .withCache(new KeptCode(code))
                .compile();
    }

    /** Answers the compiler with what has been read already. */
    private record KeptCode(byte[] code) implements com.dylibso.chicory.compiler.Cache {
        @Override
        public byte[] get(String digest) {
            return code;
        }

        @Override
        public void putIfAbsent(String digest, byte[] made) {
            // It is kept already.
        }
    }

    /** Compiles a module some time; until then, or when there are too many, it stays interpreted. */
    void compileLater(CanisterModule module, Optional<DiskModuleCache.Entry> entry) {
        try {
            compiler.execute(() -> compile(module, entry));
        } catch (RejectedExecutionException e) {
            LOG.warn("Too many modules wait for compilation; one stays interpreted");
        }
    }

    private static void compile(CanisterModule module, Optional<DiskModuleCache.Entry> entry) {
        long start = System.nanoTime();
        try {
            module.compiled(known(module, entry).orElseGet(() -> compiled(module, entry)));
            LOG.debug("Compiled module ready after {} ms", (System.nanoTime() - start) / 1_000_000);
        } catch (RuntimeException | LinkageError | StackOverflowError | OutOfMemoryError e) {
            LOG.warn("A module cannot be compiled and stays interpreted", e);
        }
    }

    /** Code of which some functions are interpreted; what is compiled as a whole has been looked for before the module was parsed. */
    private static Optional<Function<Instance, Machine>> known(
            CanisterModule module, Optional<DiskModuleCache.Entry> entry) {
        byte[] kept = entry.map(found -> found.read(Kind.PARTIAL)).orElse(null);
        if (kept == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(load(module.wasm(), kept));
        } catch (ChicoryException | LinkageError damaged) {
            LOG.warn("Compiled code from the cache cannot be used ({}); compiling again", damaged.toString());
            entry.get().discard(Kind.PARTIAL);
            return Optional.empty();
        }
    }

    private static Function<Instance, Machine> compiled(CanisterModule module, Optional<DiskModuleCache.Entry> entry) {
        try {
            return compiled(module, entry, Kind.WHOLE, InterpreterFallback.FAIL);
        } catch (ChicoryException tooLong) {
            LOG.debug("Some functions of a module stay interpreted: {}", tooLong.getMessage());
            return compiled(module, entry, Kind.PARTIAL, InterpreterFallback.SILENT);
        }
    }

    private static Function<Instance, Machine> compiled(
            CanisterModule module, Optional<DiskModuleCache.Entry> entry, Kind kind, InterpreterFallback fallback) {
        MachineFactoryCompiler.Builder builder =
                MachineFactoryCompiler.builder(module.wasm()).withInterpreterFallback(fallback);
        entry.ifPresent(kept -> builder.withCache(kept.forCompiler(kind)));
        return builder.compile();
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
