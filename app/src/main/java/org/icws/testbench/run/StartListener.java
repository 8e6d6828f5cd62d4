package org.icws.testbench.run;

import java.time.Duration;

/** Is told how a start goes. Called on the thread that runs {@link TestbenchRuntime#start()}; must return quickly. */
@FunctionalInterface
public interface StartListener {

    /** Listens to nothing. */
    StartListener NONE = (step, state, note, took, failure) -> {};

    /**
     * A step changed its state, or has something new to say.
     *
     * @param note what there is to say about it, such as an address; empty when nothing
     * @param took how long the step has run so far; zero before it runs
     * @param failure set only with {@link StepState#FAILED}, otherwise null
     */
    void onStep(StartStep step, StepState state, String note, Duration took, StepFailure failure);
}
