package org.icws.replica.execution;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Machine;
import com.dylibso.chicory.wasm.ChicoryException;

/** Runs an instance interpreted and changes over to compiled code between two messages. All state is in the instance. */
final class SwitchingMachine implements Machine {
    private static final long[] NO_RESULT = {};

    private final Instance instance;
    private final CanisterModule module;
    private Machine current;
    private boolean interpreting;
    private boolean asleep;

    /**
     * @param instance whose code is run
     * @param module its code
     * @param asleep whether calls do nothing until {@link #wake()}
     */
    SwitchingMachine(Instance instance, CanisterModule module, boolean asleep) {
        this.instance = instance;
        this.module = module;
        this.asleep = asleep;
        interpret();
        beforeMessage();
    }

    private void interpret() {
        current = new BoundedInterpreter(instance);
        interpreting = true;
    }

    /** To be called when no canister code is on the stack. */
    void beforeMessage() {
        if (interpreting && module.isCompiled()) {
            current = module.compiled().apply(instance);
            interpreting = false;
        }
    }

    /** The interpreter leaves operands on its stack when a message is stopped, so it is replaced. */
    void afterTrap() {
        if (interpreting) {
            interpret();
        }
    }

    /** From now on calls run code. */
    void wake() {
        asleep = false;
    }

    @Override
    public long[] call(int function, long[] arguments) throws ChicoryException {
        return asleep ? NO_RESULT : current.call(function, arguments);
    }
}
