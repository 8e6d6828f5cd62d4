package org.icws.replica.execution;

import com.dylibso.chicory.runtime.ChicoryInterruptedException;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Memory;
import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.InvalidException;
import com.dylibso.chicory.wasm.MalformedException;
import com.dylibso.chicory.wasm.UnlinkableException;
import com.dylibso.chicory.wasm.types.Element;
import com.dylibso.chicory.wasm.types.MutabilityType;
import com.dylibso.chicory.wasm.types.ValType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.icws.replica.InstructionLimits;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running canister: one instance of a module with its memories. Each execution is atomic: it is kept as a whole, or leaves no
 * trace. Not thread-safe: one execution at a time, on a thread with a large stack.
 */
public final class WasmCanister {
    /** The most linear memory that this engine can give. */
    public static final long MAX_LINEAR_BYTES = (long) Memory.RUNTIME_MAX_PAGES << CowPages.PAGE_SHIFT;

    private static final Logger LOG = LoggerFactory.getLogger(WasmCanister.class);
    private static final long[] NO_ARGUMENTS = {};
    private static final String PRE_UPGRADE = "canister_pre_upgrade";

    private final CanisterModule module;
    private final Watchdog watchdog;
    private final InstructionLimits limits;
    private final Ic0Frame frame;
    private final StableMemory stable;
    private final List<CowMemory> memories = new ArrayList<>();
    private final List<CowTable> tables = new ArrayList<>();
    private byte[][] keptMemory;
    private Instance instance;
    private SwitchingMachine machine;
    private InstructionCounter counter;
    private int[] mutableGlobals = {};
    private long[] globalsBefore = {};
    private Element[] elementsBefore = {};
    private List<int[]> trackedTables = List.of();

    private WasmCanister(
            CanisterModule module,
            CanisterEnvironment environment,
            Watchdog watchdog,
            InstructionLimits limits,
            StableMemory stable) {
        this.module = module;
        this.watchdog = watchdog;
        this.limits = limits;
        this.stable = stable;
        this.frame = new Ic0Frame(environment, stable, module.isWide());
    }

    /**
     * Instantiates a module: lays out its memory and runs its start function.
     *
     * @param module what to run
     * @param environment what the canister can learn about itself
     * @param watchdog stops code that runs too long
     * @param limits how many instructions an execution may take
     * @param timeNanos the time of the installation
     * @throws CanisterFault the module cannot be instantiated
     */
    public static WasmCanister instantiate(
            CanisterModule module,
            CanisterEnvironment environment,
            Watchdog watchdog,
            InstructionLimits limits,
            long timeNanos) {
        return start(new WasmCanister(module, environment, watchdog, limits, new StableMemory()), timeNanos);
    }

    /**
     * Instantiates the next version of a canister: the stable memory of this one is carried over, and its linear memory too if that
     * is wanted. This instance is not changed by what the other one does.
     *
     * @param next what to run
     * @param keepMemory whether linear memory is carried over
     * @param timeNanos the time of the upgrade
     * @throws CanisterFault the module cannot be instantiated
     */
    public WasmCanister successor(CanisterModule next, boolean keepMemory, long timeNanos) {
        WasmCanister upgraded = new WasmCanister(next, frame.environment(), watchdog, limits, stable.fork());
        if (keepMemory && !memories.isEmpty()) {
            upgraded.keptMemory = memories.get(0).image();
        }
        return start(upgraded, timeNanos);
    }

    private static WasmCanister start(WasmCanister canister, long timeNanos) {
        canister.guarded(new MessageContext(EntryPoint.START, timeNanos), canister::build);
        canister.keep();
        return canister;
    }

    /**
     * Runs {@code canister_pre_upgrade} without keeping or undoing what it does; {@link #undo()} must follow if the upgrade fails.
     *
     * @return empty on success or if there is no such method, else why everything was rolled back
     */
    public Optional<CanisterFault> prepareUpgrade(MessageContext message) {
        begin();
        if (!exports(PRE_UPGRADE)) {
            return Optional.empty();
        }
        try {
            machine.beforeMessage();
            guarded(message, () -> machine.call(module.function(PRE_UPGRADE), NO_ARGUMENTS));
            return Optional.empty();
        } catch (CanisterFault fault) {
            undo();
            note(fault, message);
            return Optional.of(fault);
        }
    }

    /** Undoes what {@link #prepareUpgrade} did. */
    public void undo() {
        rollback();
        machine.afterTrap();
    }

    private void build() {
        instance = Instance.builder(module.wasm())
                .withImportValues(Ic0.link(module.wasm(), frame))
                .withStart(false)
                .withMemoryFactory(limits -> {
                    CowMemory memory = new CowMemory(limits);
                    if (keptMemory != null && memories.isEmpty()) {
                        memory.keep(keptMemory);
                    }
                    memories.add(memory);
                    return memory;
                })
                .withTableFactory((table, initial) -> {
                    tables.add(new CowTable(table, initial));
                    return tables.get(tables.size() - 1);
                })
                .withMachineFactory(created -> {
                    machine = new SwitchingMachine(created, module);
                    countStart(created);
                    return machine;
                })
                .build();
        findMutableGlobals();
    }

    /** Globals of the canister's own, without the one that counts. */
    private int ownGlobals() {
        return module.counter().orElse(instance.globalCount());
    }

    private void findMutableGlobals() {
        List<Integer> found = new ArrayList<>();
        for (int i = 0; i < ownGlobals(); i++) {
            if (instance.global(i).getMutabilityType() == MutabilityType.Var) {
                if (instance.global(i).getType().equals(ValType.V128)) {
                    throw new CanisterFault(
                            ErrorCode.INVALID_WASM, "Canister's Wasm module is not valid: SIMD is not supported");
                }
                found.add(i);
            }
        }
        mutableGlobals = found.stream().mapToInt(Integer::intValue).toArray();
        globalsBefore = new long[mutableGlobals.length];
        elementsBefore = new Element[instance.elementCount()];
    }

    /** Everything it consists of, between two messages. */
    public CanisterImage image() {
        CowMemory memory = memories.isEmpty() ? null : memories.get(0);
        return new CanisterImage(
                module,
                memory == null ? null : memory.image(),
                stable.image(),
                globals(),
                tableContents(),
                droppedElements(),
                memory == null ? null : memory.droppedSegments());
    }

    private long[] globals() {
        long[] globals = new long[mutableGlobals.length];
        for (int i = 0; i < globals.length; i++) {
            globals[i] = instance.global(mutableGlobals[i]).getValueLow();
        }
        return globals;
    }

    private int[][] tableContents() {
        return tables.stream().map(CowTable::content).toArray(int[][]::new);
    }

    private boolean[] droppedElements() {
        boolean[] dropped = new boolean[elementsBefore.length];
        for (int i = 0; i < dropped.length; i++) {
            dropped[i] = instance.element(i) == null;
        }
        return dropped;
    }

    /** Starts to track changes, between two messages. */
    public void track() {
        memories.forEach(CowPages::track);
        stable.track();
        trackedTables = tables.stream().map(CowTable::identity).toList();
    }

    /** What has changed since {@link #track()} or the last look, between two messages. */
    public InstanceChanges takeChanges() {
        CowMemory memory = memories.isEmpty() ? null : memories.get(0);
        List<int[]> present = tables.stream().map(CowTable::identity).toList();
        boolean sameTables = IntStream.range(0, present.size()).allMatch(i -> present.get(i) == trackedTables.get(i));
        trackedTables = present;
        return new InstanceChanges(
                memory == null ? null : memory.takeChanges(),
                stable.takeChanges(),
                globals(),
                sameTables ? null : tableContents(),
                droppedElements(),
                memory == null ? null : memory.droppedSegments());
    }

    /**
     * Builds an instance from an image.
     *
     * @throws CanisterFault the module cannot be instantiated, which cannot happen if the image is of an instance
     */
    public static WasmCanister restore(
            CanisterImage image,
            CanisterEnvironment environment,
            Watchdog watchdog,
            InstructionLimits limits,
            long timeNanos) {
        StableMemory scratch = new StableMemory();
        scratch.restore(image.stable());
        WasmCanister canister =
                start(new WasmCanister(image.module(), environment, watchdog, limits, scratch), timeNanos);
        canister.overwrite(image);
        return canister;
    }

    /** Replaces whatever the start function did. */
    private void overwrite(CanisterImage image) {
        stable.restore(image.stable());
        if (image.memory() != null) {
            memories.get(0).restore(image.memory(), image.droppedData());
        }
        for (int i = 0; i < mutableGlobals.length; i++) {
            instance.global(mutableGlobals[i]).setValueLow(image.globals()[i]);
        }
        for (int i = 0; i < image.tables().length; i++) {
            tables.get(i).restore(image.tables()[i], instance);
        }
        for (int i = 0; i < image.droppedElements().length; i++) {
            if (image.droppedElements()[i]) {
                instance.setElement(i, null);
            }
        }
    }

    /** The module it runs. */
    public CanisterModule module() {
        return module;
    }

    /** It is not used any more: its memory no longer counts. */
    public void release() {
        memories.forEach(CowPages::release);
        stable.release();
    }

    /** Linear plus stable memory, in bytes. */
    public long memoryBytes() {
        return linearBytes() + stableBytes();
    }

    /** Linear memory, in bytes. */
    public long linearBytes() {
        return memories.stream().mapToLong(CowPages::byteSize).sum();
    }

    /** Stable memory, in bytes. */
    public long stableBytes() {
        return stable.byteSize();
    }

    /** Globals, in bytes. */
    public long globalBytes() {
        return (long) ownGlobals() * Long.BYTES;
    }

    /** Whether the module exports a function of this name. */
    public boolean exports(String function) {
        return module.function(function) != null;
    }

    /**
     * Runs an exported function.
     *
     * @param function name of an existing export without parameters
     * @param message what it is given; holds the results afterwards
     * @param keep false = roll back even on success, as for queries
     * @return empty on success, else why everything was rolled back
     */
    public Optional<CanisterFault> run(String function, MessageContext message, boolean keep) {
        return execute(message, keep, () -> machine.call(module.function(function), NO_ARGUMENTS));
    }

    /**
     * Runs a callback.
     *
     * @param closure which function of table 0, and its environment
     * @param message what it is given; holds the results afterwards
     * @param keep false = roll back even on success
     * @return empty on success, else why everything was rolled back
     */
    public Optional<CanisterFault> run(OutgoingCall.Closure closure, MessageContext message, boolean keep) {
        return execute(
                message, keep, () -> machine.call(callback(closure.index()), new long[] {closure.environment()}));
    }

    /** The function behind a callback; like the engine's own indirect calls, one of another type is a trap. */
    private int callback(long index) {
        if (tables.isEmpty() || index < 0 || index >= tables.get(0).size()) {
            throw new CanisterFault(
                    ErrorCode.CALLBACK_NOT_FOUND,
                    "Canister trapped: the callback function " + Long.toUnsignedString(index)
                            + " is not in the function table");
        }
        int function = tables.get(0).requiredRef((int) index);
        if (!module.isCallback(function)) {
            throw new CanisterFault(
                    ErrorCode.TRAPPED, "Canister trapped: function invocation does not match its signature");
        }
        return function;
    }

    /** Starts several executions that see each other's changes and are rolled back together by {@link #endQuery}. */
    public void beginQuery() {
        begin();
    }

    /** Runs an exported function after {@link #beginQuery}; a fault leaves its changes to be rolled back at the end. */
    public Optional<CanisterFault> continueQuery(String function, MessageContext message) {
        return step(message, () -> machine.call(module.function(function), NO_ARGUMENTS));
    }

    /** Runs a callback after {@link #beginQuery}; a fault leaves its changes to be rolled back at the end. */
    public Optional<CanisterFault> continueQuery(OutgoingCall.Closure closure, MessageContext message) {
        return step(message, () -> machine.call(callback(closure.index()), new long[] {closure.environment()}));
    }

    private Optional<CanisterFault> step(MessageContext message, Runnable code) {
        try {
            machine.beforeMessage();
            guarded(message, code);
            return Optional.empty();
        } catch (CanisterFault fault) {
            note(fault, message);
            return Optional.of(fault);
        }
    }

    /** Undoes everything since {@link #beginQuery}. */
    public void endQuery() {
        undo();
    }

    /** Traps are among the lines of a canister's log. */
    private void note(CanisterFault fault, MessageContext message) {
        frame.environment()
                .print(message.timeNanos(), message.entryPoint().replicated(), "[TRAP]: " + fault.getMessage());
    }

    private Optional<CanisterFault> execute(MessageContext message, boolean keep, Runnable code) {
        begin();
        memories.forEach(memory -> memory.limit(message.memoryLimitBytes()));
        try {
            machine.beforeMessage();
            guarded(message, code);
        } catch (CanisterFault fault) {
            undo();
            note(fault, message);
            return Optional.of(fault);
        }
        message.dropPendingCall();
        if (keep) {
            keep();
        } else {
            rollback();
        }
        return Optional.empty();
    }

    private void guarded(MessageContext message, Runnable code) {
        frame.message(message);
        count(message);
        Watchdog.Guard guard = watchdog.guard();
        try (guard) {
            code.run();
        } catch (CanisterFault fault) {
            throw fault;
        } catch (InvalidException | MalformedException | UnlinkableException e) {
            // The engine looks at some of a module only when it is instantiated or first executed.
            throw new CanisterFault(
                    ErrorCode.INVALID_WASM, "Canister's Wasm module is not valid: " + e.getMessage(), e);
        } catch (ChicoryInterruptedException e) {
            throw stopped(guard, e);
        } catch (ChicoryException e) {
            if (counter != null && counter.isExhausted()) {
                throw counter.exhausted(e);
            }
            throw guard.fired() ? stopped(guard, e) : CanisterFault.trapped(e.getMessage(), e);
        } catch (ArrayIndexOutOfBoundsException | NegativeArraySizeException e) {
            throw CanisterFault.trapped("out of bounds access", e);
        } catch (StackOverflowError e) {
            throw CanisterFault.trapped("stack overflow", e);
        } catch (OutOfMemoryError e) {
            LOG.warn("The Java heap is too small for a canister");
            throw new CanisterFault(ErrorCode.OUT_OF_MEMORY, "Canister ran out of memory of this local replica", e);
        } finally {
            frame.message(null);
            message.instructions().end();
        }
    }

    private void count(MessageContext message) {
        if (counter != null) {
            counter.allow(message.instructionLimit().orElse(message.entryPoint().instructionLimit(limits)));
            message.instructions().begin(counter.count());
        } else if (!module.countsInstructions()) {
            message.instructions().begin(new InstructionEstimate());
        }
    }

    /** The start function runs while the instance is made. */
    private void countStart(Instance created) {
        if (module.countsInstructions()) {
            counter = new InstructionCounter(
                    created, module.counter().getAsInt(), EntryPoint.START.instructionLimit(limits));
            frame.message().instructions().begin(counter.count());
        }
    }

    private CanisterFault stopped(Watchdog.Guard guard, Throwable cause) {
        return guard.fired()
                ? new CanisterFault(
                        ErrorCode.TIME_LIMIT,
                        "Canister exceeded the limit for single message execution (this local replica limits the time too, to "
                                + watchdog.limit().toMillis() + " ms)",
                        cause)
                : new CanisterFault(ErrorCode.TRAPPED, "Canister was stopped because the replica shuts down", cause);
    }

    private void begin() {
        memories.forEach(CowMemory::begin);
        tables.forEach(CowTable::begin);
        stable.begin();
        for (int i = 0; i < mutableGlobals.length; i++) {
            globalsBefore[i] = instance.global(mutableGlobals[i]).getValueLow();
        }
        for (int i = 0; i < elementsBefore.length; i++) {
            elementsBefore[i] = instance.element(i);
        }
    }

    private void keep() {
        memories.forEach(CowMemory::commit);
        stable.commit();
    }

    private void rollback() {
        memories.forEach(CowMemory::rollback);
        tables.forEach(CowTable::rollback);
        stable.rollback();
        for (int i = 0; i < mutableGlobals.length; i++) {
            instance.global(mutableGlobals[i]).setValueLow(globalsBefore[i]);
        }
        for (int i = 0; i < elementsBefore.length; i++) {
            instance.setElement(i, elementsBefore[i]);
        }
    }
}
