package org.icws.testbench.run;

import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * The port that one of the servers is to listen on.
 *
 * @param what whose port it is, for messages: "gateway"
 * @param wanted the port; 0 = any free one
 * @param explicit whether somebody asked for exactly this one
 * @param option the command line option that sets it
 */
record ListenPort(String what, int wanted, boolean explicit, String option) {

    /**
     * Starts a server on the wanted port, or on a free one when the wanted one is only a default and taken.
     *
     * @param starter starts it on a port
     * @param inUse returns the exception's sentence if it says that the port is taken, otherwise null
     * @throws StepFailedException if the port is taken and was asked for
     */
    <T> T start(IntFunction<T> starter, Function<RuntimeException, String> inUse) {
        try {
            return starter.apply(wanted);
        } catch (RuntimeException e) {
            String taken = inUse.apply(e);
            if (taken == null) {
                throw e;
            }
            if (explicit) {
                throw new StepFailedException(failure(taken), e);
            }
            return starter.apply(0);
        }
    }

    /** What to say about {@code actual}, the port in use in the end; empty when it is what was wanted. */
    String note(int actual) {
        boolean moved = wanted != 0 && actual != wanted;
        return moved ? "port " + wanted + " is taken, using " + actual : "";
    }

    private StepFailure failure(String taken) {
        return new StepFailure(
                "The " + what + " cannot listen on 127.0.0.1:" + wanted + ".",
                taken.endsWith(".") ? taken : taken + ".",
                "Stop the program that has the port, or choose another one with " + option + " (0 = any free one).",
                StepFailure.PORT_IN_USE);
    }
}
