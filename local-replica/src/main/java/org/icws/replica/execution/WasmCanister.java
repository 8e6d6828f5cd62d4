package org.icws.replica.execution;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Memory;
import java.util.Optional;
import org.icws.replica.InstructionLimits;

/**
 * A running canister: one instance of a module with its memories. Each execution is atomic: it is kept as a whole, or leaves no
 * trace. Not thread-safe: one execution at a time, on a thread with a large stack.
 */
public final class WasmCanister {
    /** The most linear memory that this engine can give. */
    public static final long MAX_LINEAR_BYTES = (long) Memory.RUNTIME_MAX_PAGES << CowPages.PAGE_SHIFT;

    private static final long[] NO_ARGUMENTS = {};
    private static final String PRE_UPGRADE = "canister_pre_upgrade";

    private final CanisterModule module;
    private final Watchdog watchdog;
    private final InstructionLimits limits;
    private final Ic0Frame frame;
    private final GuardedExecution execution;
    private final InstanceState state;
    private Instance instance;
    private SwitchingMachine machine;

    private WasmCanister(
            CanisterModule module,
            CanisterEnvironment environment,
            Watchdog watchdog,
            InstructionLimits limits,
            InstanceState state) {
        this.module = module;
        this.watchdog = watchdog;
        this.limits = limits;
        this.state = state;
        this.frame = new Ic0Frame(environment, state.stable(), module.isWide());
        this.execution = new GuardedExecution(module, frame, watchdog, limits);
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
        InstanceState empty = new InstanceState(new StableMemory(), null);
        return start(new WasmCanister(module, environment, watchdog, limits, empty), timeNanos);
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
        InstanceState carriedOver = new InstanceState(state.stable().fork(), keepMemory ? state.memoryImage() : null);
        return start(new WasmCanister(next, frame.environment(), watchdog, limits, carriedOver), timeNanos);
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
        return restore(image, environment, watchdog, limits, timeNanos, true);
    }

    /**
     * Builds an instance from an image of one that lives on beside it. The pages they share count once.
     *
     * @throws CanisterFault there is no memory left
     */
    public static WasmCanister copy(
            CanisterImage image,
            CanisterEnvironment environment,
            Watchdog watchdog,
            InstructionLimits limits,
            long timeNanos) {
        return restore(image, environment, watchdog, limits, timeNanos, false);
    }

    private static WasmCanister restore(
            CanisterImage image,
            CanisterEnvironment environment,
            Watchdog watchdog,
            InstructionLimits limits,
            long timeNanos,
            boolean counted) {
        InstanceState state = new InstanceState(new StableMemory(), null);
        WasmCanister canister = new WasmCanister(image.module(), environment, watchdog, limits, state);
        // The start function has run when the instance in the image was made; a second time, it might trap.
        start(canister, timeNanos, false);
        canister.state.overwrite(image, counted);
        return canister;
    }

    private static WasmCanister start(WasmCanister canister, long timeNanos) {
        return start(canister, timeNanos, true);
    }

    private static WasmCanister start(WasmCanister canister, long timeNanos, boolean withStartFunction) {
        canister.execution.run(
                new MessageContext(EntryPoint.START, timeNanos), () -> canister.build(withStartFunction));
        canister.state.keep();
        return canister;
    }

    private void build(boolean withStartFunction) {
        instance = Instance.builder(module.wasm())
                .withImportValues(Ic0.link(module.wasm(), frame))
                .withStart(false)
                .withMemoryFactory(state::newMemory)
                .withTableFactory(state::newTable)
                .withMachineFactory(created -> {
                    machine = new SwitchingMachine(created, module, !withStartFunction);
                    execution.countStart(created);
                    return machine;
                })
                .build();
        machine.wake();
        state.bind(instance, ownGlobals());
    }

    /** Globals of the canister's own, without the one that counts. */
    private int ownGlobals() {
        return module.counter().orElse(instance.globalCount());
    }

    /** Everything it consists of, between two messages. */
    public CanisterImage image() {
        return state.image(module);
    }

    /** Starts to track changes, between two messages. */
    public void track() {
        state.track();
    }

    /** What has changed since {@link #track()} or the last look, between two messages. */
    public InstanceChanges takeChanges() {
        return state.takeChanges();
    }

    /** The module it runs. */
    public CanisterModule module() {
        return module;
    }

    /** It is not used any more: its memory no longer counts. */
    public void release() {
        state.release();
    }

    /** Linear plus stable memory, in bytes. */
    public long memoryBytes() {
        return linearBytes() + stableBytes();
    }

    /** Linear memory, in bytes. */
    public long linearBytes() {
        return state.linearBytes();
    }

    /** Stable memory, in bytes. */
    public long stableBytes() {
        return state.stable().byteSize();
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
        CowTable table = state.callbacks();
        if (table == null || index < 0 || index >= table.size()) {
            throw new CanisterFault(
                    ErrorCode.CALLBACK_NOT_FOUND,
                    "Canister trapped: the callback function " + Long.toUnsignedString(index)
                            + " is not in the function table");
        }
        int function = table.requiredRef((int) index);
        if (!module.isCallback(function)) {
            throw new CanisterFault(
                    ErrorCode.TRAPPED, "Canister trapped: function invocation does not match its signature");
        }
        return function;
    }

    /**
     * Runs {@code canister_pre_upgrade} without keeping or undoing what it does; {@link #undo()} must follow if the upgrade fails.
     *
     * @return empty on success or if there is no such method, else why everything was rolled back
     */
    public Optional<CanisterFault> prepareUpgrade(MessageContext message) {
        state.begin();
        return exports(PRE_UPGRADE)
                ? attempt(message, () -> machine.call(module.function(PRE_UPGRADE), NO_ARGUMENTS))
                : Optional.empty();
    }

    /** Undoes what {@link #prepareUpgrade} did. */
    public void undo() {
        state.undo();
        machine.afterTrap();
    }

    private Optional<CanisterFault> execute(MessageContext message, boolean keep, Runnable code) {
        state.begin();
        state.limitMemory(message.memoryLimitBytes());
        Optional<CanisterFault> fault = attempt(message, code);
        if (fault.isEmpty()) {
            message.dropPendingCall();
            if (keep) {
                state.keep();
            } else {
                state.undo();
            }
        }
        return fault;
    }

    /** Runs code after {@link InstanceState#begin()}; a fault has been undone. */
    private Optional<CanisterFault> attempt(MessageContext message, Runnable code) {
        try {
            machine.beforeMessage();
            execution.run(message, code);
            return Optional.empty();
        } catch (CanisterFault fault) {
            undo();
            note(fault, message);
            return Optional.of(fault);
        }
    }

    /** Traps are among the lines of a canister's log. */
    private void note(CanisterFault fault, MessageContext message) {
        frame.environment()
                .print(message.timeNanos(), message.entryPoint().replicated(), "[TRAP]: " + fault.getMessage());
    }
}
