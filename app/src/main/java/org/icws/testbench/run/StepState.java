package org.icws.testbench.run;

/** Where a {@link StartStep} stands. */
public enum StepState {
    WAITING,
    RUNNING,
    DONE,
    FAILED
}
