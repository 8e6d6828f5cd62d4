package org.icws.testbench.run;

import java.util.Objects;

/**
 * Why a start step failed, in words for a person.
 *
 * @param whatHappened one sentence: what did not work
 * @param why one sentence: the cause as far as it is known
 * @param whatToDo one sentence: what the person can do about it
 * @param code a short stable name for looking the failure up, such as {@code port-in-use}
 */
public record StepFailure(String whatHappened, String why, String whatToDo, String code) {

    /** The port that was asked for is taken by another program. */
    public static final String PORT_IN_USE = "port-in-use";

    public StepFailure {
        Objects.requireNonNull(whatHappened, "whatHappened");
        Objects.requireNonNull(why, "why");
        Objects.requireNonNull(whatToDo, "whatToDo");
        Objects.requireNonNull(code, "code");
    }

    /** Returns all three sentences in one line, for a log or a terminal. */
    public String oneLine() {
        return whatHappened + " " + why + " " + whatToDo;
    }
}
