package org.icws.testbench.cli;

import java.util.List;
import org.slf4j.LoggerFactory;
import sun.misc.Signal;

/** What to do when somebody wants the process to end. */
public final class Signals {

    private Signals() {}

    /**
     * Runs {@code action} instead of ending the process on Ctrl-C, SIGTERM and a closed terminal. For a program whose own way
     * to end is better than the JVM's, which runs all shutdown hooks at once beside threads that still work.
     *
     * @param action called on a thread of the JVM; has to see to it that the process ends
     */
    public static void onTermination(Runnable action) {
        for (String name : List.of("INT", "TERM", "HUP")) {
            try {
                Signal.handle(new Signal(name), signal -> action.run());
            } catch (IllegalArgumentException e) {
                // This system has no such signal, or the JVM was told to leave it alone.
                LoggerFactory.getLogger(Signals.class).debug("No handler for SIG{}: {}", name, e.getMessage());
            }
        }
    }
}
