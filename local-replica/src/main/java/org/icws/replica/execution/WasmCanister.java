package org.icws.replica.execution;

import com.dylibso.chicory.runtime.ChicoryInterruptedException;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.types.Element;
import com.dylibso.chicory.wasm.types.MutabilityType;
import com.dylibso.chicory.wasm.types.ValType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running canister: one instance of a module with its memories. Each execution is atomic: it is kept as a whole, or leaves no
 * trace. Not thread-safe: one execution at a time, on a thread with a large stack.
 */
public final class WasmCanister {
    private static final Logger LOG = LoggerFactory.getLogger(WasmCanister.class);
    private static final long[] NO_ARGUMENTS = {};

    private final CanisterModule module;
    private final Watchdog watchdog;
    private final Ic0Frame frame;
    private final StableMemory stable = new StableMemory();
    private final List<CowMemory> memories = new ArrayList<>();
    private final List<CowTable> tables = new ArrayList<>();
    private Instance instance;
    private SwitchingMachine machine;
    private int[] mutableGlobals = {};
    private long[] globalsBefore = {};
    private Element[] elementsBefore = {};

    private WasmCanister(CanisterModule module, CanisterEnvironment environment, Watchdog watchdog) {
        this.module = module;
        this.watchdog = watchdog;
        this.frame = new Ic0Frame(environment, stable);
    }

    /**
     * Instantiates a module: lays out its memory and runs its start function.
     *
     * @param module what to run
     * @param environment what the canister can learn about itself
     * @param watchdog stops code that runs too long
     * @param timeNanos the time of the installation
     * @throws CanisterFault the module cannot be instantiated
     */
    public static WasmCanister instantiate(
            CanisterModule module, CanisterEnvironment environment, Watchdog watchdog, long timeNanos) {
        WasmCanister canister = new WasmCanister(module, environment, watchdog);
        canister.guarded(new MessageContext(EntryPoint.START, timeNanos), canister::build);
        canister.keep();
        return canister;
    }

    private void build() {
        instance = Instance.builder(module.wasm())
                .withImportValues(Ic0.link(module.wasm(), frame))
                .withStart(false)
                .withMemoryFactory(limits -> {
                    memories.add(new CowMemory(limits));
                    return memories.get(memories.size() - 1);
                })
                .withTableFactory((table, initial) -> {
                    tables.add(new CowTable(table, initial));
                    return tables.get(tables.size() - 1);
                })
                .withMachineFactory(created -> {
                    machine = new SwitchingMachine(created, module);
                    return machine;
                })
                .build();
        findMutableGlobals();
    }

    private void findMutableGlobals() {
        List<Integer> found = new ArrayList<>();
        for (int i = 0; i < instance.globalCount(); i++) {
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

    /** The module it runs. */
    public CanisterModule module() {
        return module;
    }

    /** Linear plus stable memory, in bytes. */
    public long memoryBytes() {
        return memories.stream().mapToLong(CowPages::byteSize).sum() + stable.byteSize();
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

    private int callback(int index) {
        if (tables.isEmpty() || index < 0 || index >= tables.get(0).size()) {
            throw new CanisterFault(
                    ErrorCode.CALLBACK_NOT_FOUND,
                    "Canister trapped: the callback function " + Integer.toUnsignedString(index)
                            + " is not in the function table");
        }
        return tables.get(0).requiredRef(index);
    }

    private Optional<CanisterFault> execute(MessageContext message, boolean keep, Runnable code) {
        begin();
        try {
            machine.beforeMessage();
            guarded(message, code);
        } catch (CanisterFault fault) {
            rollback();
            machine.afterTrap();
            return Optional.of(fault);
        }
        if (keep) {
            keep();
        } else {
            rollback();
        }
        return Optional.empty();
    }

    private void guarded(MessageContext message, Runnable code) {
        frame.message(message);
        Watchdog.Guard guard = watchdog.guard();
        try (guard) {
            code.run();
        } catch (CanisterFault fault) {
            throw fault;
        } catch (ChicoryInterruptedException e) {
            throw stopped(guard, e);
        } catch (ChicoryException e) {
            throw guard.fired() ? stopped(guard, e) : trapped(e.getMessage(), e);
        } catch (ArrayIndexOutOfBoundsException | NegativeArraySizeException e) {
            throw trapped("out of bounds access", e);
        } catch (StackOverflowError e) {
            throw trapped("stack overflow", e);
        } catch (OutOfMemoryError e) {
            LOG.warn("The Java heap is too small for a canister");
            throw new CanisterFault(ErrorCode.OUT_OF_MEMORY, "Canister ran out of memory of this local replica", e);
        } finally {
            frame.message(null);
        }
    }

    private CanisterFault stopped(Watchdog.Guard guard, Throwable cause) {
        return guard.fired()
                ? new CanisterFault(
                        ErrorCode.TIME_LIMIT,
                        "Canister exceeded the limit for single message execution (this local replica limits the time, to "
                                + watchdog.limit().toMillis() + " ms, instead of counting instructions)",
                        cause)
                : new CanisterFault(ErrorCode.TRAPPED, "Canister was stopped because the replica shuts down", cause);
    }

    private static CanisterFault trapped(String what, Throwable cause) {
        return new CanisterFault(ErrorCode.TRAPPED, "Canister trapped: " + what, cause);
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
