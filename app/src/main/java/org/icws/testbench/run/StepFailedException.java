package org.icws.testbench.run;

import org.icws.testbench.TestbenchException;

/** Thrown inside a step that already knows what to tell the person. */
final class StepFailedException extends TestbenchException {

    private static final long serialVersionUID = 1L;

    private final transient StepFailure failure;

    StepFailedException(StepFailure failure, Throwable cause) {
        super(failure.oneLine(), cause);
        this.failure = failure;
    }

    StepFailure failure() {
        return failure;
    }
}
