package org.icws.replica.execution;

import com.dylibso.chicory.runtime.ChicoryInterruptedException;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.InvalidException;
import com.dylibso.chicory.wasm.MalformedException;
import com.dylibso.chicory.wasm.UnlinkableException;
import org.icws.replica.InstructionLimits;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs an instance's code within its limits of time, instructions and memory, and tells in the words of the Internet Computer what went
 * wrong. Not thread-safe: one execution at a time.
 */
final class GuardedExecution {
    private static final Logger LOG = LoggerFactory.getLogger(GuardedExecution.class);

    private final CanisterModule module;
    private final Ic0Frame frame;
    private final Watchdog watchdog;
    private final InstructionLimits limits;
    private InstructionCounter counter;

    GuardedExecution(CanisterModule module, Ic0Frame frame, Watchdog watchdog, InstructionLimits limits) {
        this.module = module;
        this.frame = frame;
        this.watchdog = watchdog;
        this.limits = limits;
    }

    /**
     * Runs code.
     *
     * @param message what it is given
     * @throws CanisterFault it did not end well
     */
    void run(MessageContext message, Runnable code) {
        frame.message(message);
        count(message);
        frame.stable().access().begin(message.entryPoint().stableAccessLimit());
        Watchdog.Guard guard = watchdog.guard(message.timeLimitNanos());
        try (guard) {
            code.run();
            requireWithinLimit();
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

    /** Not all code that has executed too much stops itself. */
    private void requireWithinLimit() {
        if (counter != null && counter.isExhausted()) {
            throw counter.exhausted(null);
        }
    }

    /** To be called while the instance is made, before its start function runs. */
    void countStart(Instance created) {
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
}
