package org.icws.testbench.run;

import org.icws.testbench.TestbenchException;

/** A start stopped at a step. The {@link StartListener} has been told the same. */
public final class StartException extends TestbenchException {

    private static final long serialVersionUID = 1L;

    private final transient StartStep step;
    private final transient StepFailure failure;

    StartException(StartStep step, StepFailure failure, Throwable cause) {
        super(failure.oneLine(), cause);
        this.step = step;
        this.failure = failure;
    }

    public StartStep step() {
        return step;
    }

    public StepFailure failure() {
        return failure;
    }
}
